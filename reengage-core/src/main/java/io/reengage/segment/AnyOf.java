// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import java.util.List;

/**
 * At least one part holds.
 *
 * @param parts one or more conditions
 */
public record AnyOf(List<Condition> parts) implements Condition {

    public AnyOf {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("anyOf() of no condition means nobody: name at least one");
        }
    }

    @Override
    public ActivityNeed need() {
        return parts.stream().map(Condition::need).reduce(ActivityNeed.NONE, ActivityNeed::and);
    }

    @Override
    public Phrase question() {
        return Phrase.of(
                "anyOf", Phrase.or(parts.stream().map(Condition::question).toList()));
    }
}
