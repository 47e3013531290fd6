// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Run;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.RowStore;
import io.reengage.ledger.rows.Table;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.DueSet;
import io.reengage.ledger.store.HostChange;
import io.reengage.ledger.store.PersonRecord;
import io.reengage.ledger.store.Schema;
import io.reengage.segment.Share;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Holds what the ledger says against the promises and against the model's own account. */
final class Oracle {
    private static final Duration WEEK = Duration.ofDays(7);
    /** Days of a ramp begin at full hours, and nodes' clocks differ. */
    private static final Duration SHORTEST_DAY = Duration.ofHours(22);

    private static final Set<DeliveryState> ARRIVED = EnumSet.of(DeliveryState.SENT, DeliveryState.UNKNOWN);

    private final Setup setup;
    private final RowStore rows;
    private final Model model;
    private final SimulatedHost host;
    private final Statistics statistics;
    private final Set<List<Object>> sent = new HashSet<>();

    Oracle(Setup setup, RowStore rows, Model model, SimulatedHost host, Statistics statistics) {
        this.setup = setup;
        this.rows = rows;
        this.model = model;
        this.host = host;
        this.statistics = statistics;
    }

    <R> List<R> all(Table<R> table) {
        return rows.transact(each -> each.select(table, Where.all(), List.of(), Integer.MAX_VALUE));
    }

    private static void demand(boolean holds, String promise, Object what) {
        if (!holds) {
            throw new Violation(promise, String.valueOf(what));
        }
    }

    /** What holds at any moment. */
    void always(Instant now) {
        statistics.checked("I3");
        Map<String, Long> active = all(Schema.ENROLLMENT).stream()
                .filter(each -> each.state() == Enrollment.State.ACTIVE)
                .collect(Collectors.groupingBy(each -> each.run() + " " + each.subscriberId(), Collectors.counting()));
        demand(active.values().stream().allMatch(number -> number == 1), "I3", "active twice: " + active);
        Map<String, Long> alive = all(Schema.RUN).stream()
                .filter(each -> each.status() != Run.Status.CANCELLED)
                .collect(Collectors.groupingBy(Run::campaign, Collectors.counting()));
        demand(alive.values().stream().allMatch(number -> number == 1), "I3", "runs alive: " + alive);
        if (setup.ramp()) {
            ramp();
        }
        statistics.checked("I8");
        for (Suppression each : all(Schema.SUPPRESSION)) {
            demand(
                    each.liftedAt() == null || each.reason() == Suppression.Reason.SUNSET,
                    "I8",
                    "lifted: " + each.reason());
        }
        statistics.checked("deadline");
        for (Delivery each : all(Schema.DELIVERY)) {
            once(each);
            boolean givenUp = each.reason().startsWith("the process ended");
            Instant earliest = each.at().plus(Setup.DEADLINE).minus(model.slack());
            demand(!givenUp || !now.isBefore(earliest), "deadline", each.subscriberId() + " given up at " + now);
        }
        List<SunsetPlan> plans = all(Schema.SUNSET_PLAN);
        if (!plans.isEmpty()) {
            sunset(plans, now);
        }
    }

    /** Each day has its portion at the most. */
    private void ramp() {
        statistics.checked("ramp");
        Map<String, List<Instant>> enrolled = all(Schema.ENROLLMENT).stream()
                .collect(Collectors.groupingBy(
                        Enrollment::run, Collectors.mapping(Enrollment::enrolledAt, Collectors.toList())));
        enrolled.forEach((run, times) -> {
            List<Instant> inOrder = times.stream().sorted().toList();
            for (int i = 0; i < inOrder.size(); i++) {
                long days = Duration.between(inOrder.get(0), inOrder.get(i)).dividedBy(SHORTEST_DAY) + 1;
                long most = LongStream.rangeClosed(1, days)
                        .map(day -> Setup.RAMP.portion(Math.toIntExact(day)))
                        .sum();
                demand(i < most, "ramp", run + " has " + (i + 1) + " people after " + days + " days");
            }
        });
    }

    /** What was sent stays sent, whoever learns of it later. */
    private void once(Delivery delivery) {
        List<Object> key = List.of(delivery.subscriberId(), delivery.run(), delivery.step(), delivery.episode());
        if (delivery.state() == DeliveryState.SENT) {
            sent.add(key);
        } else {
            demand(!sent.contains(key), "I2", key + " was on record as sent and is now " + delivery.state());
        }
    }

    private void sunset(List<SunsetPlan> plans, Instant now) {
        Map<String, SunsetPlan> byId = plans.stream().collect(Collectors.toMap(SunsetPlan::id, each -> each));
        List<AuditEntry> audit = all(Schema.AUDIT);
        int lately = 0;
        for (SunsetMember each : all(Schema.SUNSET_MEMBER)) {
            if (each.state() == SunsetMember.State.NOMINATED || each.state() == SunsetMember.State.SPARED) {
                continue;
            }
            @Nullable SunsetPlan plan = byId.get(each.plan());
            statistics.checked("I11");
            demand(plan != null && !plan.approvedBy().isEmpty(), "I11", each + " without an approved plan");
            demand(
                    audit.stream()
                            .anyMatch(entry -> entry.act().equals("sunset.retire")
                                    && entry.subject().equals(each.subscriberId())
                                    && entry.detail().startsWith("plan " + each.plan() + ":")),
                    "I11",
                    each + " without a line in the audit trail");
            if (each.state() == SunsetMember.State.RETIRED && plan != null) {
                lately += each.at().isAfter(now.minus(WEEK).plus(model.slack())) ? 1 : 0;
                evidence(each, plan);
            }
        }
        for (HostChange each : all(Schema.HOST_CHANGE)) {
            String id = each.change().subscriberId();
            Instant restored = each.change().at().minus(model.slack());
            boolean contrary = each.change().kind() == StatusChange.Kind.RESTORED
                    && model.saidNoAt(id).filter(restored::isAfter).isPresent();
            demand(!contrary, "I11", "the host was told to restore " + id + ", who had said no");
        }
        statistics.checked("I12");
        long most = plans.stream()
                .mapToLong(plan -> Share.percent(setup.perRun()).of(plan.listSize()))
                .max()
                .orElse(0);
        demand(lately <= most, "I12", lately + " retired in a week, allowed are " + most);
    }

    private void evidence(SunsetMember member, SunsetPlan plan) {
        statistics.checked("I9");
        Enrollment way = enrollments(plan.run(), member.subscriberId()).stream()
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new Violation("I9", member + " was never enrolled"));
        for (String step : Setup.SENDS) {
            demand(
                    model.handOvers().stream()
                            .anyMatch(each -> each.person().equals(member.subscriberId())
                                    && each.run.equals(plan.run())
                                    && each.episode == way.episode()
                                    && each.step.equals(step)
                                    && each.mayHaveArrived()),
                    "I9",
                    member + " without message " + step);
        }
        Set<DeliveryState> states = all(Schema.DELIVERY).stream()
                .filter(each -> each.subscriberId().equals(member.subscriberId())
                        && each.run().equals(plan.run())
                        && each.episode() == way.episode())
                .map(Delivery::state)
                .collect(Collectors.toSet());
        demand(states.equals(EnumSet.of(DeliveryState.SENT)), "I9", member + " with messages " + states);
        statistics.checked("I10");
        for (Activity sign : model.signs(member.subscriberId())) {
            demand(
                    sign.at().isBefore(way.enrolledAt().plus(model.slack())),
                    "I10",
                    member + " although " + sign + " was acknowledged, enrolled at " + way.enrolledAt());
        }
    }

    private List<Enrollment> enrollments(String run, String person) {
        return rows.transact(each -> each.select(
                Schema.ENROLLMENT, Where.all().eq("run", run).eq("person", person), List.of("episode"), 100));
    }

    /** Since when a person has been on this way. */
    Instant enrolledAt(String run, String person, int episode) {
        return enrollments(run, person).stream()
                .filter(each -> each.episode() == episode)
                .map(Enrollment::enrolledAt)
                .findFirst()
                .orElseThrow(() -> new Violation("I3", "message without enrollment: " + person + " in " + run));
    }

    /** Since when a person has been on the way that ended in their retirement. */
    Instant enrolledAt(SunsetMember member) {
        String run = all(Schema.SUNSET_PLAN).stream()
                .filter(plan -> plan.id().equals(member.plan()))
                .map(SunsetPlan::run)
                .findFirst()
                .orElseThrow(() -> new Violation("I11", member + " without a plan"));
        return enrollments(run, member.subscriberId()).stream()
                .map(Enrollment::enrolledAt)
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new Violation("I9", member + " was never enrolled"));
    }

    /** Whether nothing is under way any more. */
    boolean isQuiet() {
        Set<String> dead = cancelled();
        return all(Schema.DUE_SET).stream().allMatch(set -> dead.contains(set.run()))
                && all(Schema.HOST_CHANGE).stream().allMatch(each -> each.state() != HostChange.State.PENDING);
    }

    private Set<String> cancelled() {
        return all(Schema.RUN).stream()
                .filter(each -> each.status() == Run.Status.CANCELLED)
                .map(Run::id)
                .collect(Collectors.toSet());
    }

    /** What holds once faults have ceased and time enough has passed. */
    void finallyHolds(boolean faulty, boolean late) {
        nothingLost();
        nobodyForgotten(faulty, late);
        recordsAgree(faulty);
        feedbackIsOrderFree();
        wordsStand();
    }

    private void nothingLost() {
        statistics.checked("I2");
        Set<String> events = new HashSet<>();
        for (Activity each : all(Schema.EVENT)) {
            events.add(each.id());
            // answers on landing pages get their id from the library
            events.add(each.subscriberId() + " " + each.type());
        }
        for (String id : model.acknowledged().keySet()) {
            Activity said = Optional.ofNullable(model.told().get(id)).orElseThrow();
            String known = id.startsWith("landing/") ? said.subscriberId() + " " + said.type() : id;
            demand(events.contains(known), "I2", said + " was acknowledged and is lost");
        }
        Set<String> runs = all(Schema.RUN).stream().map(Run::id).collect(Collectors.toSet());
        demand(runs.containsAll(model.launched()), "I2", "launched " + model.launched() + ", on record " + runs);
    }

    private void nobodyForgotten(boolean faulty, boolean late) {
        statistics.checked("I13");
        Set<String> dead = cancelled();
        for (DueSet set : all(Schema.DUE_SET)) {
            demand(dead.contains(set.run()), "I13", "stuck: " + set.run() + " " + set.step() + " since " + set.dueAt());
        }
        for (HostChange each : all(Schema.HOST_CHANGE)) {
            demand(
                    each.state() != HostChange.State.PENDING,
                    "I13",
                    "the host was never told of " + each.change().kind());
        }
        for (Enrollment each : all(Schema.ENROLLMENT)) {
            demand(
                    each.state() != Enrollment.State.ACTIVE || dead.contains(each.run()),
                    "I13",
                    each.subscriberId() + " is on the way in " + each.run() + " without being due");
        }
        Set<String> everRetired = all(Schema.SUNSET_MEMBER).stream()
                .filter(each -> each.state() != SunsetMember.State.NOMINATED)
                .map(SunsetMember::subscriberId)
                .collect(Collectors.toSet());
        for (String run : model.launched()) {
            for (Setup.Person person : setup.people()) {
                if (!dead.contains(run)
                        && !everRetired.contains(person.id())
                        && model.isSilent(person.id())
                        && !model.sharesAddress(person.id())) {
                    reached(run, person.id(), faulty, late);
                }
            }
        }
    }

    /** Whoever said nothing gets everything. */
    private void reached(String run, String person, boolean faulty, boolean late) {
        Map<String, DeliveryState> states = all(Schema.DELIVERY).stream()
                .filter(each -> each.run().equals(run) && each.subscriberId().equals(person))
                .collect(Collectors.toMap(Delivery::step, Delivery::state, (a, b) -> b));
        Set<DeliveryState> fine = EnumSet.of(DeliveryState.SENT);
        if (faulty) {
            fine.add(DeliveryState.UNKNOWN);
            fine.add(DeliveryState.FAILED);
        }
        if (late) {
            fine.add(DeliveryState.EXPIRED);
        }
        boolean heldOut = enrollments(run, person).stream().anyMatch(each -> each.arm() == Enrollment.Arm.HELD_OUT);
        if (heldOut) {
            fine.add(DeliveryState.WITHHELD);
            fine.remove(DeliveryState.SENT);
        }
        for (String step : Setup.SENDS) {
            DeliveryState state = Optional.ofNullable(states.get(step))
                    .orElseThrow(() -> new Violation("I13", person + " was forgotten at " + run + "/" + step));
            demand(fine.contains(state), "I13", person + " at " + run + "/" + step + " is " + state + ", not " + fine);
        }
    }

    private void recordsAgree(boolean faulty) {
        statistics.checked("I2");
        Map<List<Object>, Delivery> records = all(Schema.DELIVERY).stream()
                .collect(Collectors.toMap(
                        each -> List.of(each.subscriberId(), each.run(), each.step(), each.episode()), each -> each));
        Set<List<Object>> taken = new HashSet<>();
        Set<String> dead = cancelled();
        for (HandOver each : model.handOvers()) {
            statistics.handOvers++;
            List<Object> key = List.of(each.person(), each.run, each.step, each.episode);
            @Nullable Delivery record = records.get(key);
            if (each.mayHaveArrived()) {
                taken.add(key);
                boolean known = record != null && ARRIVED.contains(record.state());
                demand(known || (record == null && dead.contains(each.run)), "I2", each + " is on record as " + record);
            }
        }
        for (Delivery each : records.values()) {
            List<Object> key = List.of(each.subscriberId(), each.run(), each.step(), each.episode());
            if (each.state() == DeliveryState.SENT) {
                statistics.sent++;
                demand(taken.contains(key), "I2", "on record as sent, but never handed over: " + key);
            } else if (each.state() == DeliveryState.UNKNOWN) {
                statistics.unknown++;
                demand(faulty, "I2", "unknown without any fault: " + key);
            }
        }
    }

    private void feedbackIsOrderFree() {
        statistics.checked("I7");
        Map<String, List<Activity>> events =
                all(Schema.EVENT).stream().collect(Collectors.groupingBy(Activity::subscriberId));
        Map<String, PersonRecord> people =
                all(Schema.PERSON).stream().collect(Collectors.toMap(PersonRecord::subscriberId, each -> each));
        events.forEach((id, news) -> {
            PersonRecord record = Optional.ofNullable(people.get(id)).orElseThrow(() -> new Violation("I7", id));
            Map<ActivityType, Long> counts =
                    new TreeMap<>(news.stream().collect(Collectors.groupingBy(Activity::type, Collectors.counting())));
            counts.forEach((type, number) -> demand(
                    record.summary().timeline(type).countBetween(Instant.EPOCH, Setup.START.plus(Duration.ofDays(999)))
                            == number,
                    "I7",
                    id + " has " + number + " of " + type + " on record, summed up otherwise"));
            demand(record.fewer() == counts.containsKey(ActivityType.ASKED_FEWER), "I7", id + " asked for fewer");
            @Nullable
            Instant paused = news.stream()
                    .filter(each -> each.type().equals(ActivityType.PAUSED))
                    .map(each -> Instant.parse(each.properties().getOrDefault(Activity.UNTIL, "")))
                    .max(Instant::compareTo)
                    .orElse(null);
            demand(Objects.equals(paused, record.pausedUntil()), "I7", id + " paused until " + paused);
        });
    }

    private void wordsStand() {
        statistics.checked("I8");
        for (Activity each : model.told().values()) {
            boolean left =
                    each.type().equals(ActivityType.UNSUBSCRIBED) || each.type().equals(ActivityType.COMPLAINED);
            @Nullable Subscriber person = host.people().get(each.subscriberId());
            if (left && person != null && model.acknowledged().containsKey(each.id())) {
                demand(
                        SimulatedHost.status(person) == Subscription.Status.UNSUBSCRIBED,
                        "I8",
                        each + ", but the host has " + SimulatedHost.status(person));
            }
        }
        for (SunsetMember each : all(Schema.SUNSET_MEMBER)) {
            statistics.retired += each.state() == SunsetMember.State.RETIRED ? 1 : 0;
            statistics.restored += each.state() == SunsetMember.State.RESTORED ? 1 : 0;
            if (each.state() != SunsetMember.State.RETIRED) {
                continue;
            }
            boolean seen = setup.hostRecord()
                    && model.seenByHost(each.subscriberId())
                            .filter(at -> at.isAfter(each.at().plus(model.slack())))
                            .isPresent()
                    && host.people().containsKey(each.subscriberId());
            demand(!seen, "I10", each + " although the host saw a visit since");
            statistics.checked("I11");
            demand(!model.undone().contains(each.plan()), "I11", each + " of an undone plan");
        }
    }
}
