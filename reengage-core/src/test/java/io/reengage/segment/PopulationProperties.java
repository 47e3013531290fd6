// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.attribute;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.not;
import static io.reengage.segment.People.NOW;
import static io.reengage.segment.People.aPerson;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whoever is asked about among many, by column, gets the verdict of being asked about alone. */
class PopulationProperties {

    @Provide
    Arbitrary<Condition> trees() {
        return Trees.conditions();
    }

    @Property(tries = 400)
    void by_column_as_one_by_one(@ForAll("trees") Condition tree, @ForAll Random random) {
        agree(tree, summarised(random, 30));
    }

    @Property(tries = 100)
    void what_has_no_column_is_looked_at(@ForAll("trees") Condition tree, @ForAll Random random) {
        List<Profile> people = summarised(random, 5);
        people.add(CompiledSegmentProperties.profile(random));

        agree(tree, people);
    }

    @Property(tries = 60)
    void a_segment_that_others_share_is_the_same_for_all(
            @ForAll("trees") Condition tree, @ForAll("trees") Condition other, @ForAll Random random) {
        InSegment shared = new InSegment("shared", tree);

        agree(new AnyOf(List.of(new AllOf(List.of(other, shared)), new Not(shared), shared)), summarised(random, 20));
    }

    @Example
    void more_people_than_are_asked_about_at_a_time_keep_their_places() {
        Random random = new Random(49);
        List<Profile> people = summarised(random, 2 * BlockCheck.BLOCK + 7);

        agree(allOf(attribute("vip").is(true), not(did(ActivityType.CLICKED).within(Span.days(30)))), people);
    }

    @Example
    void an_attribute_that_everybody_has_another_of_is_looked_at_one_by_one() {
        List<Profile> people = IntStream.range(0, 3000)
                .mapToObj(i -> aPerson().who(p -> p.attribute("age", i)).profile())
                .toList();

        agree(attribute("age").atLeast(1500), people);
    }

    @Example
    void nobody_is_nobody() {
        assertThat(new Segment("nobody", did(ActivityType.CLICKED)).compile(NOW).count(Population.of(List.of())))
                .isEqualTo(VerdictCount.NONE);
    }

    private static void agree(Condition tree, List<Profile> people) {
        CompiledSegment segment = new Segment("test", tree).compile(NOW);
        Population population = Population.of(people);
        List<Verdict> found = new ArrayList<>();
        segment.evaluate(population, (place, verdict) -> {
            assertThat(place).isEqualTo(found.size());
            found.add(verdict);
        });

        List<Verdict> expected = people.stream().map(segment::evaluate).toList();
        assertThat(found).isEqualTo(expected);
        assertThat(segment.count(population))
                .isEqualTo(expected.stream().reduce(VerdictCount.NONE, VerdictCount::plus, VerdictCount::plus));
    }

    /** People of whom more or fewer times are kept, with or without single activities. */
    private static List<Profile> summarised(Random random, int people) {
        List<Profile> all = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            Profile person = CompiledSegmentProperties.profile(random);
            History history = (History) person.activity();
            all.add(new Profile(
                    person.subscriber(),
                    ActivitySummary.of(history.activities(), 1 + random.nextInt(6)),
                    person.observed(),
                    person.fallbackZone(),
                    random.nextInt(3) == 0 ? new History(Instant.MIN, history.activities()) : null));
        }
        return all;
    }
}
