// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every point of a conversation with a mail server, every way it can fail there, and what must come of it: {@code A} accepted,
 * {@code N} not sent and tried again, {@code G} refused for good, {@code U} nobody can know.
 */
final class FailureGrid {
    private static final String GRID = """
            at       DROP RESET SILENCE SLOW HALF HALF+SILENCE 421 4xx 5xx GIBBERISH
            BANNER   N    N     N       A    N    N            N   N   N   N
            EHLO     N    N     N       A    N    N            N   N   N   N
            STARTTLS N    N     N       A    N    N            N   N   N   N
            TLS      N    N     N       A    N    N            N   N   N   N
            EHLO#2   N    N     N       A    N    N            N   A   A   N
            AUTH     N    N     N       A    N    N            N   N   N   N
            MAIL     N    N     N       A    N    N            N   N   N   N
            RCPT     N    N     N       A    N    N            N   N   G   N
            DATA     N    N     N       A    N    N            N   N   G   N
            BODY     N    N     U       A    N    U            N   N   G   N
            DOT      U    U     U       A    U    U            N   N   G   U
            QUIT     A    A     A       A    A    A            A   A   A   A
            """;

    private FailureGrid() {}

    /**
     * One square.
     *
     * @param at the point
     * @param how what goes wrong there
     * @param outcome the letter
     */
    record Square(String at, String how, String outcome) {

        /** What the server does on its first connection. */
        Map<String, String> script() {
            return Map.of(
                    at,
                    switch (how) {
                        case "DROP", "RESET", "SILENCE" -> how;
                        case "SLOW" -> at.equals("TLS") ? "SLOW" : "SLOW|GOOD";
                        case "HALF" -> "25~|DROP";
                        case "HALF+SILENCE" -> "25~|SILENCE";
                        case "421" -> "421 4.3.2 bye|DROP";
                        case "4xx" -> "451 4.3.0 later";
                        case "5xx" -> "550 5.1.1 no";
                        default -> "gibberish|DROP";
                    });
        }

        /** Only a long body can be cut off while it is sent. */
        boolean needsLongBody() {
            return at.equals("BODY");
        }

        @Override
        public String toString() {
            return how + " at " + at + ": " + outcome;
        }
    }

    static List<Square> squares() {
        List<String> lines = GRID.lines().toList();
        String[] ways = lines.get(0).split(" +", -1);
        List<Square> squares = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(" +", -1);
            for (int i = 1; i < ways.length; i++) {
                squares.add(new Square(cells[0], ways[i], cells[i]));
            }
        }
        return squares;
    }
}
