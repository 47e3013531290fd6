// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.sunset;

import io.reengage.internal.evidence.PlanFacts;
import io.reengage.policy.SunsetPolicy;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Subscriber;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many people of which domain a go would retire, and how many the domain has on the list. Only domains of those drawn are
 * counted, so that a list of any size takes no more memory.
 */
final class Domains {
    private final Map<String, Long> drawn;
    private final Map<String, Long> listed = new HashMap<>();

    /** @param drawn a fair sample of those named */
    Domains(Collection<Subscriber> drawn) {
        this.drawn = drawn.stream()
                .flatMap(each -> domain(each).stream())
                .collect(Collectors.groupingBy(each -> each, TreeMap::new, Collectors.counting()));
    }

    /** Counts somebody who is on the list. */
    void add(Subscriber each) {
        domain(each).filter(drawn::containsKey).ifPresent(domain -> listed.merge(domain, 1L, Long::sum));
    }

    /**
     * Each domain, if all that are named are as those drawn.
     *
     * @param atOnce how many are retired in one go, of all domains
     * @param sample how many were drawn
     */
    List<PlanFacts.Domain> shares(SunsetPolicy policy, long atOnce, int sample) {
        return drawn.entrySet().stream()
                .map(each -> {
                    long people = listed.getOrDefault(each.getKey(), 0L);
                    return new PlanFacts.Domain(
                            each.getKey(),
                            each.getValue() * atOnce / sample,
                            policy.perDomain().of(people),
                            people);
                })
                .filter(each -> each.listed() > 0)
                .toList();
    }

    private static Optional<String> domain(Subscriber person) {
        return person.address(Address.EMAIL).map(Address::domain);
    }
}
