// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.policy;

import io.reengage.segment.Span;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * At most so many messages within any window of this length, over all campaigns and channels.
 *
 * @param limit how many, at least 1
 * @param window the rolling window
 */
public record FrequencyCap(int limit, Span window) {

    public FrequencyCap {
        Objects.requireNonNull(window, "window");
        if (limit < 1) {
            throw new IllegalArgumentException(
                    "a cap of " + limit + " would mean no message at all: pause the campaign instead");
        }
        if (window.amount() == 0) {
            throw new IllegalArgumentException("a cap needs a window longer than nothing");
        }
    }

    /** When one more message fits, if not now. A contact counts until a full window has passed since it. */
    Optional<Instant> freeAt(List<Instant> contacts, Instant now, ZoneId zone) {
        if (contacts.size() < limit) {
            return Optional.empty();
        }
        return contacts.stream()
                .sorted(Comparator.reverseOrder())
                .skip(limit - 1L)
                .findFirst()
                .map(oldest -> window.after(oldest, zone))
                .filter(free -> free.isAfter(now));
    }
}
