// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

/**
 * The page a call to action leads to, by name.
 *
 * @param name lower-case words with {@code -}, such as {@code keep-me}
 */
public record LandingPage(String name) {

    public LandingPage {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a landing page needs a name");
        }
    }
}
