// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import static io.reengage.segment.People.aPerson;
import static io.reengage.segment.Verdict.IN;
import static io.reengage.segment.Verdict.OUT;
import static io.reengage.segment.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscription;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SegmentProperties {
    private static final List<String> ZONES = List.of(
            "UTC",
            "Pacific/Kiritimati",
            "Pacific/Niue",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
            "Pacific/Apia",
            "Antarctica/McMurdo");

    @Provide
    Arbitrary<Condition> trees() {
        return Trees.conditions();
    }

    @Provide
    Arbitrary<Span> spans() {
        return Trees.spans();
    }

    @Provide
    Arbitrary<String> zones() {
        return Arbitraries.of(ZONES);
    }

    @Provide
    Arbitrary<Profile> people() {
        return Arbitraries.randomValue(SegmentProperties::person);
    }

    @Provide
    Arbitrary<Instant> moments() {
        return Arbitraries.randomValue(SegmentProperties::moment);
    }

    /** A8: the segment and its negation split the population; the unknown stand apart. */
    @Property(tries = 100)
    void a_condition_and_its_negation_split_the_population(
            @ForAll("trees") Condition tree, @ForAll("people") Profile person, @ForAll("moments") Instant asOf) {
        Verdict plain = verdict(tree, person, asOf);
        Verdict negated = verdict(new Not(tree), person, asOf);

        assertThat(List.of(plain, negated)).isIn(List.of(IN, OUT), List.of(OUT, IN), List.of(UNKNOWN, UNKNOWN));
    }

    @Property(tries = 100)
    void the_explanation_says_what_the_plain_answer_says(
            @ForAll("trees") Condition tree, @ForAll("people") Profile person, @ForAll("moments") Instant asOf) {
        assertThat(explain(tree, person, asOf).verdict()).isEqualTo(verdict(tree, person, asOf));
    }

    @Property(tries = 100)
    void every_part_of_the_explanation_stands_by_itself(
            @ForAll("trees") Condition tree, @ForAll("people") Profile person, @ForAll("moments") Instant asOf) {
        List<Condition> parts =
                tree instanceof AllOf all ? all.parts() : tree instanceof AnyOf any ? any.parts() : List.of();

        List<Explanation> explained = explain(tree, person, asOf).parts();

        for (int i = 0; i < parts.size(); i++) {
            assertThat(explained.get(i)).isEqualTo(explain(parts.get(i), person, asOf));
        }
    }

    /** A10, A11: asked at any moment, the answer is that of the moment; until says when it turns. */
    @Property(tries = 100)
    void until_is_the_very_moment_the_verdict_turns(
            @ForAll("trees") Condition tree,
            @ForAll("people") Profile person,
            @ForAll("moments") Instant asOf,
            @ForAll Random random) {
        Explanation now = explain(tree, person, asOf);
        Instant until = now.until();
        Instant end = until == null ? asOf.plusSeconds(100_000_000) : until;
        long span = end.toEpochMilli() - asOf.toEpochMilli();

        assertThat(end).isAfter(asOf);
        for (int i = 0; i < 20; i++) {
            Instant between = asOf.plusMillis((long) (random.nextDouble() * span));
            assertThat(verdict(tree, person, between)).as("at %s", between).isEqualTo(now.verdict());
        }
        if (until != null) {
            assertThat(verdict(tree, person, until.minusMillis(1))).isEqualTo(now.verdict());
            assertThat(verdict(tree, person, until)).isNotEqualTo(now.verdict());
        }
    }

    @Property
    void windows_never_move_backwards(
            @ForAll("spans") Span span,
            @ForAll("zones") String name,
            @ForAll("moments") Instant at,
            @ForAll Random random) {
        ZoneId zone = ZoneId.of(name);
        Instant later = at.plusSeconds(random.nextInt(500_000));

        assertThat(span.before(later, zone)).isAfterOrEqualTo(span.before(at, zone));
        assertThat(span.before(at, zone)).isBeforeOrEqualTo(at);
    }

    @Property
    void a_time_leaves_the_window_at_one_moment(
            @ForAll("spans") Span span, @ForAll("zones") String name, @ForAll("moments") Instant at) {
        ZoneId zone = ZoneId.of(name);
        Instant left = span.leftAt(at, zone);

        assertThat(span.before(left, zone)).isAfter(at);
        assertThat(span.before(left.minusSeconds(1), zone)).isBeforeOrEqualTo(at);
    }

    @Property
    void kleene_laws_hold(@ForAll Verdict a, @ForAll Verdict b, @ForAll Verdict c) {
        assertThat(a.and(b)).isEqualTo(b.and(a));
        assertThat(a.or(b)).isEqualTo(b.or(a));
        assertThat(a.and(b.and(c))).isEqualTo(a.and(b).and(c));
        assertThat(a.and(b.or(c))).isEqualTo(a.and(b).or(a.and(c)));
        assertThat(a.and(b).negate()).isEqualTo(a.negate().or(b.negate()));
        assertThat(a.and(a.or(b))).isEqualTo(a);
        assertThat(List.of(a.and(IN), a.or(OUT), a.negate().negate())).containsOnly(a);
    }

    private static Verdict verdict(Condition tree, Profile person, Instant asOf) {
        return new Segment("test", tree).evaluate(person, asOf);
    }

    private static Explanation explain(Condition tree, Profile person, Instant asOf) {
        return new Segment("test", tree).explain(person, asOf);
    }

    private static Instant moment(Random random) {
        Instant base = random.nextInt(4) == 0
                ? Instant.parse("2011-12-25T00:00:00Z")
                : Instant.parse("2018-10-20T00:00:00Z").plusSeconds(86_400L * 7 * random.nextInt(60));
        return base.plusMillis((long) (random.nextDouble() * 86_400_000 * 40));
    }

    private static Profile person(Random random) {
        People person = aPerson().keepingOnly(1 + random.nextInt(8)).in(ZONES.get(random.nextInt(ZONES.size())));
        Map<ActivityType, Observation.Range> ranges = new HashMap<>();
        List<ActivityType> types = new ArrayList<>(Trees.TYPES);
        types.add(ActivityType.RECEIVED);
        for (ActivityType type : types) {
            for (int i = random.nextInt(6); i > 0; i--) {
                person.did(type, moment(random), properties(random));
            }
            if (random.nextInt(5) > 0) {
                Instant since = moment(random).minusSeconds(86_400L * random.nextInt(1000));
                Instant end = moment(random);
                boolean live = random.nextBoolean() || end.isBefore(since);
                ranges.put(type, new Observation.Range(since, live ? Instant.MAX : end));
            }
        }
        if (random.nextInt(4) > 0) {
            person.who(p -> p.joinedAt(moment(random).minusSeconds(86_400L * random.nextInt(500))));
        }
        if (random.nextBoolean()) {
            person.who(p -> p.attribute("vip", true).attribute("age", 5).subscribed("newsletter", People.NOW, ""));
        }
        if (random.nextBoolean()) {
            person.who(p -> p.attribute("born", LocalDate.of(1980, 2, 29))
                    .attribute("renewal", moment(random))
                    .attribute("country", "JP")
                    .language("en-GB")
                    .subscription(new Subscription("sms", Subscription.Status.RETIRED, moment(random)))
                    .consent(new Consent("newsletter/sms", true, moment(random), "form 7")));
        }
        Profile profile = person.observed(new Observation(ranges)).profile();
        return random.nextInt(5) == 0 ? profile.with(null) : profile;
    }

    private static Map<String, String> properties(Random random) {
        Map<String, String> properties = new HashMap<>();
        for (List<String> each : List.of(
                List.of("category", "shoes", "hats"),
                List.of("value", "60", "49.50"),
                List.of("currency", "EUR", "JPY"),
                List.of("channel", "email", "push"),
                List.of("cartId", "1", "2"))) {
            if (random.nextInt(4) > 0) {
                properties.put(each.get(0), each.get(1 + random.nextInt(2)));
            }
        }
        return properties;
    }
}
