// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.internal.node.Settings;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.PersonRecord;
import io.reengage.ledger.store.Schema;
import io.reengage.segment.Profile;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts together what the host and the ledger know about people. */
public final class People {
    private static final int ANY_NUMBER = Integer.MAX_VALUE;

    private final Settings settings;
    private final Fingerprints fingerprints;
    private final Instant recordedSince;

    /** @param recordedSince since when the ledger keeps what it is told */
    public People(Settings settings, Fingerprints fingerprints, Instant recordedSince) {
        this.settings = settings;
        this.fingerprints = fingerprints;
        this.recordedSince = recordedSince;
    }

    public Fingerprints fingerprints() {
        return fingerprints;
    }

    /** Profiles of these people as of a moment, by id. Reads host and ledger, writes nothing. */
    public Map<String, Profile> profiles(Collection<Subscriber> subscribers, ActivityNeed need, Instant asOf) {
        Set<String> ids = subscribers.stream().map(Subscriber::id).collect(Collectors.toSet());
        @Nullable ActivitySource source = settings.activity();
        Map<String, ActivitySummary> fromHost =
                source == null || ids.isEmpty() ? Map.of() : source.summaries(ids, need, asOf);
        Observation observed = observed(source, need);
        boolean countOurs =
                source == null || source.observed().of(ActivityType.RECEIVED).isEmpty();
        Map<String, ActivitySummary> fromLedger =
                settings.ledger().transact(rows -> recorded(rows, ids, need, countOurs));
        Map<String, Profile> profiles = new HashMap<>();
        for (Subscriber each : subscribers) {
            ActivitySummary activity = fromHost.getOrDefault(each.id(), ActivitySummary.EMPTY)
                    .union(fromLedger.getOrDefault(each.id(), ActivitySummary.EMPTY));
            profiles.put(
                    each.id(),
                    new Profile(each, activity, observed, settings.policy().fallbackZone()));
        }
        return profiles;
    }

    /** The same person with what the ledger has learned since the profile was read. */
    public static Profile refreshed(Profile profile, PersonRecord record) {
        return new Profile(
                profile.subscriber(),
                profile.activity().union(record.summary()),
                profile.observed(),
                profile.fallbackZone());
    }

    /** The person with what the ledger alone knows. */
    public Profile recordedProfile(Subscriber person, PersonRecord record) {
        Observation live =
                Observation.live(recordedSince, record.summary().timelines().keySet());
        return new Profile(person, record.summary(), live, settings.policy().fallbackZone());
    }

    private static Map<String, ActivitySummary> recorded(
            Rows rows, Set<String> ids, ActivityNeed need, boolean countOurs) {
        Map<String, ActivitySummary> recorded = new HashMap<>();
        records(rows, ids).forEach((id, record) -> recorded.put(id, record.summary()));
        if (countOurs && need.types().contains(ActivityType.RECEIVED)) {
            for (Delivery sent : rows.select(
                    Schema.DELIVERY,
                    Where.all().in("person", ids).eq("state", DeliveryState.SENT.name()),
                    List.of(),
                    ANY_NUMBER)) {
                recorded.merge(
                        sent.subscriberId(),
                        ActivitySummary.EMPTY.plus(ActivityType.RECEIVED, sent.at(), need.depth()),
                        (old, one) -> old.plus(ActivityType.RECEIVED, sent.at(), need.depth()));
            }
        }
        return recorded;
    }

    private Observation observed(@Nullable ActivitySource source, ActivityNeed need) {
        Observation ours = Observation.live(recordedSince, need.types());
        if (source == null) {
            return ours;
        }
        Observation host = source.observed();
        Set<ActivityType> seenByUs = need.types().stream()
                .filter(type -> host.of(type).isEmpty() && isNative(type))
                .collect(Collectors.toSet());
        return host.union(Observation.live(recordedSince, seenByUs));
    }

    /** Whether the library itself sees all there is of a type, links and sends being its own. */
    private static boolean isNative(ActivityType type) {
        return type.equals(ActivityType.RECEIVED)
                || type.equals(ActivityType.CLICKED)
                || type.name().startsWith(ActivityType.CONFIRMED.name())
                || type.equals(ActivityType.ASKED_FEWER)
                || type.equals(ActivityType.PAUSED);
    }

    /** What the ledger knows of these people, by id; those it knows nothing of are left out. */
    public static Map<String, PersonRecord> records(Rows rows, Collection<String> ids) {
        return rows.select(Schema.PERSON, Where.all().in("id", ids), List.of(), ANY_NUMBER).stream()
                .collect(Collectors.toMap(PersonRecord::subscriberId, Function.identity()));
    }

    /** All suppressions of these people and their addresses that the person has not taken back, by person. */
    public Map<String, List<Suppression>> suppressions(Rows rows, Collection<Subscriber> subscribers) {
        Map<String, List<String>> subjects =
                subscribers.stream().collect(Collectors.toMap(Subscriber::id, fingerprints::subjects, (a, b) -> a));
        Set<String> all = subjects.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        Map<String, List<Suppression>> bySubject =
                rows.select(Schema.SUPPRESSION, Where.all().in("subject", all), List.of(), ANY_NUMBER).stream()
                        .collect(Collectors.groupingBy(Suppression::subject));
        if (bySubject.isEmpty()) {
            return Map.of();
        }
        Map<String, List<Suppression>> byPerson = new HashMap<>();
        for (Subscriber each : subscribers) {
            byPerson.put(
                    each.id(),
                    subjects.getOrDefault(each.id(), List.of()).stream()
                            .flatMap(subject -> bySubject.getOrDefault(subject, List.of()).stream())
                            .filter(suppression -> !takenBack(suppression, each))
                            .toList());
        }
        return byPerson;
    }

    /** Whether the person agreed anew after they had left; nothing else ends an unsubscribe. */
    private static boolean takenBack(Suppression suppression, Subscriber person) {
        @Nullable Consent consent = person.consents().get(suppression.purpose());
        return suppression.reason() == Suppression.Reason.UNSUBSCRIBED
                && consent != null
                && consent.granted()
                && consent.at().isAfter(suppression.at());
    }

    /** The gravest reason that forbids, if any does. */
    public static Optional<Suppression.Reason> forbidding(
            List<Suppression> suppressions, String channel, String purpose) {
        return suppressions.stream()
                .filter(each -> each.forbids(channel, purpose))
                .map(Suppression::reason)
                .min(Comparator.comparing(reason -> List.of(
                                Suppression.Reason.COMPLAINT,
                                Suppression.Reason.UNSUBSCRIBED,
                                Suppression.Reason.HARD_BOUNCE,
                                Suppression.Reason.SUNSET)
                        .indexOf(reason)));
    }

    /** The newest enrollment of each person in a run. */
    public static Map<String, Enrollment> enrollments(Rows rows, String run, Set<String> ids) {
        return rows
                .select(
                        Schema.ENROLLMENT,
                        Where.all().eq("run", run).in("person", ids),
                        List.of("person", "episode"),
                        Integer.MAX_VALUE)
                .stream()
                .collect(Collectors.toMap(Enrollment::subscriberId, Function.identity(), (old, newer) -> newer));
    }
}
