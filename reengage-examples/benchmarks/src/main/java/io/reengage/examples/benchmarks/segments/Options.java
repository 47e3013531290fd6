// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import java.util.Iterator;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param people how many people the fast ones go over
 * @param slowPeople how many Drools and H2 go over
 * @param rounds how many rounds count
 * @param fullTable whether the rows without a goal are measured too
 * @param scan how many people to read through one cursor instead; 0 for a comparison
 */
record Options(int people, int slowPeople, int rounds, boolean fullTable, int scan) {
    private static final String HELP = "segments [--quick] [--people <n>] [--rounds <n>] | segments --scan <n>";

    private static final Options FULL = new Options(200_000, 20_000, 7, true, 0);
    private static final Options QUICK = new Options(40_000, 2_000, 5, false, 0);

    /** Shows that everything runs; its figures mean nothing. */
    private static final Options TINY = new Options(300, 200, 1, true, 0);

    /** Rounds that are not counted, while the program is still being compiled. */
    static final int WARM_UPS = 3;

    static Options parse(List<String> words) {
        Options options = FULL;
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            options = switch (word) {
                case "--quick" -> QUICK;
                case "--tiny" -> TINY;
                case "--people" -> options.withPeople(number(word, rest));
                case "--rounds" -> options.withRounds(number(word, rest));
                case "--scan" -> options.withScan(number(word, rest));
                default -> throw new IllegalArgumentException(word + " is not understood; " + HELP);
            };
        }
        return options;
    }

    private Options withPeople(int number) {
        return new Options(number, Math.min(number, slowPeople), rounds, fullTable, scan);
    }

    private Options withRounds(int number) {
        return new Options(people, slowPeople, number, fullTable, scan);
    }

    private Options withScan(int number) {
        return new Options(people, slowPeople, rounds, fullTable, number);
    }

    private static int number(String word, Iterator<String> rest) {
        String text = rest.hasNext() ? rest.next() : "nothing";
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(word + " needs a whole number, not " + text + "; " + HELP, e);
        }
        throw new IllegalArgumentException(word + " needs a positive number, not " + text + "; " + HELP);
    }
}
