// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Action;
import io.reengage.channel.Receipt;
import io.reengage.internal.feedback.DeathToll;
import io.reengage.internal.node.Keys;
import io.reengage.ledger.store.LedgerStore;
import io.reengage.link.ReturnTag;
import io.reengage.subscriber.Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Refusals that say something of an address, as the bounces they would have been had the next party taken the message first. They
 * answer no message: what was refused was not sent.
 */
final class Refusals {

    private Refusals() {}

    /** The mark of an address and its domain. */
    static String addressee(Address address) {
        return ReturnTag.addressMark(address.canonical()) + "@" + address.domain();
    }

    /** The bounces among these fates; the same whenever they are asked for. */
    static List<Activity> bounces(Slice slice, Map<String, Settlement.Settled> fates, Instant at) {
        List<Activity> bounces = new ArrayList<>();
        fates.forEach((id, settled) -> {
            if (settled.fate() instanceof Settlement.Fate.Answered answered
                    && answered.receipt() instanceof Receipt.Refused refused
                    && refused.finding() != Receipt.Finding.NONE) {
                bounces.add(bounce(slice, id, settled.episode(), refused, answered.addressee(), at));
            }
        });
        return bounces;
    }

    /**
     * What of this is put on record: a provider that calls very many addresses dead at once is not believed, since that is an
     * outage more often than a clean-up. They count as bounces that may pass; who is really dead is refused again.
     */
    static List<Activity> believed(LedgerStore ledger, List<Activity> bounces, Instant now) {
        Map<String, Set<String>> dead = bounces.stream()
                .filter(each -> each.type().equals(ActivityType.HARD_BOUNCED))
                .collect(Collectors.groupingBy(
                        Refusals::provider,
                        TreeMap::new, // so that nodes count providers in the same order
                        Collectors.mapping(Activity::subscriberId, Collectors.toSet())));
        if (dead.isEmpty()) {
            return bounces;
        }
        Set<String> doubted = ledger.transact(rows -> dead.entrySet().stream()
                .filter(each -> DeathToll.exceeds(
                        rows, each.getKey(), each.getValue(), DeathToll.MOST_BELIEVED, DeathToll.SPAN, now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
        return bounces.stream()
                .map(each -> doubted.contains(provider(each)) ? mayPass(each) : each)
                .toList();
    }

    private static String provider(Activity bounce) {
        return bounce.properties().getOrDefault(Activity.PROVIDER, "");
    }

    private static Activity mayPass(Activity bounce) {
        return new Activity(
                bounce.id(),
                bounce.subscriberId(),
                ActivityType.SOFT_BOUNCED,
                bounce.at(),
                bounce.delivery(),
                bounce.properties());
    }

    private static Activity bounce(
            Slice slice, String id, int episode, Receipt.Refused refused, String addressee, Instant at) {
        String key = Keys.message(slice.set().run(), id, episode, slice.step().id());
        Activity.Builder bounce = Activity.of(
                        refused.finding() == Receipt.Finding.DEAD
                                ? ActivityType.HARD_BOUNCED
                                : ActivityType.SOFT_BOUNCED)
                .by(id)
                .id("refused/" + key)
                .property(Activity.CHANNEL, ((Action.Send) slice.step().action()).channel())
                .property(Activity.WHY, refused.reason())
                .property(Activity.RUN, slice.set().run())
                .property(Activity.SCOPE, Activity.OF_ADDRESS);
        if (!addressee.isEmpty()) {
            int end = addressee.indexOf('@');
            bounce = bounce.property(Activity.ADDRESS, addressee.substring(0, end))
                    .property(Activity.PROVIDER, addressee.substring(end + 1));
        }
        return bounce.at(at);
    }
}
