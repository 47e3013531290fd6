// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import static io.reengage.segment.People.NOW;
import static io.reengage.segment.People.aPerson;
import static io.reengage.segment.Verdict.IN;
import static io.reengage.segment.Verdict.OUT;
import static io.reengage.segment.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityTimes;
import io.reengage.activity.ActivityType;
import io.reengage.activity.History;
import io.reengage.activity.Observation;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.time.ZoneOffset;
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

/** What is got ready once answers as what is explained one by one, from whatever the record is made of. */
class CompiledSegmentProperties {
    private static final List<String> ZONES = List.of("UTC", "Pacific/Apia", "Australia/Lord_Howe", "no such zone");

    @Provide
    Arbitrary<Condition> trees() {
        return Trees.conditions();
    }

    @Provide
    Arbitrary<List<Profile>> crowds() {
        return Arbitraries.randomValue(CompiledSegmentProperties::profile)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<Profile> people() {
        return Arbitraries.randomValue(CompiledSegmentProperties::profile);
    }

    /** Both in the author's order, one leaf after another, and in whatever order is cheapest. */
    @Property(tries = 300)
    void compiled_answers_are_those_that_are_explained(
            @ForAll("trees") Condition tree, @ForAll("crowds") List<Profile> crowd) {
        Segment segment = new Segment("test", tree);
        CompiledSegment compiled = segment.compile(NOW);

        for (Profile person : crowd) {
            assertThat(compiled.evaluate(person)).isEqualTo(folded(segment.explain(person, NOW)));
        }
    }

    @Property(tries = 300)
    void a_history_alone_answers_as_a_summary_of_it_does(
            @ForAll("trees") Condition tree, @ForAll("people") Profile person) {
        History history = (History) person.activity();
        Profile summarised =
                new Profile(person.subscriber(), history.summary(), person.observed(), person.fallbackZone(), history);

        assertThat(verdict(tree, person)).isEqualTo(verdict(tree, summarised));
    }

    @Property(tries = 300)
    void a_summary_that_keeps_less_answers_the_same_or_says_that_it_does_not_know(
            @ForAll("trees") Condition tree, @ForAll("people") Profile person, @ForAll Random random) {
        History history = (History) person.activity();
        Profile shallow = new Profile(
                person.subscriber(),
                ActivitySummary.of(history.activities(), 1 + random.nextInt(4)),
                person.observed(),
                person.fallbackZone(),
                history);

        assertThat(verdict(tree, shallow)).isIn(verdict(tree, person), UNKNOWN);
    }

    /** Else a column of a database that keeps seconds would tell another story than one that keeps milliseconds. */
    @Property(tries = 1500)
    void where_in_its_second_a_moment_lies_never_matters(
            @ForAll("trees") Condition tree, @ForAll("people") Profile person, @ForAll Random random) {
        History history = (History) person.activity();
        History moved = new History(
                history.since(),
                history.activities().stream()
                        .map(each -> Activity.of(each.type())
                                .by(each.subscriberId())
                                .id(each.id())
                                .at(moved(each.at(), random)))
                        .toList());
        Map<ActivityType, Observation.Range> ranges = new HashMap<>();
        person.observed()
                .ranges()
                .forEach((type, range) -> ranges.put(
                        type,
                        new Observation.Range(
                                range.since(),
                                range.through().equals(Instant.MAX) ? Instant.MAX : moved(range.through(), random))));
        Subscriber who = person.subscriber();
        Instant joined = who.joinedAt();
        Subscriber elsewhen = new Subscriber(
                who.id(),
                who.addresses(),
                who.language(),
                who.zone(),
                joined == null ? null : moved(joined, random),
                who.attributes(),
                who.consents(),
                who.subscriptions());
        Profile same = new Profile(elsewhen, moved, new Observation(ranges), person.fallbackZone(), moved);

        assertThat(new Segment("test", tree).evaluate(same, moved(NOW, random))).isEqualTo(verdict(tree, person));
    }

    private static Instant moved(Instant at, Random random) {
        return ActivityTimes.second(at).plusNanos(random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));
    }

    private static Verdict verdict(Condition tree, Profile person) {
        return new Segment("test", tree).evaluate(person, NOW);
    }

    /** Kleene's logic over the leaves as they explain themselves. */
    private static Verdict folded(Explanation explained) {
        List<Verdict> parts = explained.parts().stream()
                .map(CompiledSegmentProperties::folded)
                .toList();
        if (explained.condition() instanceof AllOf) {
            return parts.stream().reduce(IN, Verdict::and);
        }
        if (explained.condition() instanceof AnyOf) {
            return parts.stream().reduce(OUT, Verdict::or);
        }
        return explained.condition() instanceof Not ? parts.get(0).negate() : explained.verdict();
    }

    static Profile profile(Random random) {
        List<ActivityType> types = new ArrayList<>(Trees.TYPES);
        types.add(ActivityType.RECEIVED);
        Map<ActivityType, Observation.Range> ranges = new HashMap<>();
        List<Activity> activities = new ArrayList<>();
        for (ActivityType type : types) {
            for (int i = random.nextInt(6); i > 0; i--) {
                activities.add(Activity.of(type).by("42").id(type + "/" + i).at(earlier(random)));
            }
            if (random.nextInt(5) > 0) {
                Instant since = earlier(random).minusSeconds(86_400L * random.nextInt(1000));
                boolean live = random.nextInt(3) > 0;
                ranges.put(
                        type,
                        new Observation.Range(
                                since,
                                live
                                        ? Instant.MAX
                                        : NOW.minusSeconds(random.nextInt(9_000_000))
                                                        .isBefore(since)
                                                ? Instant.MAX
                                                : NOW));
            }
        }
        People person = aPerson().in(ZONES.get(random.nextInt(ZONES.size())));
        if (random.nextInt(4) > 0) {
            person.who(p ->
                    p.joinedAt(random.nextInt(8) == 0 ? NOW.plusMillis(random.nextInt(2000) - 500) : earlier(random)));
        }
        if (random.nextBoolean()) {
            person.who(p -> p.attribute("vip", true).attribute("age", 5).subscribed("newsletter", NOW, ""));
        }
        return new Profile(
                person.profile().subscriber(),
                new History(Instant.MIN, activities),
                new Observation(ranges),
                ZoneOffset.UTC);
    }

    /** Mostly lately, at any millisecond, or within two seconds of where a window begins. */
    private static Instant earlier(Random random) {
        if (random.nextInt(3) == 0) {
            Span span = Trees.SPANS.get(random.nextInt(Trees.SPANS.size()));
            return span.before(NOW, ZoneOffset.UTC).plusMillis(random.nextInt(3000) - 1000);
        }
        double past = Math.pow(random.nextDouble(), 3);
        return NOW.minusMillis((long) (past * 500 * 86_400_000L));
    }
}
