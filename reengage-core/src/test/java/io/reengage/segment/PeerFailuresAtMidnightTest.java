// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.activity.ActivityType.VISITED;
import static io.reengage.segment.Conditions.abandoned;
import static io.reengage.segment.Conditions.activities;
import static io.reengage.segment.Conditions.attribute;
import static io.reengage.segment.Conditions.consented;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.first;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.last;
import static io.reengage.segment.Conditions.listed;
import static io.reengage.segment.Conditions.not;
import static io.reengage.segment.Conditions.overdue;
import static io.reengage.segment.Conditions.property;
import static io.reengage.segment.Conditions.sequence;
import static io.reengage.segment.Conditions.total;
import static io.reengage.segment.Conditions.was;
import static io.reengage.segment.People.aPerson;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Verdict.IN;
import static io.reengage.segment.Verdict.OUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscription;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Other tools counted days from midnight in UTC. Here every rule that counts days turns at the person's own. */
class PeerFailuresAtMidnightTest {
    private static final LocalDate TENTH = LocalDate.of(2026, 6, 10);

    /** What holds for the last time five days after midnight of the tenth, and no second longer. */
    private static final List<Condition> UP_TO_MIDNIGHT = List.of(
            did(CLICKED).within(days(5)),
            did(CLICKED).where(property("shop").is("7")).within(days(5)),
            total("points", activities(CLICKED)).atLeast(3).within(days(5)),
            last(CLICKED).atMost(days(5)),
            first(CLICKED).atMost(days(5)),
            not(inactive(CLICKED).forAtLeast(days(5)).afterReceiving(0)),
            not(overdue(CLICKED).typically(days(5)).times(1)),
            sequence(CLICKED).then(VISITED).within(days(1)).inTheLast(days(5)),
            consented("news").withinLast(days(5)),
            listed("vip").forAtMost(days(5)),
            attribute("at").withinLast(days(5)),
            not(attribute("at").longerAgoThan(days(5))));

    /** What holds for the first time at that moment. */
    private static final List<Condition> FROM_MIDNIGHT_ON = List.of(
            last(CLICKED).atLeast(days(5)),
            first(CLICKED).atLeast(days(5)),
            sequence(CLICKED).notThen(PURCHASED).within(days(5)),
            abandoned("shop").touchedBy(CLICKED).after(days(5)).without(PURCHASED),
            listed("vip").forAtLeast(days(5)),
            was(did(CLICKED)).ago(days(5)),
            not(attribute("date").withinNext(days(30))),
            attribute("anniversary").anniversaryWithin(days(1)),
            new RfmScore(
                    Set.of(CLICKED),
                    RfmScore.Measure.RECENCY,
                    List.of(new BigDecimal(-90), new BigDecimal(-60), new BigDecimal(-30), new BigDecimal(-5)),
                    4,
                    4));

    @ParameterizedTest
    @FieldSource("io.reengage.segment.OddZones#NAMES")
    void b15_every_rule_that_counts_days_turns_at_the_persons_own_midnight(String zone) {
        ZoneId there = ZoneId.of(zone);
        Instant start = TENTH.atStartOfDay(there).toInstant();
        Instant midnight = TENTH.plusDays(5).atStartOfDay(there).toInstant();
        People person = aPerson()
                .in(zone)
                .did(CLICKED, start, Map.of("shop", "7", "points", "3"))
                .did(VISITED, start.plusSeconds(3600))
                .who(p -> p.consent(new Consent("news", true, start, "form"))
                        .subscription(new Subscription("vip", Subscription.Status.SUBSCRIBED, start))
                        .attribute("at", start)
                        .attribute("date", TENTH.plusDays(4))
                        .attribute("anniversary", LocalDate.of(1990, 6, 16)));

        assertThat(UP_TO_MIDNIGHT).allSatisfy(rule -> {
            assertThat(person.answer(rule, midnight)).as(rule.describe()).isEqualTo(IN);
            assertThat(person.answer(rule, midnight.plusSeconds(1)))
                    .as(rule.describe())
                    .isEqualTo(OUT);
        });
        assertThat(FROM_MIDNIGHT_ON).allSatisfy(rule -> {
            assertThat(person.answer(rule, midnight.minusSeconds(1)))
                    .as(rule.describe())
                    .isEqualTo(OUT);
            assertThat(person.answer(rule, midnight)).as(rule.describe()).isEqualTo(IN);
        });
    }
}
