// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.feedback;

import io.reengage.activity.ActivityNeed;
import io.reengage.internal.decision.Planner;
import io.reengage.internal.decision.Situation;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Histories;
import io.reengage.internal.run.People;
import io.reengage.internal.run.RunDefinition;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.PersonRecord;
import io.reengage.ledger.store.Schema;
import io.reengage.segment.Condition;
import io.reengage.segment.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Ends the ways that end with what is on record now, by that alone, so that an exit shows at once. */
public final class Exits {
    private final Settings settings;
    private final Runs runs;
    private final People people;

    public Exits(Settings settings, Runs runs, People people) {
        this.settings = settings;
        this.runs = runs;
        this.people = people;
    }

    /** The ways that end alike: one run's and one episode's, for one reason. */
    private record Ending(String run, int episode, String reason) {}

    /** @param underWay their ways that have not ended */
    void leave(Rows rows, List<News> news, List<Enrollment> underWay) {
        Map<String, News> byPerson =
                news.stream().collect(Collectors.toMap(each -> each.person().id(), Function.identity()));
        List<Enrollment> active = underWay.stream()
                .filter(each -> each.state() == Enrollment.State.ACTIVE)
                .toList();
        if (active.isEmpty()) {
            return;
        }
        Instant now = settings.now();
        Map<String, List<Suppression>> suppressions = people.suppressions(
                rows,
                active.stream()
                        .map(Enrollment::subscriberId)
                        .distinct()
                        .map(id -> Objects.requireNonNull(byPerson.get(id)).person())
                        .toList());
        Map<String, Optional<RunDefinition>> definitions = new HashMap<>();
        Map<Ending, List<String>> endings = new HashMap<>();
        for (Enrollment each : active) {
            News about = Objects.requireNonNull(byPerson.get(each.subscriberId()));
            definitions
                    .computeIfAbsent(each.run(), run -> runs.byId(rows, run))
                    .flatMap(definition -> exit(
                            rows,
                            definition,
                            each,
                            about,
                            suppressions.getOrDefault(each.subscriberId(), List.of()),
                            now))
                    .ifPresent(reason -> endings.computeIfAbsent(
                                    new Ending(each.run(), each.episode(), reason), ending -> new ArrayList<>())
                            .add(each.subscriberId()));
        }
        endings.forEach((ending, ids) -> end(rows, ending, ids, now));
    }

    private Optional<String> exit(
            Rows rows,
            RunDefinition definition,
            Enrollment enrollment,
            News about,
            List<Suppression> suppressions,
            Instant now) {
        Condition exit = definition.campaign().exit();
        ActivityNeed need = exit == null ? ActivityNeed.NONE : exit.need();
        Map<String, PersonRecord> record =
                People.whole(rows, Map.of(about.person().id(), about.record()), need);
        Profile known = people.recordedProfile(
                about.person(), Objects.requireNonNull(record.get(about.person().id())));
        Profile profile = need.needsHistory()
                ? known.with(Histories.recorded(rows, about.person().id(), people.recordedSince(), now))
                : known;
        Situation situation = new Situation(
                enrollment, profile, about.record(), List.of(), suppressions, true, enrollment.enrolledAt());
        return Planner.exit(definition.campaign(), enrollment, situation, profile, now);
    }

    private static void end(Rows rows, Ending ending, List<String> ids, Instant now) {
        rows.update(
                Schema.ENROLLMENT,
                Where.all()
                        .eq("run", ending.run())
                        .in("person", new HashSet<>(ids))
                        .eq("episode", ending.episode())
                        .eq("state", Enrollment.State.ACTIVE.name()),
                Assignments.set("state", Enrollment.State.EXITED.name())
                        .and("ended_at", now)
                        .and("reason", ending.reason()));
    }
}
