// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import java.util.Objects;

/**
 * The part does not hold. Where the part is unknown, so is this.
 *
 * @param part the condition turned round
 */
public record Not(Condition part) implements Condition {

    public Not {
        Objects.requireNonNull(part, "part");
    }

    @Override
    public ActivityNeed need() {
        return part.need();
    }

    @Override
    public Phrase question() {
        return Phrase.of("not", part.question());
    }
}
