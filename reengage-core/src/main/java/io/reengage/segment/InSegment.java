// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Belongs to a segment. By its name alone it means whatever a {@link Catalog} says at the time of use; before that it is
 * UNKNOWN.
 *
 * @param name the segment
 * @param condition who belongs; {@code null} while only the name is known
 */
public record InSegment(String name, @Nullable Condition condition) implements Condition {

    public InSegment {
        Objects.requireNonNull(name, "name");
        if (name.isBlank()) {
            throw new IllegalArgumentException("the segment has no name");
        }
    }

    @Override
    public ActivityNeed need() {
        return condition == null ? ActivityNeed.NONE : condition.need();
    }

    @Override
    public Phrase question() {
        return Phrase.of("inSegment", name);
    }
}
