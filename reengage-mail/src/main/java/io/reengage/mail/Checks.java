// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what a host says when it sets a channel up. */
final class Checks {
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

    private static final Set<String> RESERVED = Set.of(
            "apparently-to",
            "bcc",
            "cc",
            "date",
            "errors-to",
            "feedback-id",
            "from",
            "html",
            "in-reply-to",
            "message-id",
            "mime-version",
            "precedence",
            "received",
            "received-spf",
            "references",
            "reply-to",
            "return-path",
            "sender",
            "subject",
            "text",
            "to",
            "x-auto-response-suppress");
    private static final Set<String> RESERVED_STARTS =
            Set.of("arc-", "authentication-", "auto-", "content-", "dkim-", "list-", "resent-", "x-reengage-");

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
        String whole = id + "." + place.domain();
        if (!place.local().equals(id) || !id.chars().allMatch(Checks::isListText) || !ListCheck.isId(whole)) {
            throw new IllegalArgumentException("not a list id: " + id);
        }
        return "<" + whole + ">";
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

    /** A header that is not among those named before. */
    static String newHeader(String name, Set<String> named) {
        if (named.stream().anyMatch(name::equalsIgnoreCase)) {
            throw new IllegalArgumentException("header " + name + " is named twice");
        }
        return headerName(name);
    }

    /** A header that templates may fill: whatever says who writes, to whom, or how it travels is not for them. */
    static String freeHeader(String name) {
        String lower = headerName(name).toLowerCase(Locale.ROOT);
        if (RESERVED.contains(lower) || RESERVED_STARTS.stream().anyMatch(lower::startsWith)) {
            throw new IllegalArgumentException("header " + name + " is not for templates: it is the channel's own");
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
