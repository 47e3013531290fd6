// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The codes in what a server says.
 *
 * @param status enhanced status code (RFC 3463); empty if there is none
 * @param reply reply code (RFC 5321) of three digits; empty if there is none
 */
record Codes(String status, String reply) {
    static final Codes NONE = new Codes("", "");

    /** Of class 4 or 5; some servers count further than RFC 5321. */
    static final String REFUSAL = "(?:[45][0-5][0-9]|57[01])";

    private static final Pattern STATUS =
            Pattern.compile("(?<![0-9.])([245])\\.([0-9]{1,2})\\.([0-9]{1,3})(?![0-9.]*[0-9])");
    private static final Pattern REPLY = Pattern.compile("(?<![0-9.:/-])(" + REFUSAL + ")(?=:? |-|[\\])]|$)");

    /** The codes of a text: the first reply of class 4 or 5, and the first status that says something. */
    static Codes of(String text) {
        return new Codes(status(text), reply(text));
    }

    private static String status(String text) {
        Matcher matcher = STATUS.matcher(text);
        String found = "";
        while (matcher.find()) {
            String status = matcher.group();
            if (status.startsWith("2")) {
                continue;
            }
            if (!isVague(status)) {
                return status;
            }
            if (found.isEmpty()) {
                found = status;
            }
        }
        return found;
    }

    /** Says which class of failure it is, and nothing else: its subject is that it is another one. */
    static boolean isVague(String status) {
        return status.isEmpty() || status.startsWith(".0.", 1);
    }

    private static String reply(String text) {
        Matcher matcher = REPLY.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** These, with what they lack, or only hint at, taken from others. */
    Codes or(Codes other) {
        String better = isVague(status) && !other.status.isEmpty() && (!isVague(other.status) || status.isEmpty())
                ? other.status
                : status;
        return new Codes(better, reply.isEmpty() ? other.reply : reply);
    }

    /** Whether any of them says that trying again may help. */
    boolean isForNow() {
        return status.isEmpty() ? reply.startsWith("4") : status.startsWith("4");
    }
}
