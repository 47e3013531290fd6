// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.smtp;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long to wait after a refusal for now: as the server says, else as is common for its kind. */
final class Patience {
    /** Greylisting servers commonly let in after five minutes. */
    static final Duration SOON = Duration.ofMinutes(5);

    static final Duration LATER = Duration.ofMinutes(15);

    /** The interval RFC 5321 4.5.4.1 asks for in general. */
    static final Duration IN_GENERAL = Duration.ofMinutes(30);

    /** What Yahoo asks for, and long enough for somebody to tidy a mailbox. */
    static final Duration LONG = Duration.ofHours(4);

    private static final Duration LONGEST = Duration.ofDays(1);

    private static final Map<Integer, Duration> BY_CODE = Map.of(421, SOON, 450, SOON, 451, SOON, 452, LATER);

    private static final Pattern GREY = Pattern.compile("gr[ae]y-?\\s?list", Pattern.CASE_INSENSITIVE);
    private static final Pattern YAHOO = Pattern.compile("\\[TSS0\\d\\]");
    private static final Pattern SPELLED = Pattern.compile(
            "\\b(?:in|after|for|wait|delayed?|next)\\s+(?:for\\s+|another\\s+)?(\\d{1,6})\\s*"
                    + "(s|secs?|seconds?|m|mins?|minutes?|h|hours?)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOCK = Pattern.compile("\\b(?:in|after|for)\\s+(\\d{1,2}):(\\d{2}):(\\d{2})\\b");

    private Patience() {}

    /** Whether the server only wants to see the same message again later. */
    static boolean isGreylisting(String text) {
        return GREY.matcher(text).find();
    }

    /** Whether a provider says in its own words that mail comes too fast. */
    static boolean isTooFast(String text) {
        return YAHOO.matcher(text).find();
    }

    static Duration after(Reply reply) {
        if (isTooFast(reply.text())) {
            return LONG;
        }
        Optional<Duration> told = told(reply.text());
        if (told.isPresent()) {
            return told.get();
        }
        if (reply.enhanced().endsWith(".2.2")) {
            return LONG;
        }
        return isGreylisting(reply.text()) ? SOON : BY_CODE.getOrDefault(reply.code(), IN_GENERAL);
    }

    /** What a server's words ask for, between a second and a day. */
    static Optional<Duration> told(String text) {
        Matcher spelled = SPELLED.matcher(text);
        if (spelled.find()) {
            return bounded(Duration.ofSeconds(Long.parseLong(spelled.group(1)) * seconds(spelled.group(2))));
        }
        Matcher clock = CLOCK.matcher(text);
        return clock.find()
                ? bounded(Duration.ofHours(Long.parseLong(clock.group(1)))
                        .plusMinutes(Long.parseLong(clock.group(2)))
                        .plusSeconds(Long.parseLong(clock.group(3))))
                : Optional.empty();
    }

    private static long seconds(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT).charAt(0)) {
            case 'h' -> 3600;
            case 'm' -> 60;
            default -> 1;
        };
    }

    private static Optional<Duration> bounded(Duration told) {
        if (told.isZero()) {
            return Optional.empty();
        }
        return Optional.of(told.compareTo(LONGEST) > 0 ? LONGEST : told);
    }
}
