// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.reengage.activity.ActivityType;
import io.reengage.policy.ContactPolicy;
import io.reengage.policy.FrequencyCap;
import io.reengage.policy.QuietHours;
import io.reengage.policy.SunsetPolicy;
import io.reengage.segment.Condition;
import io.reengage.segment.Segment;
import io.reengage.segment.Share;
import io.reengage.segment.Span;
import io.reengage.segment.Trees;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Java to JSON to Java is the identity, and every JSON written is valid by the published schema. */
class DefinitionsProperties {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Definitions.schema(), InputFormat.JSON);

    @Provide
    Arbitrary<Condition> conditions() {
        return Trees.conditions();
    }

    @Provide
    Arbitrary<Campaign> campaigns() {
        Arbitrary<Conversion> goals = Combinators.combine(
                        Arbitraries.of(ActivityType.PURCHASED, ActivityType.VISITED)
                                .set()
                                .ofMinSize(1),
                        Trees.spans())
                .as(Conversion::new);
        Arbitrary<Ramp> ramps = Combinators.combine(
                        Arbitraries.integers().between(1, Integer.MAX_VALUE),
                        Arbitraries.doubles().between(1, Ramp.MOST_FACTOR).ofScale(4))
                .as(Ramp::new);
        Arbitrary<Campaign> atOnce = Combinators.combine(
                        Arbitraries.of(Entry.values()),
                        Arbitraries.of("newsletter", "two words"),
                        Trees.conditions(),
                        Arbitraries.oneOf(holdouts(), Arbitraries.just(new Holdout(Share.NONE, "legal \"notice\""))),
                        actions().list().ofMinSize(1).ofMaxSize(4),
                        Trees.spans().injectNull(0.2),
                        Trees.conditions().injectNull(0.3),
                        goals.injectNull(0.3))
                .as((entry, purpose, audience, holdout, actions, after, exit, goal) -> new Campaign(
                        "win-back", entry, purpose, audience, holdout, steps(actions, after), exit, goal, null));
        return Combinators.combine(atOnce, ramps.injectNull(0.5)).as(DefinitionsProperties::ramped);
    }

    private static Campaign ramped(Campaign each, @Nullable Ramp ramp) {
        return new Campaign(
                each.name(),
                each.entry(),
                each.purpose(),
                each.audience(),
                each.holdout(),
                each.steps(),
                each.exit(),
                each.conversion(),
                ramp);
    }

    @Provide
    Arbitrary<ContactPolicy> contactPolicies() {
        Arbitrary<FrequencyCap> caps = Combinators.combine(
                        Arbitraries.integers().between(1, 1000), Trees.spans())
                .as(FrequencyCap::new);
        Arbitrary<QuietHours> quiet = Combinators.combine(
                        Arbitraries.longs().between(0, 86_399_999_999_999L),
                        Arbitraries.integers().between(0, 1438))
                .as((from, to) -> new QuietHours(
                        LocalTime.ofNanoOfDay(from),
                        LocalTime.ofSecondOfDay(to * 60L).plusNanos(from == 0 ? 1 : 0)))
                .filter(hours -> !hours.from().equals(hours.to()));
        Arbitrary<ZoneId> zones =
                Arbitraries.of("UTC", "Z", "+05:45", "Asia/Tokyo", "GMT+2").map(ZoneId::of);
        Arbitrary<Set<String>> transactional =
                Arbitraries.of("receipts", "password", "パスワード").set().ofMaxSize(3);
        return Combinators.combine(caps.list().ofMaxSize(3), quiet.injectNull(0.3), zones, transactional)
                .as(ContactPolicy::new);
    }

    @Provide
    Arbitrary<SunsetPolicy> sunsetPolicies() {
        Arbitrary<SunsetPolicy.Canary> canaries = Combinators.combine(shares(), Trees.spans(), shares())
                .as((share, wait, alive) ->
                        new SunsetPolicy.Canary(wait.amount() == 0 ? Share.NONE : share, wait, alive));
        return Combinators.combine(
                        shares(),
                        shares(),
                        shares(),
                        Trees.spans(),
                        Arbitraries.longs().between(1, 1_000_000_000_000_000L),
                        canaries,
                        Arbitraries.integers().between(1, 1000))
                .as((a, b, c, span, nanos, canary, messages) -> new SunsetPolicy(
                        smaller(a, b),
                        a.value() < b.value() ? b : a,
                        c.value() < smaller(a, b).value() ? smaller(a, b) : c,
                        span,
                        Duration.ofNanos(nanos),
                        canary,
                        new SunsetPolicy.Silence(messages, span)));
    }

    private static Share smaller(Share one, Share other) {
        return one.value() < other.value() ? one : other;
    }

    @Property(tries = 300)
    void a_campaign_is_read_as_it_was_written(@ForAll("campaigns") Campaign campaign) {
        String json = Definitions.toJson(campaign);

        assertThat(Definitions.campaign(json)).isEqualTo(campaign);
        assertThat(Definitions.toJson(Definitions.campaign(json))).isEqualTo(json);
        valid(json);
    }

    @Property(tries = 300)
    void a_condition_and_a_segment_are_read_as_they_were_written(@ForAll("conditions") Condition condition) {
        Segment segment = new Segment("dormant", condition);

        assertThat(Definitions.condition(Definitions.toJson(condition))).isEqualTo(condition);
        assertThat(Definitions.segment(Definitions.toJson(segment))).isEqualTo(segment);
        valid(Definitions.toJson(condition));
        valid(Definitions.toJson(segment));
    }

    @Property(tries = 300)
    void policies_are_read_as_they_were_written(
            @ForAll("contactPolicies") ContactPolicy contact, @ForAll("sunsetPolicies") SunsetPolicy sunset) {
        assertThat(Definitions.contactPolicy(Definitions.toJson(contact))).isEqualTo(contact);
        assertThat(Definitions.sunsetPolicy(Definitions.toJson(sunset))).isEqualTo(sunset);
        valid(Definitions.toJson(contact));
        valid(Definitions.toJson(sunset));
    }

    private static void valid(String json) {
        assertThat(SCHEMA.validate(json, InputFormat.JSON)).as(json).isEmpty();
    }

    private static Arbitrary<Share> shares() {
        return Arbitraries.doubles()
                .between(0, 1)
                .ofScale(9)
                .filter(value -> value > 0)
                .map(Share::new);
    }

    private static Arbitrary<Holdout> holdouts() {
        return shares().filter(share -> share.value() <= 0.5).map(share -> new Holdout(share, ""));
    }

    private static Arbitrary<Action> actions() {
        Arbitrary<List<String>> variants =
                Arbitraries.of(List.of(), List.of("plain", "playful"), List.of("a", "b", "c"));
        Arbitrary<Action> sends = Combinators.combine(
                        Arbitraries.of("email", "push"),
                        Arbitraries.of("ask", "hello/world"),
                        Arbitraries.of("keep-me").injectNull(0.5),
                        variants,
                        Trees.spans(),
                        Arbitraries.of(true, false),
                        Arbitraries.of(Tracked.class).set())
                .as(Action.Send::new);
        Arbitrary<Action> sunsets = Combinators.combine(
                        Arbitraries.of("newsletter"), Trees.conditions().injectNull(0.5))
                .as(Action.NominateForSunset::new);
        return Arbitraries.oneOf(sends, sunsets);
    }

    private static List<Step> steps(List<Action> actions, @Nullable Span after) {
        List<Step> steps = new ArrayList<>();
        for (Action action : actions) {
            steps.add(new Step("step-" + steps.size(), after == null ? Span.NONE : after, action));
        }
        return steps;
    }

    /** A guard: a schema that allows everything would prove nothing. */
    @Property(tries = 1)
    void the_schema_refuses_what_the_reader_refuses() {
        for (String json : Set.of(
                "{}",
                "[]",
                "{\"condition\":{}}",
                "{\"condition\":{\"everyone\":true}}",
                "{\"condition\":{\"allOf\":[]}}",
                "{\"condition\":{\"subscribed\":\"a\",\"consented\":\"a\"}}",
                "{\"condition\":{\"did\":[]}}",
                "{\"condition\":{\"did\":{\"any\":[\"clicked\"],\"within\":\"P1W\"}}}",
                "{\"condition\":{\"did\":{\"any\":[\"clicked\"],\"within\":\"P0D\"}}}",
                "{\"condition\":{\"inactive\":{\"signals\":\"everything\",\"forAtLeast\":\"P1D\"}}}",
                "{\"condition\":{\"attribute\":\"a\"}}",
                "{\"condition\":{\"attribute\":\"a\",\"lessThan\":true}}",
                "{\"condition\":{\"attribute\":\"a\",\"exists\":false}}",
                "{\"condition\":{\"subscribed\":\"a\"},\"more\":1}")) {
            assertThat(SCHEMA.validate(json, InputFormat.JSON)).as(json).isNotEmpty();
            assertThat(catchThrowable(() -> Definitions.condition(json)))
                    .as(json)
                    .isInstanceOf(DefinitionException.class);
        }
    }
}
