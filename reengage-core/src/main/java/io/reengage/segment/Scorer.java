// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A model that gives people numbers, such as how likely they are to come back. A host brings its own.
 *
 * <p>Called from several threads at once, for one person after the other, so it must not do any I/O; the same person at the
 * same moment gets the same number.
 */
public interface Scorer {

    /** How definitions refer to it. */
    String name();

    /** What must be known about a person's activity. */
    ActivityNeed need();

    /**
     * The person's number.
     *
     * @param within the time ahead the number speaks of
     * @return a probability from 0 to 1, or whatever number the model deals in; empty if the record does not say
     */
    OptionalDouble score(Profile person, Instant asOf, Span within);

    /** A name alone, to be looked up in a {@link Catalog}; until then it knows nothing of anybody. */
    static Scorer named(String name) {
        return new Named(name);
    }

    /** See {@link #named(String)}. */
    record Named(String name) implements Scorer {

        public Named {
            Objects.requireNonNull(name, "name");
            if (name.isBlank()) {
                throw new IllegalArgumentException("the scorer has no name");
            }
        }

        @Override
        public ActivityNeed need() {
            return ActivityNeed.NONE;
        }

        @Override
        public OptionalDouble score(Profile person, Instant asOf, Span within) {
            return OptionalDouble.empty();
        }
    }
}
