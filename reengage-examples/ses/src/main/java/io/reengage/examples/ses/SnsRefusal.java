// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.ses;

/** Something posted that is not believed. Says why, and nothing of what it held. */
final class SnsRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    SnsRefusal(String why) {
        super(why);
    }
}
