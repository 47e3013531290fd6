// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.contact;

import io.reengage.activity.ActivityTimes;
import io.reengage.activity.ActivityType;
import io.reengage.channel.Channel;
import io.reengage.channel.ChannelSpec;
import io.reengage.internal.run.People;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.store.PersonRecord;
import io.reengage.policy.ContactPolicy;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What forbids a message, and what puts it off: pure functions of what is known, the same for a campaign's step and for any
 * other sender of the host's.
 *
 * <p>A transactional message is owed to the person: neither caps nor hours nor a refusal of marketing hold it back. A dead
 * address, a complaint and an erasure do: providers that keep a suppression list of their own block both kinds on it, and
 * whoever writes again to one who complained loses the domain's standing for everybody's receipts.
 */
public final class ContactRules {
    private static final Set<Suppression.Reason> HOLD_BACK_EVERYTHING =
            EnumSet.of(Suppression.Reason.ERASED, Suppression.Reason.COMPLAINT, Suppression.Reason.HARD_BOUNCE);

    private final ContactPolicy policy;
    private final Map<String, ChannelSpec> channels;

    public ContactRules(ContactPolicy policy, Map<String, ChannelSpec> channels) {
        this.policy = policy;
        this.channels = channels;
    }

    public static ContactRules of(ContactPolicy policy, Map<String, Channel> channels) {
        return new ContactRules(
                policy,
                channels.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().spec())));
    }

    /** Why the person does not want messages of this purpose, going by the host's record; empty if they do. */
    public static Optional<String> unwilling(Subscriber person, String purpose) {
        return person.mayReceive(purpose)
                ? Optional.empty()
                : Optional.of("no consent for " + purpose + ", or off the list");
    }

    /** Everything that forbids a message, whenever it is sent. */
    List<String> refusals(
            Subscriber person, List<Suppression> suppressions, boolean deliverable, String channel, String purpose) {
        List<String> reasons = new ArrayList<>();
        suppression(suppressions, channel, purpose).ifPresent(reasons::add);
        if (!policy.isTransactional(purpose)) {
            unwilling(person, purpose).ifPresent(reasons::add);
        }
        undeliverable(person, deliverable, channel).ifPresent(reasons::add);
        return reasons;
    }

    /** What forbids a message to somebody who wants it. */
    public Optional<String> obstacle(
            Subscriber person, List<Suppression> suppressions, boolean deliverable, String channel, String purpose) {
        return undeliverable(person, deliverable, channel).or(() -> suppression(suppressions, channel, purpose));
    }

    private Optional<String> undeliverable(Subscriber person, boolean deliverable, String channel) {
        @Nullable ChannelSpec spec = channels.get(channel);
        if (spec != null && person.address(spec.addressKind()).isEmpty()) {
            return Optional.of("no address of kind " + spec.addressKind());
        }
        return deliverable ? Optional.empty() : Optional.of("this environment delivers only to named addresses");
    }

    private Optional<String> suppression(List<Suppression> suppressions, String channel, String purpose) {
        List<Suppression> heeded = policy.isTransactional(purpose)
                ? suppressions.stream()
                        .filter(each -> HOLD_BACK_EVERYTHING.contains(each.reason()))
                        .toList()
                : suppressions;
        return People.forbidding(heeded, channel, purpose).map(reason -> "suppressed: " + reason);
    }

    /**
     * Until when a message has to wait, if it has to.
     *
     * @param deliveries ours, over all campaigns, those whose fate is open included
     * @param record what else is on record: a pause asked for, and what other senders sent
     */
    public Optional<ContactPolicy.Deferral> deferral(
            List<Delivery> deliveries, PersonRecord record, String purpose, Instant now, ZoneId zone) {
        if (policy.isTransactional(purpose)) {
            return Optional.empty();
        }
        Instant paused = record.pausedUntil();
        if (paused != null && paused.isAfter(now)) {
            return Optional.of(new ContactPolicy.Deferral(paused, "pause asked for"));
        }
        List<Instant> contacts = new ArrayList<>();
        // only their second is known: at its end a whole window has passed for certain
        record.summary()
                .timeline(ActivityType.RECEIVED)
                .newest()
                .forEach(at -> contacts.add(ActivityTimes.secondAfter(at)));
        for (Delivery each : deliveries) {
            if (each.state().mayHaveArrived()) {
                contacts.add(each.at());
            }
        }
        return policy.defer(contacts, record.fewer(), now, zone);
    }
}
