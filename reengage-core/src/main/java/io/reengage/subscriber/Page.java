// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.subscriber;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a long list, with the place where it goes on.
 *
 * @param <T> what is listed
 * @param items the stretch; may be empty although more follows
 * @param next the cursor of the next page; {@code null} after the last
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
        items = List.copyOf(items);
        if (next != null && next.isEmpty()) {
            throw new IllegalArgumentException(
                    "next is empty: that is where a list starts, say null after the last page");
        }
    }

    /** A page that others follow. */
    public static <T> Page<T> of(List<T> items, String next) {
        return new Page<>(items, Objects.requireNonNull(next, "next"));
    }

    /** The last page. */
    public static <T> Page<T> last(List<T> items) {
        return new Page<>(items, null);
    }
}
