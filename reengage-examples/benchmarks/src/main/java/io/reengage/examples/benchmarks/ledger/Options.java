// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import io.reengage.examples.benchmarks.measure.Database;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * What the command line asks for.
 *
 * @param databases where to measure
 * @param size how much of everything
 * @param rounds how many rounds count
 * @param heapCheck whether to watch the heap instead
 * @param people how many people the heap check enrolls
 */
record Options(List<Database.Kind> databases, Size size, int rounds, boolean heapCheck, int people) {
    private static final String HELP =
            "ledger [--quick] [--on pg|h2] [--rounds <n>] | ledger --people <n> --heap-check";

    /**
     * How much of everything.
     *
     * @param shards shards that hold people, at most 256
     * @param perShard people in each: one set
     * @param singleShards the same where people are timed one by one
     * @param jobs jobs of a scheduler's round
     * @param enrollments people of one round's list
     * @param events events of one round
     * @param fullTable whether sets of 1 and of 1,000, and a list in its own order, are measured too
     */
    record Size(int shards, int perShard, int singleShards, int jobs, int enrollments, int events, boolean fullTable) {
        static final Size FULL = new Size(256, 100, 64, 20_000, 1_000_000, 200_000, true);
        static final Size QUICK = new Size(64, 100, 32, 500, 60_000, 40_000, false);

        /** Shows that everything runs; its figures mean nothing. */
        static final Size TINY = new Size(8, 5, 4, 10, 50, 20, false);

        /** Rounds that are not counted, while the program is still being compiled: each round of few people is short. */
        int warmUps() {
            return fullTable ? 3 : equals(TINY) ? 1 : 5;
        }
    }

    static Options parse(List<String> words) {
        List<Database.Kind> databases = List.of(Database.Kind.values());
        Size size = Size.FULL;
        int rounds = 3;
        boolean heapCheck = false;
        int people = 1_000_000;
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            switch (word) {
                case "--quick" -> size = Size.QUICK;
                case "--tiny" -> size = Size.TINY;
                case "--heap-check" -> heapCheck = true;
                case "--on" -> databases = List.of(kind(value(word, rest)));
                case "--rounds" -> rounds = number(word, value(word, rest));
                case "--people" -> people = number(word, value(word, rest));
                default -> throw new IllegalArgumentException(word + " is not understood; " + HELP);
            }
        }
        return new Options(databases, size, rounds, heapCheck, people);
    }

    private static String value(String word, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(word + " lacks its value; " + HELP);
        }
        return rest.next();
    }

    private static Database.Kind kind(String name) {
        try {
            return Database.Kind.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("no database is called " + name + "; " + HELP, e);
        }
    }

    private static int number(String word, String text) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(word + " needs a whole number, not " + text, e);
        }
        throw new IllegalArgumentException(word + " needs a positive number, not " + text);
    }
}
