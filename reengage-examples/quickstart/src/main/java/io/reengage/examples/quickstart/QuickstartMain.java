// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

/** Placeholder: shows that the runnable jar starts. */
public final class QuickstartMain {

    private QuickstartMain() {}

    /** Prints one line. */
    public static void main(String[] args) {
        System.out.println("Reengage quickstart: nothing to show yet.");
    }
}
