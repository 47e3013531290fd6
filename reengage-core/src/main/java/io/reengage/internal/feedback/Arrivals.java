// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.feedback;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityTimes;
import io.reengage.internal.run.People;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who clicked in a message, or bounced it, had been sent it: so what answers a message proves that it left, whatever the
 * channel said, and whichever of the two is put on record first.
 */
public final class Arrivals {
    private static final Set<DeliveryState> DOUBTED = EnumSet.of(DeliveryState.UNKNOWN, DeliveryState.FAILED);

    private Arrivals() {}

    /** A step's message, whoever it is to. */
    private record Message(String run, String step) {}

    /** One message to one person, whatever the episode. */
    private record Key(String person, Message message) {

        static Key of(Delivery delivery) {
            return new Key(delivery.subscriberId(), new Message(delivery.run(), delivery.step()));
        }

        static Optional<Key> of(Activity activity) {
            return Optional.ofNullable(activity.delivery())
                    .map(answered -> new Key(activity.subscriberId(), new Message(answered.run(), answered.step())));
        }
    }

    /** Settles what was in doubt about messages on record that these activities answer. */
    static void prove(Rows rows, List<Activity> activities) {
        Map<Key, List<Activity>> signs = signs(activities.stream());
        Where doubted = Where.all()
                .in("state", DOUBTED.stream().map(DeliveryState::name).toList());
        Set<Key> open = onRecord(rows, signs.keySet(), doubted).keySet();
        onRecord(rows, open, Where.all())
                .forEach((key, episodes) -> proven(episodes, signs.getOrDefault(key, List.of()))
                        .forEach((delivery, sign) -> upgrade(rows, delivery, reason(sign))));
    }

    /**
     * What is on record of messages, in all episodes. Each message is asked for by itself, since a person may have got a great
     * many others.
     */
    private static Map<Key, List<Delivery>> onRecord(Rows rows, Set<Key> keys, Where where) {
        Map<Message, Set<String>> people = keys.stream()
                .collect(Collectors.groupingBy(Key::message, Collectors.mapping(Key::person, Collectors.toSet())));
        return people.entrySet().stream()
                .flatMap(each -> rows
                        .all(
                                Schema.DELIVERY,
                                where.in("person", each.getValue())
                                        .eq("run", each.getKey().run())
                                        .eq("step", each.getKey().step()))
                        .stream())
                .collect(Collectors.groupingBy(Key::of));
    }

    /**
     * Outcomes about to be put on record, with those that activities on record prove wrong corrected. Reads nothing unless one
     * is in doubt.
     *
     * @param onRecord reads what is on record of the same messages to these people, in all episodes
     */
    public static List<Delivery> corrected(
            Rows rows, List<Delivery> outcomes, Function<Set<String>, List<Delivery>> onRecord) {
        Set<String> doubted = outcomes.stream()
                .filter(each -> DOUBTED.contains(each.state()))
                .map(Delivery::subscriberId)
                .collect(Collectors.toSet());
        if (doubted.isEmpty()) {
            return outcomes;
        }
        // whoever records an activity meanwhile waits, and then finds the outcome
        People.lock(rows, doubted);
        Map<Key, List<Activity>> signs =
                signs(rows.all(Schema.EVENT, Where.all().in("person", doubted).notNull("run")).stream());
        Set<List<Object>> now = outcomes.stream().map(Arrivals::episode).collect(Collectors.toSet());
        Map<Key, List<Delivery>> all = Stream.concat(
                        outcomes.stream(),
                        onRecord.apply(doubted).stream().filter(each -> !now.contains(episode(each))))
                .filter(each -> doubted.contains(each.subscriberId()))
                .collect(Collectors.groupingBy(Key::of));
        Map<Delivery, Activity> proven = new HashMap<>();
        signs.forEach((key, each) -> proven.putAll(proven(all.getOrDefault(key, List.of()), each)));
        return outcomes.stream()
                .map(each -> proven.containsKey(each) ? each.proven(reason(proven.get(each))) : each)
                .toList();
    }

    private static List<Object> episode(Delivery delivery) {
        return List.of(delivery.subscriberId(), delivery.episode());
    }

    private static Map<Key, List<Activity>> signs(Stream<Activity> activities) {
        Map<Key, List<Activity>> signs = new HashMap<>();
        activities
                .filter(Signs::ofArrival)
                .forEach(each -> Key.of(each)
                        .ifPresent(key -> signs.merge(
                                key,
                                List.of(each),
                                (a, b) -> Stream.concat(a.stream(), b.stream()).toList())));
        return signs;
    }

    /** The doubted deliveries that a sign belongs to: the newest one before it, or the first where clocks disagree. */
    private static Map<Delivery, Activity> proven(List<Delivery> episodes, List<Activity> signs) {
        Map<Delivery, Activity> proven = new HashMap<>();
        List<Delivery> inOrder = episodes.stream()
                .sorted(Comparator.comparing(Delivery::episode))
                .toList();
        for (Activity sign : signs) {
            inOrder.stream()
                    .filter(each -> ActivityTimes.isSince(sign.at(), each.at()))
                    .reduce((earlier, later) -> later)
                    .or(() -> inOrder.stream().findFirst())
                    .filter(each -> DOUBTED.contains(each.state()))
                    .ifPresent(each ->
                            proven.merge(each, sign, (a, b) -> a.type().compareTo(b.type()) <= 0 ? a : b));
        }
        return proven;
    }

    private static String reason(Activity sign) {
        return "proved by " + sign.type();
    }

    private static void upgrade(Rows rows, Delivery delivery, String reason) {
        rows.update(
                Schema.DELIVERY,
                Where.all()
                        .eq("person", delivery.subscriberId())
                        .eq("run", delivery.run())
                        .eq("episode", delivery.episode())
                        .eq("step", delivery.step())
                        .eq("state", delivery.state().name()),
                Assignments.set("state", DeliveryState.SENT.name()).and("reason", reason));
    }
}
