// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Keeps activities in a map by person, each id once. */
final class InMemoryActivitySource implements ActivitySource {
    private final Map<String, List<Activity>> byPerson;
    private final Observation observed;

    InMemoryActivitySource(Collection<Activity> activities, Observation observed) {
        Set<String> seen = new HashSet<>();
        this.byPerson = activities.stream()
                .filter(each -> seen.add(each.id()))
                .collect(Collectors.groupingBy(Activity::subscriberId));
        this.observed = observed;
    }

    @Override
    public Map<String, ActivitySummary> summaries(Set<String> ids, ActivityNeed need, Instant asOf) {
        Map<String, ActivitySummary> answer = new HashMap<>();
        for (String id : ids) {
            List<Activity> known = byPerson.getOrDefault(id, List.of()).stream()
                    .filter(each ->
                            need.types().contains(each.type()) && each.at().getEpochSecond() <= asOf.getEpochSecond())
                    .toList();
            if (!known.isEmpty()) {
                answer.put(id, ActivitySummary.of(known, need.depth()));
            }
        }
        return answer;
    }

    @Override
    public void history(Set<String> ids, Instant from, Instant to, Consumer<Activity> sink) {
        ids.stream()
                .flatMap(id -> byPerson.getOrDefault(id, List.of()).stream())
                .filter(each -> !each.at().isBefore(from) && each.at().isBefore(to))
                .forEach(sink);
    }

    @Override
    public Observation observed() {
        return observed;
    }
}
