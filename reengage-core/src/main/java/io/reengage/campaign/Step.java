// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import io.reengage.segment.Span;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One step of a campaign.
 *
 * @param id stable identity within the campaign: what was done is recorded under it, so a new id is a new step and a changed
 *     text under the old id is not sent twice; lower-case letters, digits and {@code -}, at most 40
 * @param after how long after the step before, or after the enrollment
 * @param action what it does
 */
public record Step(String id, Span after, Action action) {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    public Step {
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(action, "action");
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "step id is not made of 1 to 40 lower-case letters, digits and -: " + id);
        }
    }
}
