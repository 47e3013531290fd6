// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import org.jspecify.annotations.Nullable;

/**
 * One difference between two definitions.
 *
 * @param path where, as a JSON pointer (RFC 6901) into the newer one, or into the older one for what is gone
 * @param before what was there, as JSON; {@code null} if nothing was
 * @param after what is there now, as JSON; {@code null} if nothing is
 */
public record DefinitionChange(
        String path, @Nullable String before, @Nullable String after) {

    /** In words, such as {@code /condition/inactive/forAtLeast: "P12M" became "P6M"}. */
    public String text() {
        if (before == null) {
            return path + ": added " + after;
        }
        return after == null ? path + ": removed " + before : path + ": " + before + " became " + after;
    }
}
