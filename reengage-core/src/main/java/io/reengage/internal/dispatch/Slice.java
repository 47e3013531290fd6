// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.campaign.Action;
import io.reengage.campaign.Step;
import io.reengage.internal.run.RunDefinition;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.store.DueSet;
import io.reengage.policy.ContactPolicy;
import io.reengage.segment.Profile;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The people of one due set that are dealt with together, with what is known about them.
 *
 * @param set the due set as it was read
 * @param definition its run
 * @param step its step
 * @param ids the people, in the order of the set
 * @param profiles the people as the host alone knows them now; who is missing is gone
 * @param now the moment of all decisions about them
 * @param outages who has to wait since their channel or domain is in trouble
 */
public record Slice(
        DueSet set,
        RunDefinition definition,
        Step step,
        List<String> ids,
        Map<String, Profile> profiles,
        Instant now,
        Map<String, ContactPolicy.Deferral> outages) {

    /** People of one slice at the most, and so the most whose fate one crash can leave open. */
    public static final int LARGEST = 100;

    /** The same slice, these people of it marked under this lease. */
    Slice marked(long epoch, Collection<String> people) {
        DueSet marked = new DueSet(
                set.shard(),
                set.id(),
                set.dueAt(),
                set.firstDueAt(),
                set.run(),
                set.step(),
                set.attempt(),
                rest(),
                List.copyOf(people),
                people.isEmpty() ? null : now,
                epoch);
        return new Slice(marked, definition, step, ids, profiles, now, outages);
    }

    /** People of the set that this slice is not about. */
    List<String> rest() {
        return set.people().subList(ids.size(), set.people().size());
    }

    ZoneId zone(String id) {
        return Optional.ofNullable(profiles.get(id)).map(Profile::zone).orElse(ZoneOffset.UTC);
    }

    /** People by the moment the step after this one is due; empty if there is none. */
    Map<Instant, List<String>> nextDue(List<String> done) {
        Optional<Step> next = definition.next(step.id());
        Map<Instant, List<String>> due = new HashMap<>();
        Map<ZoneId, Instant> times = new HashMap<>();
        next.ifPresent(following -> done.forEach(id -> {
            Instant at =
                    times.computeIfAbsent(zone(id), zone -> following.after().after(now, zone));
            due.computeIfAbsent(at, each -> new ArrayList<>()).add(id);
        }));
        return due;
    }

    Delivery delivery(Enrollment enrollment, DeliveryState state, String variant, String reason) {
        return delivery(enrollment.subscriberId(), enrollment.episode(), state, null, variant, "", reason);
    }

    Delivery delivery(
            String id,
            int episode,
            DeliveryState state,
            @Nullable Instant until,
            String variant,
            String providerId,
            String reason) {
        String channel = step.action() instanceof Action.Send send ? send.channel() : "";
        return new Delivery(id, set.run(), episode, step.id(), state, now, until, channel, variant, providerId, reason);
    }
}
