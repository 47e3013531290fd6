// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.evidence;

import com.google.common.collect.Maps;
import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivityType;
import io.reengage.internal.node.Settings;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.HostChange;
import io.reengage.ledger.store.Schema;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gathers from ledger and host what the gate is to judge. Writes nothing. */
final class Gatherer {
    private static final int WEEKS = 9;
    private static final int SAMPLE = 2000;
    private static final int PAGE = 500;
    private static final Set<ActivityType> ANYTHING = Stream.concat(
                    ActivityType.ENGAGEMENT.stream().flatMap(type -> Stream.of(type, type.machine())),
                    Stream.of(
                            ActivityType.UNSUBSCRIBED,
                            ActivityType.COMPLAINED,
                            ActivityType.HARD_BOUNCED,
                            ActivityType.SOFT_BOUNCED))
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> ANSWERS =
            ActivityType.ENGAGEMENT.stream().map(ActivityType::name).collect(Collectors.toUnmodifiableSet());

    private final Settings settings;

    Gatherer(Settings settings) {
        this.settings = settings;
    }

    PlanFacts plan(SunsetPlan plan, PlanFacts.Pages pages) {
        Instant now = plan.madeAt();
        List<PlanFacts.Provider> providers = providers(plan);
        return settings.ledger().transact(rows -> {
            List<SunsetPlan> earlier = rows.all(Schema.SUNSET_PLAN, Where.all()).stream()
                    .filter(each ->
                            !each.id().equals(plan.id()) && !each.madeAt().isAfter(now))
                    .toList();
            String campaign = campaign(plan);
            return new PlanFacts(
                    weeks(rows, now),
                    plan.people(),
                    earlier.stream()
                            .filter(each -> campaign(each).equals(campaign))
                            .map(SunsetPlan::people)
                            .toList(),
                    plan.listSize(),
                    before(rows, plan, earlier),
                    providers,
                    pages);
        });
    }

    private static String campaign(SunsetPlan plan) {
        return plan.run().substring(0, plan.run().lastIndexOf('/') + 1);
    }

    /** Of those asked, who is named and who gave a sign of life, by domain: from a sample of each. */
    private List<PlanFacts.Provider> providers(SunsetPlan plan) {
        Where alive = Where.all()
                .eq("run", plan.run())
                .eq("state", Enrollment.State.EXITED.name())
                .eq("arm", Enrollment.Arm.TREATED.name());
        List<String> signs =
                settings
                        .ledger()
                        .transact(rows -> rows.select(Schema.ENROLLMENT, alive, List.of("person"), SAMPLE))
                        .stream()
                        .map(Enrollment::subscriberId)
                        .toList();
        long all = settings.ledger().transact(rows -> rows.count(Schema.ENROLLMENT, alive));
        Map<String, Long> awake = domains(signs, all);
        Map<String, Long> silent = domains(named(plan, SAMPLE), plan.people());
        return Stream.concat(awake.keySet().stream(), silent.keySet().stream())
                .distinct()
                .sorted()
                .map(each -> new PlanFacts.Provider(each, silent.getOrDefault(each, 0L), awake.getOrDefault(each, 0L)))
                .toList();
    }

    /** How many have their address where, if all are as these are. */
    private Map<String, Long> domains(List<String> sample, long all) {
        Map<String, Long> counts = sample.isEmpty()
                ? Map.of()
                : settings.subscribers().find(Set.copyOf(sample)).values().stream()
                        .flatMap(person -> domain(person).stream())
                        .collect(Collectors.groupingBy(each -> each, TreeMap::new, Collectors.counting()));
        return Maps.transformValues(counts, each -> each * all / sample.size());
    }

    private static Optional<String> domain(Subscriber person) {
        return person.address(Address.EMAIL).map(Address::domain);
    }

    private static List<PlanFacts.Week> weeks(Rows rows, Instant now) {
        List<PlanFacts.Week> weeks = new ArrayList<>();
        for (int week = 0; week < WEEKS; week++) {
            Instant to = now.minus(Duration.ofDays(7L * week));
            Where within = Where.all().above("at", to.minus(Duration.ofDays(7))).atMost("at", to);
            weeks.add(new PlanFacts.Week(
                    rows.count(Schema.DELIVERY, within.eq("state", DeliveryState.SENT.name())),
                    rows.count(Schema.EVENT, within.in("type", ANSWERS).notNull("run"))));
        }
        return weeks;
    }

    private static PlanFacts.Before before(Rows rows, SunsetPlan plan, List<SunsetPlan> earlier) {
        Optional<SunsetPlan> last = earlier.stream()
                .filter(each -> each.subscription().equals(plan.subscription()))
                .max(Comparator.comparing(SunsetPlan::madeAt));
        return last.map(each -> new PlanFacts.Before(
                        each.listSize(),
                        rows.count(
                                Schema.HOST_CHANGE,
                                Where.all()
                                        .eq("state", HostChange.State.APPLIED.name())
                                        .above("due_at", each.madeAt())
                                        .eq("kind", StatusChange.Kind.RETIRED.name())
                                        .eq("subscription", plan.subscription())),
                        Duration.between(each.madeAt(), plan.madeAt())))
                .orElse(PlanFacts.Before.NONE);
    }

    /** @param toCome how many of those named are to be looked for in the store */
    LiveFacts live(SunsetPlan plan, long toCome) {
        Instant now = settings.now();
        Instant lately = now.minus(EvidenceGate.LATELY);
        List<String> named = named(plan, (int) Math.min(SAMPLE, toCome));
        int known = named.isEmpty()
                ? 0
                : settings.subscribers().find(Set.copyOf(named)).size();
        Map<String, List<Instant>> bounces = bounces(now);
        boolean heard = heard(lately, now);
        Where run = Where.all().eq("run", plan.run());
        return settings.ledger()
                .transact(rows -> new LiveFacts(
                        rows.count(
                                Schema.DELIVERY,
                                Where.all()
                                        .eq("state", DeliveryState.SENT.name())
                                        .above("at", lately)),
                        heard,
                        named.size(),
                        named.size() - known,
                        rows.count(Schema.DELIVERY, run.eq("state", DeliveryState.SENT.name())),
                        rows.count(Schema.DELIVERY, run.eq("state", DeliveryState.UNKNOWN.name())),
                        bounces,
                        ClockWatch.jumped(rows).orElse("")));
    }

    private List<String> named(SunsetPlan plan, int limit) {
        return settings
                .ledger()
                .transact(rows -> rows.select(
                        Schema.SUNSET_MEMBER,
                        Where.all().eq("plan", plan.id()).eq("state", SunsetMember.State.NOMINATED.name()),
                        List.of("person"),
                        limit))
                .stream()
                .map(SunsetMember::subscriberId)
                .toList();
    }

    /** Told to us, or on the host's record of the first few thousand people. */
    private boolean heard(Instant since, Instant now) {
        boolean told = settings.ledger()
                .transact(rows -> !rows.select(Schema.EVENT, Where.all().above("at", since), List.of(), 1)
                        .isEmpty());
        @Nullable ActivitySource source = settings.activity();
        if (told || source == null) {
            return told;
        }
        String cursor = "";
        for (int asked = 0; asked < SAMPLE; asked += PAGE) {
            Page<Subscriber> page = settings.subscribers().page(cursor, PAGE);
            Set<String> ids = page.items().stream().map(Subscriber::id).collect(Collectors.toSet());
            if (!ids.isEmpty()
                    && source.summaries(ids, new ActivityNeed(ANYTHING, 1), now).values().stream()
                            .anyMatch(each -> each.last(ANYTHING, now)
                                    .filter(at -> at.isAfter(since))
                                    .isPresent())) {
                return true;
            }
            @Nullable String next = page.next();
            if (next == null) {
                return false;
            }
            cursor = next;
        }
        return false;
    }

    private Map<String, List<Instant>> bounces(Instant now) {
        List<Activity> refused = settings.ledger()
                .transact(rows -> rows.select(
                        Schema.EVENT,
                        Where.all()
                                .eq("type", ActivityType.HARD_BOUNCED.name())
                                .above("at", now.minus(EvidenceGate.BOUNCES_WITHIN)),
                        List.of(),
                        SAMPLE));
        Map<String, Subscriber> people = refused.isEmpty()
                ? Map.of()
                : settings.subscribers()
                        .find(refused.stream().map(Activity::subscriberId).collect(Collectors.toSet()));
        Map<String, List<Instant>> byDomain = new TreeMap<>();
        for (Activity each : refused) {
            Optional.ofNullable(people.get(each.subscriberId()))
                    .flatMap(Gatherer::domain)
                    .ifPresent(domain -> byDomain.computeIfAbsent(domain, name -> new ArrayList<>())
                            .add(each.at()));
        }
        return byDomain;
    }
}
