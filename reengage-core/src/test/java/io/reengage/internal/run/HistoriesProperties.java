// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What host and ledger know, put together as activities and as times, is the same. */
class HistoriesProperties {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final List<ActivityType> TYPES = List.of(CLICKED, PURCHASED);

    /** Activities of three seconds; whoever shares an id shares all. */
    @Provide
    Arbitrary<List<Activity>> activities() {
        return Combinators.combine(
                        Arbitraries.of(TYPES),
                        Arbitraries.integers().between(0, 2999),
                        Arbitraries.integers().between(0, 2))
                .as((type, millis, key) -> Activity.of(type)
                        .by("p")
                        .id(type + "/" + millis + "/" + key)
                        .at(NOON.plusMillis(millis)))
                .list()
                .ofMaxSize(6);
    }

    @Property
    void records_put_together_count_alike_as_activities_and_as_a_summary(
            @ForAll("activities") List<Activity> host,
            @ForAll("activities") List<Activity> ours,
            @ForAll("activities") List<Activity> both) {
        List<Activity> one = each(host, both);
        List<Activity> other = each(ours, both);
        ActivitySummary summary = ActivitySummary.of(one, 100).union(ActivitySummary.of(other, 100));
        List<Activity> merged = Histories.merged(one, other);
        assertThat(merged).containsAll(one).doesNotHaveDuplicates();
        assertThat(new History(Instant.MIN, merged).summary()).isEqualTo(summary);
    }

    private static List<Activity> each(List<Activity> some, List<Activity> more) {
        List<Activity> all = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        some.stream().filter(each -> ids.add(each.id())).forEach(all::add);
        more.stream().filter(each -> ids.add(each.id())).forEach(all::add);
        return all;
    }
}
