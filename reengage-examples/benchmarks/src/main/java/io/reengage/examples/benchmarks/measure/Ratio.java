// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.measure;

import java.util.Locale;

/**
 * What was reached beside what was aimed at; bigger is better.
 *
 * @param name lower-case words joined by {@code -}
 */
public record Ratio(String name, double value, double goal) {

    /** The line that tools read. */
    public String line() {
        return String.format(Locale.ROOT, "ratio %s %.3f goal %s", name, value, plain(goal));
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
