// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.guard;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setback;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which activities are setbacks of the run they answer. */
public final class Setbacks {
    private static final Map<ActivityType, Setback.Kind> KINDS = Map.of(
            ActivityType.COMPLAINED, Setback.Kind.COMPLAINT,
            ActivityType.HARD_BOUNCED, Setback.Kind.HARD_BOUNCE,
            ActivityType.UNSUBSCRIBED, Setback.Kind.UNSUBSCRIBE);

    private static final List<String> HANDED_OVER =
            List.of(DeliveryState.SENT.name(), DeliveryState.UNKNOWN.name(), DeliveryState.FAILED.name());

    private Setbacks() {}

    /** Puts down the setbacks among these activities; of a person's of one kind, the one about the latest message stays. */
    public static void note(Rows rows, Collection<Activity> activities) {
        List<Activity> told = activities.stream().filter(Setbacks::isOne).toList();
        if (told.isEmpty()) {
            return;
        }
        Map<String, List<Delivery>> sent = rows
                .all(
                        Schema.DELIVERY,
                        Where.all()
                                .in(
                                        "person",
                                        told.stream()
                                                .map(Activity::subscriberId)
                                                .collect(toSet()))
                                .in("run", told.stream().map(Setbacks::run).collect(toSet()))
                                .in("state", HANDED_OVER))
                .stream()
                .collect(groupingBy(Delivery::subscriberId));
        List<Setback> setbacks = told.stream()
                .map(each -> of(each, sent.getOrDefault(each.subscriberId(), List.of())))
                .distinct()
                .toList();
        Set<Setback> added = new HashSet<>(rows.insertNew(Setback.TABLE, setbacks));
        setbacks.stream().filter(each -> !added.contains(each)).forEach(each -> renew(rows, each));
    }

    private static boolean isOne(Activity activity) {
        return KINDS.containsKey(activity.type())
                && run(activity) != null
                && !activity.properties().containsKey(Activity.ASKED_ON);
    }

    private static @Nullable String run(Activity activity) {
        Activity.@Nullable Delivery answered = activity.delivery();
        return answered == null ? activity.properties().get(Activity.RUN) : answered.run();
    }

    private static Setback of(Activity activity, List<Delivery> sent) {
        return new Setback(
                Objects.requireNonNull(run(activity)),
                Objects.requireNonNull(KINDS.get(activity.type())),
                activity.subscriberId(),
                activity.at(),
                sentAt(activity, sent));
    }

    /** When the last message before it was handed over, or the first where clocks disagree. */
    private static Instant sentAt(Activity activity, List<Delivery> sent) {
        Activity.@Nullable Delivery answered = activity.delivery();
        TreeSet<Instant> times = sent.stream()
                .filter(each -> each.run().equals(run(activity)))
                .filter(each -> answered == null || each.step().equals(answered.step()))
                .map(Delivery::at)
                .collect(toCollection(TreeSet::new));
        @Nullable Instant before = times.floor(activity.at());
        return before != null ? before : times.isEmpty() ? activity.at() : times.first();
    }

    private static void renew(Rows rows, Setback later) {
        rows.update(
                Setback.TABLE,
                Where.all()
                        .eq("run", later.run())
                        .eq("kind", later.kind().name())
                        .eq("person", later.subscriberId())
                        .below("sent_at", later.sentAt()),
                Assignments.set("at", later.at()).and("sent_at", later.sentAt()));
    }
}
