// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Many people laid out by column, to ask one segment after another about all of them: {@link CompiledSegment#count(Population)}
 * and {@link CompiledSegment#evaluate(Population, CompiledSegment.Answers)} give the answers of {@link
 * CompiledSegment#evaluate(Profile)} several times sooner. Where a condition has no column, the person is looked at.
 *
 * <p>Keeps the profiles, and beside them 4 bytes for each time of a summary and 5 for each type and person. Columns of
 * attributes are made when first asked for, 2 bytes a person. A snapshot: what the profiles hold must not change. Safe for any
 * number of threads.
 */
public final class Population {
    private final Profile[] profiles;
    /** Whoever shares a zone and a record of the same time shares a group. */
    private final int[] groups;

    private final List<Profile> oneOfEach = new ArrayList<>();
    private final Map<ActivityType, TypeColumn> times = new HashMap<>();
    private final Map<String, Facet> facets = new ConcurrentHashMap<>();
    private final boolean summarised;

    private record Group(@Nullable String zone, ZoneId fallback, Observation observed) {}

    private Population(List<Profile> people) {
        this.profiles = people.toArray(new Profile[0]);
        this.groups = new int[profiles.length];
        this.summarised = people.stream().allMatch(each -> each.activity() instanceof ActivitySummary);
        Map<Group, Integer> known = new HashMap<>();
        for (int place = 0; place < profiles.length; place++) {
            Profile person = profiles[place];
            Group group = new Group(person.subscriber().zone(), person.fallbackZone(), person.observed());
            groups[place] = known.computeIfAbsent(group, any -> {
                oneOfEach.add(person);
                return oneOfEach.size() - 1;
            });
            if (summarised) {
                int here = place;
                person.activity()
                        .summary()
                        .timelines()
                        .forEach((type, timeline) -> times.computeIfAbsent(type, any -> new TypeColumn(profiles.length))
                                .add(here, timeline));
            }
        }
        times.values().forEach(TypeColumn::close);
    }

    /** These people, in this order. */
    public static Population of(List<Profile> people) {
        return new Population(people);
    }

    /** How many people. */
    public int size() {
        return profiles.length;
    }

    /** The person at a place, from 0 on. */
    public Profile profile(int place) {
        return profiles[place];
    }

    /** Whether everybody's activity is known as a summary, and so has columns. */
    boolean summarised() {
        return summarised;
    }

    int group(int place) {
        return groups[place];
    }

    /** A person of each group, by its number. */
    List<Profile> oneOfEachGroup() {
        return oneOfEach;
    }

    /** The columns of these types, without those that never happened. */
    TypeColumn[] times(List<ActivityType> types) {
        return types.stream()
                .flatMap(type -> Optional.ofNullable(times.get(type)).stream())
                .toArray(TypeColumn[]::new);
    }

    /** A column of what is the same for many, made when first asked for. */
    Facet facet(String name, Function<Profile, @Nullable Object> value) {
        return facets.computeIfAbsent(name, any -> Facet.of(profiles, value));
    }
}
