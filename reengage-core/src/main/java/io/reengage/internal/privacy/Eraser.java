// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.privacy;

import com.google.common.io.BaseEncoding;
import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Freshness;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Fingerprints;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.ErasureReceipt;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Table;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.DueSet;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setback;
import io.reengage.ledger.store.Shards;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Subscriber;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Forgets a person in one transaction. Deleted is what they did and what is known of them; their enrollments and messages stay
 * under a random name that leads nowhere, since what was sent was sent; a suppression by salted hash sees to it that they are
 * not written to again, from whatever list they come back.
 */
public final class Eraser {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Settings settings;
    private final Fingerprints fingerprints;
    private final Audit audit;
    private final boolean journaled;

    /** @param journaled whether nodes keep results on their own disks while the database is away */
    public Eraser(Settings settings, Fingerprints fingerprints, Audit audit, boolean journaled) {
        this.settings = settings;
        this.fingerprints = fingerprints;
        this.audit = audit;
        this.journaled = journaled;
    }

    public ErasureReceipt erase(String id, String by) {
        if (by.isBlank()) {
            throw new IllegalArgumentException("by is blank: say who decided the erasure");
        }
        if (id.isBlank()) {
            throw new IllegalArgumentException("subscriberId is blank: nobody would be erased");
        }
        @Nullable Subscriber person = settings.subscribers().find(Set.of(id)).get(id);
        byte[] chance = new byte[16];
        RANDOM.nextBytes(chance);
        String nobody = "erased-" + BaseEncoding.base16().lowerCase().encode(chance);
        Instant now = settings.now();
        ErasureReceipt receipt = settings.ledger().transact(rows -> erase(rows, id, person, nobody, by, now));
        new Freshness(settings.threads()).outlive();
        return receipt;
    }

    private ErasureReceipt erase(
            Rows rows, String id, @Nullable Subscriber person, String nobody, String by, Instant now) {
        Leases.fence(rows, List.of(id));
        // whoever enrolls or retires people sees all of this or nothing
        Leases.lock(rows, Leases.SCAN);
        Leases.lock(rows, Leases.HOST);
        boolean underWay = leaveDueSets(rows, id, nobody);
        Set<String> addresses = leaveEnrollments(rows, id, nobody, now);
        forgetParked(rows, id);
        int messages = rename(rows, Schema.DELIVERY, id, each -> anonymous(each, nobody));
        leaveCounts(rows, id, nobody);
        Where theirs = Where.all().eq("person", id);
        int activities = rows.delete(Schema.EVENT, theirs);
        rows.delete(Schema.HOST_CHANGE, theirs);
        rows.delete(Schema.PERSON, Where.all().eq("id", id));
        int suppressed = suppress(rows, id, person, addresses, now);
        long auditLines = rows.count(Schema.AUDIT, Where.all().eq("subject", id));
        String fingerprint = fingerprints.ofPerson(id);
        audit.write(
                rows,
                now,
                by,
                "privacy.erase",
                fingerprint,
                activities + " activities deleted, " + messages + " messages made anonymous, " + suppressed
                        + " addresses suppressed");
        return new ErasureReceipt(
                now,
                by,
                fingerprint,
                activities,
                messages,
                suppressed,
                underWay,
                Duties.after(
                        person != null,
                        underWay,
                        auditLines,
                        journaled,
                        settings.channels().keySet()));
    }

    /** What providers told of the person's messages and was not joined yet: after this, nothing would ever join it. */
    private static void forgetParked(Rows rows, String id) {
        Map<String, Set<String>> byChannel = rows
                .all(Schema.DELIVERY, Where.all().eq("person", id))
                .stream()
                .filter(each -> !each.providerId().isEmpty())
                .collect(Collectors.groupingBy(
                        Delivery::channel, Collectors.mapping(Delivery::providerId, Collectors.toSet())));
        byChannel.forEach((channel, ids) ->
                rows.delete(Schema.PARKED, Where.all().eq("channel", channel).in("provider_id", ids)));
    }

    /** Takes the person out of whatever is due; whether a message was being handed over. */
    private static boolean leaveDueSets(Rows rows, String id, String nobody) {
        boolean underWay = false;
        Where shard = Where.all().eq("shard", Shards.of(id));
        // what a worker of another shard is putting on record here comes first, and may add a set
        rows.lock(Schema.DUE_SET, shard);
        for (DueSet set : rows.all(Schema.DUE_SET, shard)) {
            boolean marked = set.dispatching().contains(id);
            if (!marked && !set.people().contains(id)) {
                continue;
            }
            underWay |= marked;
            List<String> people =
                    set.people().stream().filter(each -> !each.equals(id)).toList();
            // the mark keeps its number, so that the set is settled as it was marked
            List<String> dispatching = set.dispatching().stream()
                    .map(each -> each.equals(id) ? nobody : each)
                    .toList();
            Where row = Where.all().eq("shard", set.shard()).eq("id", set.id());
            if (people.isEmpty() && dispatching.isEmpty()) {
                rows.delete(Schema.DUE_SET, row);
            } else {
                rows.update(
                        Schema.DUE_SET,
                        row,
                        Assignments.set("people", String.join("\n", people))
                                .and("dispatching", String.join("\n", dispatching)));
            }
        }
        return underWay;
    }

    /** Makes the person's ways nobody's and ends those that go on; answers the fingerprints of the addresses they had. */
    private static Set<String> leaveEnrollments(Rows rows, String id, String nobody, Instant now) {
        Set<String> addresses = new HashSet<>();
        rename(rows, Schema.ENROLLMENT, id, each -> {
            addresses.add(each.address());
            boolean open = each.state() == Enrollment.State.ACTIVE || each.state() == Enrollment.State.NOMINATED;
            return new Enrollment(
                    nobody,
                    each.run(),
                    each.episode(),
                    each.arm(),
                    open ? Enrollment.State.EXITED : each.state(),
                    each.enrolledAt(),
                    open ? now : each.endedAt(),
                    open ? "erased" : "",
                    nobody);
        });
        return addresses;
    }

    /** Others stay as many as they were. */
    private static void leaveCounts(Rows rows, String id, String nobody) {
        rename(rows, Schema.SUNSET_MEMBER, id, each -> anonymous(each, nobody));
        rename(rows, Setback.TABLE, id, each -> new Setback(each.run(), each.kind(), nobody, each.at(), each.sentAt()));
    }

    private static <R> int rename(Rows rows, Table<R> table, String id, UnaryOperator<R> anonymous) {
        Where theirs = Where.all().eq("person", id);
        List<R> found = rows.all(table, theirs);
        rows.delete(table, theirs);
        rows.insert(table, found.stream().map(anonymous).toList());
        return found.size();
    }

    /** A provider's words may quote the address, and its id leads to the person. */
    private static Delivery anonymous(Delivery each, String nobody) {
        return new Delivery(
                nobody,
                each.run(),
                each.episode(),
                each.step(),
                each.state().isOpen() ? DeliveryState.SKIPPED : each.state(),
                each.at(),
                null,
                each.channel(),
                each.variant(),
                "",
                each.state().isOpen() ? "erased" : "");
    }

    private static SunsetMember anonymous(SunsetMember each, String nobody) {
        return new SunsetMember(each.plan(), nobody, each.state(), each.at(), "");
    }

    /** Puts erasure in the place of every other word about the person and the addresses; how many addresses. */
    private int suppress(Rows rows, String id, @Nullable Subscriber person, Set<String> earlierAddresses, Instant now) {
        String self = fingerprints.ofPerson(id);
        Set<String> addresses = new HashSet<>(earlierAddresses);
        Set<String> superseded = new HashSet<>(earlierAddresses);
        superseded.add(self);
        if (person != null) {
            for (Address each : person.addresses()) {
                addresses.add(fingerprints.of(each));
                superseded.addAll(fingerprints.lookups(each));
            }
        }
        addresses.remove("");
        rows.delete(
                Schema.SUPPRESSION,
                Where.all().in("subject", superseded).notEqual("reason", Suppression.Reason.ERASED.name()));
        List<Suppression> erased = new ArrayList<>();
        erased.add(erased(self, now));
        addresses.forEach(subject -> erased.add(erased(subject, now)));
        rows.insertNew(Schema.SUPPRESSION, erased);
        return addresses.size();
    }

    private static Suppression erased(String subject, Instant now) {
        return new Suppression(subject, "", "", Suppression.Reason.ERASED, now, "erase", null);
    }
}
