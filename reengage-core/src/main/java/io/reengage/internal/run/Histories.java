// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivityTimes;
import io.reengage.activity.ActivityType;
import io.reengage.activity.History;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.segment.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts together what people did, activity by activity, as host and ledger know it: each once. */
public final class Histories {

    private Histories() {}

    /** What the host knows, by person; empty if the need does not ask for it. */
    static Map<String, History> ofHost(
            @Nullable ActivitySource source, Set<String> ids, ActivityNeed need, Instant asOf) {
        if (!need.needsHistory()) {
            return Map.of();
        }
        Instant start = ActivityTimes.second(asOf.minus(need.history()));
        boolean ever = start.isBefore(Instant.EPOCH);
        Map<String, List<Activity>> known = new HashMap<>();
        if (source != null && !ids.isEmpty()) {
            source.history(ids, ever ? Instant.EPOCH : start, ActivityTimes.secondAfter(asOf), each -> {
                if (need.types().contains(each.type())) {
                    known.computeIfAbsent(each.subscriberId(), id -> new ArrayList<>())
                            .add(each);
                }
            });
        }
        Set<ActivityType> lacking = source == null
                ? Set.of()
                : need.types().stream().filter(type -> !source.hasHistory(type)).collect(Collectors.toSet());
        return ids.stream()
                .collect(Collectors.toMap(
                        id -> id,
                        id -> new History(ever ? Instant.MIN : start, known.getOrDefault(id, List.of()), lacking)));
    }

    /** What the ledger was told of those among these people whose activities are known one by one. */
    public static Supplier<Map<String, List<Activity>>> askTold(Rows rows, Collection<Profile> profiles, Instant asOf) {
        Set<String> ids = profiles.stream()
                .filter(each -> each.history() != null)
                .map(each -> each.subscriber().id())
                .collect(Collectors.toSet());
        if (ids.isEmpty()) {
            return Map::of;
        }
        Supplier<List<Activity>> found =
                rows.ask(Schema.EVENT, Where.all().in("person", ids).below("at", ActivityTimes.secondAfter(asOf)));
        return () -> found.get().stream().collect(Collectors.groupingBy(Activity::subscriberId));
    }

    /** The host's word with what the ledger was told and what we sent. */
    static @Nullable History completed(
            @Nullable History host, List<Activity> told, List<Delivery> sent, ActivityNeed need) {
        if (host == null) {
            return null;
        }
        List<Activity> ours = new ArrayList<>(told);
        sent.forEach(each -> ours.add(received(each)));
        ours.removeIf(each -> !need.types().contains(each.type()) || each.at().isBefore(host.since()));
        return ours.isEmpty() ? host : new History(host.since(), merged(host.activities(), ours), host.lacking());
    }

    private static Activity received(Delivery sent) {
        return Activity.of(ActivityType.RECEIVED)
                .by(sent.subscriberId())
                .id("sent/" + sent.run() + "/" + sent.episode() + "/" + sent.step())
                .answering(new Activity.Delivery(sent.run(), sent.step()))
                .property(Activity.CHANNEL, sent.channel())
                .at(sent.at());
    }

    /** Activities the ledger itself keeps of these people, in a span of time. */
    public static List<Activity> ofLedger(Rows rows, Set<String> ids, Instant from, Instant to) {
        return rows.all(
                Schema.EVENT,
                Where.all().in("person", new HashSet<>(ids)).atLeast("at", from).below("at", to));
    }

    /** What the ledger alone knows of one person. */
    public static History recorded(Rows rows, String id, Instant since, Instant asOf) {
        return new History(since, ofLedger(rows, Set.of(id), since, ActivityTimes.secondAfter(asOf)));
    }

    /**
     * Both records of one person. What both know of one second and type happened as often as the one says that knows of more,
     * as in {@linkplain io.reengage.activity.Timeline#union a union of summaries}.
     *
     * @param one whose words count where both know of the same
     */
    public static List<Activity> merged(List<Activity> one, List<Activity> other) {
        Set<String> ids = one.stream().map(Activity::id).collect(Collectors.toSet());
        Set<String> known = other.stream().map(Activity::id).collect(Collectors.toSet());
        Map<List<Object>, Long> unnamed = one.stream()
                .filter(each -> !known.contains(each.id()))
                .collect(Collectors.groupingBy(Histories::moment, Collectors.counting()));
        List<Activity> both = new ArrayList<>(one);
        for (Activity each : other) {
            if (ids.add(each.id()) && unnamed.merge(moment(each), -1L, Long::sum) < 0) {
                both.add(each);
            }
        }
        return both;
    }

    private static List<Object> moment(Activity activity) {
        return List.of(activity.at().getEpochSecond(), activity.type());
    }
}
