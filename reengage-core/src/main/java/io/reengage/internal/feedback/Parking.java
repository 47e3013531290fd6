// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.feedback;

import com.google.common.collect.Iterables;
import io.reengage.activity.Activity;
import io.reengage.activity.ProviderActivity;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.node.Tally;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.ParkedActivity;
import io.reengage.ledger.store.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Finds out whose message a provider speaks of. What is told of a message before it is on record waits, durably, is looked at
 * less and less often, and is let go in the end: a provider also tells of messages that were never ours.
 */
public final class Parking {
    /** How long a message is waited for. */
    public static final Duration LONGEST_WAIT = Duration.ofDays(30);

    private static final int CHUNK = 500;
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 11;

    private final Settings settings;
    private final Leases leases;
    private final Recorder recorder;

    public Parking(Settings settings, Leases leases, Recorder recorder) {
        this.settings = settings;
        this.leases = leases;
        this.recorder = recorder;
    }

    /** How many were new, wait for their message, and were known before or are about nobody. */
    public record Told(int fresh, int parked, int known) {}

    /** A message as a provider names it. */
    private record Name(String channel, String providerId) {

        static Name of(ProviderActivity activity) {
            return new Name(activity.channel(), activity.providerId());
        }
    }

    public Told record(Collection<ProviderActivity> activities) {
        Instant now = settings.now();
        int fresh = 0;
        int parked = 0;
        for (List<ProviderActivity> chunk : Iterables.partition(List.copyOf(activities), CHUNK)) {
            List<Activity> found = new ArrayList<>();
            parked += settings.ledger().transact(rows -> {
                found.clear();
                Map<Name, Delivery> deliveries = deliveries(rows, chunk);
                List<ParkedActivity> early = new ArrayList<>();
                for (ProviderActivity each : chunk) {
                    Optional.ofNullable(deliveries.get(Name.of(each)))
                            .ifPresentOrElse(
                                    delivery -> found.add(joined(each, delivery)),
                                    () -> early.add(new ParkedActivity(each, now, now, 0)));
                }
                return rows.insertNew(Schema.PARKED, early).size();
            });
            fresh += recorder.record(found).size();
        }
        return new Told(fresh, parked, activities.size() - fresh - parked);
    }

    private static Activity joined(ProviderActivity activity, Delivery delivery) {
        return activity.of(delivery.subscriberId(), new Activity.Delivery(delivery.run(), delivery.step()));
    }

    /** The messages on record; a name that several share names none. */
    private static Map<Name, Delivery> deliveries(Rows rows, Collection<ProviderActivity> activities) {
        Map<String, Set<String>> byChannel = activities.stream()
                .collect(Collectors.groupingBy(
                        ProviderActivity::channel,
                        Collectors.mapping(ProviderActivity::providerId, Collectors.toSet())));
        Map<Name, List<Delivery>> found = new HashMap<>();
        byChannel.forEach((channel, ids) -> rows.all(
                        Schema.DELIVERY, Where.all().eq("channel", channel).in("provider_id", ids))
                .forEach(each -> found.computeIfAbsent(new Name(channel, each.providerId()), name -> new ArrayList<>())
                        .add(each)));
        found.values().removeIf(all -> all.size() > 1);
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().get(0)));
    }

    /** Looks for the messages of what waits, on one node at a time. */
    public void work(Tally tally, BooleanSupplier outOfTime) {
        boolean more = true;
        while (more && !outOfTime.getAsBoolean()) {
            more = lookOnce(tally);
        }
    }

    /** What one look at what waits came to. */
    private record Look(List<ParkedActivity> due, List<Activity> found, List<ParkedActivity> gone) {}

    private boolean lookOnce(Tally tally) {
        Instant now = settings.now();
        Look look = settings.ledger().transact(rows -> look(rows, now));
        if (look.due.isEmpty()) {
            return false;
        }
        tally.add(Tally.Kind.JOINED, recorder.record(look.found).size());
        // only now: should the process end before, they are found again, and known
        settings.ledger().transact(rows -> {
            look.gone.forEach(each -> rows.delete(Schema.PARKED, row(each.activity())));
            return look.gone.size();
        });
        tally.add(Tally.Kind.DROPPED, look.gone.size() - (long) look.found.size());
        return true;
    }

    private Look look(Rows rows, Instant now) {
        List<ParkedActivity> due = leases.confirm(rows, Leases.HOST)
                ? rows.select(Schema.PARKED, Where.all().atMost("next_look_at", now), List.of("next_look_at"), CHUNK)
                : List.of();
        Map<Name, Delivery> deliveries =
                deliveries(rows, due.stream().map(ParkedActivity::activity).toList());
        List<Activity> found = new ArrayList<>();
        List<ParkedActivity> gone = new ArrayList<>();
        List<ParkedActivity> again = new ArrayList<>();
        for (ParkedActivity each : due) {
            Optional<Delivery> delivery = Optional.ofNullable(deliveries.get(Name.of(each.activity())));
            delivery.ifPresent(message -> found.add(joined(each.activity(), message)));
            boolean over = !each.parkedAt().plus(LONGEST_WAIT).isAfter(now);
            (delivery.isPresent() || over ? gone : again).add(each);
        }
        rows.put(Schema.PARKED, again.stream().map(each -> later(each, now)).toList());
        return new Look(due, found, gone);
    }

    /** After one minute, two, four, up to some 34 hours, but not after it is to be let go. */
    private static ParkedActivity later(ParkedActivity parked, Instant now) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(parked.looks(), MOST_DOUBLINGS));
        Instant end = parked.parkedAt().plus(LONGEST_WAIT);
        Instant next = now.plus(pause);
        return new ParkedActivity(
                parked.activity(), parked.parkedAt(), next.isAfter(end) ? end : next, parked.looks() + 1);
    }

    private static Where row(ProviderActivity activity) {
        return Where.all()
                .eq("channel", activity.channel())
                .eq("provider_id", activity.providerId())
                .eq("id", activity.id());
    }
}
