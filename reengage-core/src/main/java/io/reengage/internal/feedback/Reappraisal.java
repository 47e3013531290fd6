// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.feedback;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityTimes;
import io.reengage.activity.ActivityType;
import io.reengage.activity.MachineVisits;
import io.reengage.activity.Visit;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.PersonRecord;
import io.reengage.ledger.store.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges the visits a message caused anew when more becomes known: a scanner that gave itself away takes its earlier clicks with
 * it, a person who acts makes a visit theirs that was merely too quick. What was decided on the old verdict stays decided.
 *
 * @param changed activities whose verdict is another now, as they are now, by person and id
 * @param summaries of people whose older activities changed: their activity before this news, with the verdicts of now
 */
record Reappraisal(Map<String, Map<String, Activity>> changed, Map<String, ActivitySummary> summaries) {
    private static final Set<ActivityType> TYPES = Set.of(
            ActivityType.OPENED, ActivityType.OPENED.machine(), ActivityType.CLICKED, ActivityType.CLICKED.machine());
    private static final Set<ActivityType> MACHINES =
            Set.of(ActivityType.OPENED.machine(), ActivityType.CLICKED.machine());

    /** What a person does, wherever they do it. */
    private static final Set<ActivityType> ANYWHERE = Set.of(ActivityType.PURCHASED, ActivityType.REPLIED);
    /** What a person does about the message it answers. */
    private static final Set<ActivityType> ANSWERS =
            Set.of(ActivityType.CONFIRMED, ActivityType.ASKED_FEWER, ActivityType.PAUSED, ActivityType.CLICKED);

    /**
     * Judges, and puts the verdicts that changed on record.
     *
     * @param fresh what became known just now, on record already
     * @param records the same people as they were before, locked
     * @param depth how many times a summary keeps
     */
    static Reappraisal of(Rows rows, List<Activity> fresh, Map<String, PersonRecord> records, int depth) {
        Set<String> concerned = fresh.stream()
                .filter(each -> VisitNotes.isVisit(each)
                        || (isSign(each) && mayUpgrade(each, records.get(each.subscriberId()))))
                .map(Activity::subscriberId)
                .collect(Collectors.toCollection(TreeSet::new));
        Reappraisal result = new Reappraisal(new TreeMap<>(), new HashMap<>());
        if (concerned.isEmpty()) {
            return result;
        }
        Map<String, List<Activity>> all =
                rows
                        .select(Schema.EVENT, Where.all().in("person", concerned), List.of("at"), Integer.MAX_VALUE)
                        .stream()
                        .collect(Collectors.groupingBy(Activity::subscriberId));
        Set<String> news = fresh.stream().map(Activity::id).collect(Collectors.toSet());
        for (String id : concerned) {
            List<Activity> theirs = all.getOrDefault(id, List.of());
            Map<String, Activity> changed = judge(theirs);
            result.changed.put(id, changed);
            if (!news.containsAll(changed.keySet())) {
                ActivitySummary before = Objects.requireNonNull(records.get(id)).summary();
                result.summaries.put(id, summary(before, theirs, changed, news, depth));
            }
        }
        List<Activity> written = result.changed.values().stream()
                .flatMap(each -> each.values().stream())
                .toList();
        if (!written.isEmpty()) {
            rows.put(Schema.EVENT, written);
        }
        return result;
    }

    /** An activity as it is now. */
    Activity now(Activity activity) {
        return changed.getOrDefault(activity.subscriberId(), Map.of()).getOrDefault(activity.id(), activity);
    }

    /** Older activities of a person that turned out to be theirs. */
    List<Activity> upgraded(String person, Collection<Activity> fresh) {
        @Nullable Map<String, Activity> theirs = changed.get(person);
        if (theirs == null) {
            return List.of();
        }
        Set<String> news = fresh.stream().map(Activity::id).collect(Collectors.toSet());
        return theirs.values().stream()
                .filter(each -> !each.type().isMachine() && !news.contains(each.id()))
                .sorted(Comparator.comparing(Activity::at))
                .toList();
    }

    private static boolean isSign(Activity activity) {
        return ANYWHERE.contains(activity.type())
                || (activity.delivery() != null
                        && (ANSWERS.contains(activity.type()) || Signs.confirms(activity.type())));
    }

    /** Whether a machine was about shortly before; few people's purchases follow one. */
    private static boolean mayUpgrade(Activity sign, @Nullable PersonRecord record) {
        return record != null
                && record.summary()
                        .last(MACHINES, sign.at())
                        .filter(last -> ActivityTimes.isSince(last, sign.at().minus(MachineVisits.UPGRADED_WITHIN)))
                        .isPresent();
    }

    /** Those whose verdict changes, as they are now, by id. */
    private static Map<String, Activity> judge(List<Activity> theirs) {
        Map<Activity.Delivery, List<Activity>> byMessage = new LinkedHashMap<>();
        theirs.stream()
                .filter(VisitNotes::isVisit)
                .forEach(each -> Optional.ofNullable(each.delivery())
                        .ifPresent(message -> byMessage
                                .computeIfAbsent(message, any -> new ArrayList<>())
                                .add(each)));
        Map<String, Activity> changed = new TreeMap<>();
        byMessage.forEach((message, activities) -> {
            List<Visit> visits = activities.stream()
                    .flatMap(each -> VisitNotes.visit(each).stream())
                    .toList();
            List<MachineVisits.Verdict> verdicts = MachineVisits.judge(visits, signs(theirs, message));
            for (int i = 0; i < visits.size(); i++) {
                Activity before = activities.get(i);
                Activity after = VisitNotes.judged(before, visits.get(i), verdicts.get(i));
                if (!after.equals(before)) {
                    changed.put(after.id(), after);
                }
            }
        });
        return changed;
    }

    private static List<Instant> signs(List<Activity> theirs, Activity.Delivery message) {
        return theirs.stream()
                .filter(each -> !VisitNotes.isVisit(each) && isSign(each))
                .filter(each -> ANYWHERE.contains(each.type()) || message.equals(each.delivery()))
                .map(Activity::at)
                .toList();
    }

    private static ActivitySummary summary(
            ActivitySummary before, List<Activity> theirs, Map<String, Activity> changed, Set<String> news, int depth) {
        List<Activity> older = theirs.stream()
                .filter(each -> !news.contains(each.id()))
                .map(each -> changed.getOrDefault(each.id(), each))
                .filter(each -> TYPES.contains(each.type()))
                .toList();
        return before.only(type -> !TYPES.contains(type)).union(ActivitySummary.of(older, depth));
    }
}
