// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import java.util.regex.Pattern;

/**
 * The page a call to action leads to, by name.
 *
 * @param name lower-case letters, digits and {@code -}, at most 40, such as {@code keep-me}
 */
public record LandingPage(String name) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    public LandingPage {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "landing page is not made of 1 to 40 lower-case letters, digits and -: " + name);
        }
    }
}
