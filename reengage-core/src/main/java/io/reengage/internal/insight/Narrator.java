// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.insight;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Campaign;
import io.reengage.internal.hold.Hold;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.People;
import io.reengage.internal.run.RunDefinition;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Run;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.DueSet;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Shards;
import io.reengage.report.Story;
import io.reengage.segment.Explanation;
import io.reengage.segment.Profile;
import io.reengage.segment.Verdict;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells one person's story in one campaign: what was decided, why, and what comes next. */
public final class Narrator {
    private final Settings settings;
    private final Runs runs;
    private final People people;

    public Narrator(Settings settings, Runs runs, People people) {
        this.settings = settings;
        this.runs = runs;
        this.people = people;
    }

    public Story explain(String subscriberId, String campaign) {
        RunDefinition definition = runs.definition(runs.latest(campaign));
        Instant now = settings.now();
        @Nullable
        Subscriber person = settings.subscribers().find(Set.of(subscriberId)).get(subscriberId);
        List<Story.Event> events =
                new ArrayList<>(settings.ledger().transact(rows -> events(rows, definition, subscriberId, person)));
        events.sort(Comparator.comparing(Story.Event::at));
        Optional<DueSet> due = due(definition, subscriberId);
        boolean enrolled = events.stream().anyMatch(each -> each.what().startsWith("enrolled"));
        @Nullable
        Explanation audience = person == null ? null : audience(definition.campaign(), definition, person, now);
        Optional<Hold> hold = due.flatMap(set -> settings.ledger()
                .transact(rows -> Hold.of(rows, definition.run().id(), set.step())));
        return new Story(
                subscriberId,
                campaign,
                now,
                standing(definition, person, enrolled, due, hold, audience),
                events,
                due.map(DueSet::dueAt).orElse(null),
                audience);
    }

    private Explanation audience(Campaign campaign, RunDefinition definition, Subscriber person, Instant now) {
        Map<String, Profile> profiles = people.profiles(List.of(person), withMachines(definition.need()), now);
        return campaign.segment().explain(Objects.requireNonNull(profiles.get(person.id())), now);
    }

    /** The reasons tell of machines, too, although no verdict hangs on them. */
    private static ActivityNeed withMachines(ActivityNeed need) {
        Set<ActivityType> machines =
                need.types().stream().map(ActivityType::machine).collect(Collectors.toSet());
        return need.and(new ActivityNeed(machines, 1));
    }

    private static String standing(
            RunDefinition definition,
            @Nullable Subscriber person,
            boolean enrolled,
            Optional<DueSet> due,
            Optional<Hold> hold,
            @Nullable Explanation audience) {
        if (person == null) {
            return "The host does not know this person.";
        }
        Run run = definition.run();
        if (due.isPresent()) {
            String pause = run.status() == Run.Status.RUNNING ? "" : ", but the run is " + run.status();
            String wait = pause
                    + hold.map(each -> ", but the step is held (" + each.reason() + ")")
                            .orElse("");
            return due.get().inDoubt() && due.get().dispatching().contains(person.id())
                    ? "Step " + due.get().step() + " is being handed over" + wait + "."
                    : "Step " + due.get().step() + " is due at " + due.get().dueAt() + wait + ".";
        }
        if (enrolled) {
            return "Nothing more is due in this campaign.";
        }
        if (audience == null) {
            return "Not enrolled.";
        }
        boolean waits =
                definition.isRampingUp() && run.status() != Run.Status.CANCELLED && audience.verdict() == Verdict.IN;
        return "Not enrolled; in the audience now: " + audience.verdict()
                + (waits ? "; the ramp reads the list again at " + run.nextScanAt() : "") + ".";
    }

    private List<Story.Event> events(Rows rows, RunDefinition definition, String id, @Nullable Subscriber person) {
        String run = definition.run().id();
        List<Story.Event> events = new ArrayList<>();
        Where mine = Where.all().eq("run", run).eq("person", id);
        for (Enrollment each : rows.select(Schema.ENROLLMENT, mine, List.of("episode"), Integer.MAX_VALUE)) {
            events.add(
                    new Story.Event(each.enrolledAt(), "enrolled (" + each.arm() + ")", "episode " + each.episode()));
            @Nullable Instant ended = each.endedAt();
            if (ended != null) {
                events.add(new Story.Event(ended, "way ended: " + each.state(), each.reason()));
            }
        }
        for (Delivery each : rows.select(Schema.DELIVERY, mine, List.of("at"), Integer.MAX_VALUE)) {
            String until = each.until() == null ? "" : " until " + each.until();
            events.add(new Story.Event(each.at(), "step " + each.step() + ": " + each.state() + until, each.reason()));
        }
        for (SunsetMember each :
                rows.select(Schema.SUNSET_MEMBER, Where.all().eq("person", id), List.of("at"), Integer.MAX_VALUE)) {
            events.add(new Story.Event(each.at(), "sunset: " + each.state(), each.plan() + ": " + each.evidence()));
        }
        if (person != null) {
            for (Suppression each : people.suppressions(rows, List.of(person)).getOrDefault(id, List.of())) {
                String lifted = each.liftedAt() == null ? "" : ", lifted " + each.liftedAt();
                events.add(new Story.Event(each.at(), "suppressed: " + each.reason() + lifted, each.source()));
            }
        }
        for (Activity each : rows.select(Schema.EVENT, mine, List.of("at"), Integer.MAX_VALUE)) {
            visit(each).ifPresent(events::add);
        }
        // filed under the person and under each address, but one fact
        return events.stream().distinct().toList();
    }

    /** What was fetched by way of a message, by whom, and why it is held to be a person or a machine. */
    private static Optional<Story.Event> visit(Activity activity) {
        @Nullable String judged = activity.properties().get(Activity.JUDGED);
        Activity.@Nullable Delivery message = activity.delivery();
        if (judged == null || message == null) {
            return Optional.empty();
        }
        boolean machine = activity.type().isMachine();
        boolean opened = activity.type().machine().equals(ActivityType.OPENED.machine());
        String visit =
                opened ? "opened" : "link to " + activity.properties().getOrDefault(Activity.LINK, "") + " followed";
        return Optional.of(new Story.Event(
                activity.at(),
                "step " + message.step() + ": " + visit + " by a " + (machine ? "machine" : "person"),
                judged));
    }

    private Optional<DueSet> due(RunDefinition definition, String id) {
        return settings
                .ledger()
                .transact(rows -> rows.select(
                        Schema.DUE_SET,
                        Where.all().eq("run", definition.run().id()).eq("shard", Shards.of(id)),
                        List.of("due_at"),
                        Integer.MAX_VALUE))
                .stream()
                .filter(set -> set.people().contains(id) || set.dispatching().contains(id))
                .findFirst();
    }
}
