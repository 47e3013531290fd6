// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import java.util.List;

/**
 * Every part holds.
 *
 * @param parts one or more conditions; "all of nothing" would mean everybody and is refused
 */
public record AllOf(List<Condition> parts) implements Condition {

    public AllOf {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("allOf() of no condition would mean everybody: name at least one");
        }
    }

    @Override
    public ActivityNeed need() {
        return parts.stream().map(Condition::need).reduce(ActivityNeed.NONE, ActivityNeed::and);
    }

    @Override
    public Phrase question() {
        return Phrase.of(
                "allOf", Phrase.and(parts.stream().map(Condition::question).toList()));
    }
}
