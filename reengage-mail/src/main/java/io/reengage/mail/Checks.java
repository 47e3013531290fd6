// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks what a host says when it sets a channel up. */
final class Checks {
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

    private Checks() {}

    static MailAddress address(String text) {
        try {
            return MailAddress.parse(text.strip());
        } catch (UnmailableException e) {
            throw new IllegalArgumentException(e.getMessage() + ": " + text, e);
        }
    }

    static String line(String text, String what) {
        if (text.chars().anyMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029')) {
            throw new IllegalArgumentException(what + " holds a line break or control character");
        }
        return text;
    }

    static String listId(String id, String domain) {
        MailAddress place = address(id + "@" + domain);
        if (!place.local().equals(id) || !id.chars().allMatch(Checks::isListText)) {
            throw new IllegalArgumentException("not a list id: " + id);
        }
        return "<" + id + "." + place.domain() + ">";
    }

    private static boolean isListText(int c) {
        return c == '-' || c == '_' || c == '.' || isAlphanumeric(c);
    }

    static String feedbackId(String senderId) {
        boolean usable = senderId.length() >= 5
                && senderId.length() <= 15
                && senderId.chars().allMatch(Checks::isAlphanumeric);
        if (!usable) {
            throw new IllegalArgumentException("a sender id is 5 to 15 letters and digits, not: " + senderId);
        }
        return senderId;
    }

    static String headerName(String name) {
        boolean usable = !name.isEmpty() && name.chars().allMatch(c -> c == '-' || isAlphanumeric(c));
        if (!usable) {
            throw new IllegalArgumentException("not a header: " + name);
        }
        return name;
    }

    private static boolean isAlphanumeric(int c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }

    static Duration timeout(@Nullable Duration longest) {
        if (longest == null || longest.toMillis() < 1 || longest.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("a timeout is between 1 ms and " + LONGEST_TIMEOUT + ", not " + longest);
        }
        return longest;
    }

    /** Whether a name can mean this machine only; nothing is looked up. */
    static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("::1")
                || host.equals("[::1]")
                || (host.startsWith("127.") && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9')));
    }
}
