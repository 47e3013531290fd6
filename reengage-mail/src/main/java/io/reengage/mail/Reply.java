// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.channel.Receipt;
import io.reengage.mail.PhasedTransport.Ending;
import io.reengage.mail.PhasedTransport.Phase;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A mail server's answer.
 *
 * @param code three digits; 0 or less if there was none
 * @param text all its lines
 */
record Reply(int code, String text) {
    static final Reply NONE = new Reply(0, "");

    /** "I am closing this connection", whatever was asked. */
    static final int CLOSING = 421;

    private static final int MAILBOX_BUSY = 450;
    private static final int LOCAL_ERROR = 451;
    private static final int NO_STORAGE = 452;

    /** Bad sequence, unknown command, log in first: nothing that a recipient could be blamed for. */
    private static final Set<Integer> ABOUT_THE_SENDER = Set.of(500, 502, 503, 504, 530, 535);

    private static final int LONGEST_ID = 100;

    /** Greylisting servers commonly let in after five minutes. */
    private static final Duration SOON = Duration.ofMinutes(5);

    private static final Duration LATER = Duration.ofMinutes(15);

    /** The interval RFC 5321 4.5.4.1 asks for in general. */
    private static final Duration IN_GENERAL = Duration.ofMinutes(30);

    boolean isFinal() {
        return code >= 200 && code <= 599;
    }

    /** What became of a message whose hand-over ended like this. */
    static Receipt receipt(Ending ending) {
        Phase phase = ending.phase();
        Reply reply = ending.reply();
        int kind = reply.isFinal() ? reply.code() / 100 : 0;
        if (phase == Phase.DOT) {
            return switch (kind) {
                case 2 -> Receipt.accepted(reply.queueId());
                case 4 -> new Receipt.Refused(reply.words(phase), false, reply.retryAfter());
                case 5 -> Receipt.refusedForGood(reply.words(phase));
                default -> Receipt.unknown("no answer after the message was sent");
            };
        }
        boolean recipient = phase == Phase.RCPT || phase == Phase.DATA;
        if (kind == 5 && recipient && !reply.isAboutSender()) {
            return Receipt.refusedForGood(reply.words(phase));
        }
        return new Receipt.Refused(reply.words(phase), false, kind == 4 ? reply.retryAfter() : null);
    }

    private boolean isAboutSender() {
        return ABOUT_THE_SENDER.contains(code) || enhanced().startsWith("5.7.");
    }

    private Duration retryAfter() {
        return switch (code) {
            case CLOSING, MAILBOX_BUSY, LOCAL_ERROR -> SOON;
            case NO_STORAGE -> LATER;
            default -> IN_GENERAL;
        };
    }

    /** Where, and the codes; never the server's prose, which likes to repeat addresses. */
    private String words(Phase phase) {
        String where = phase.name().toLowerCase(Locale.ROOT);
        if (!isFinal()) {
            return "connection lost at " + where;
        }
        String status = enhanced();
        return code + (status.isEmpty() ? "" : " " + status) + " at " + where;
    }

    /** The enhanced status code (RFC 3463), such as {@code 5.1.1}; empty if there is none. */
    String enhanced() {
        String line = firstLine();
        int end = line.indexOf(' ');
        String word = end < 0 ? line : line.substring(0, end);
        String[] numbers = word.split("\\.", -1);
        boolean status = numbers.length == 3 && word.length() <= 9;
        for (String number : numbers) {
            status &= !number.isEmpty() && number.chars().allMatch(c -> c >= '0' && c <= '9');
        }
        return status ? word : "";
    }

    private String firstLine() {
        String line = text.lines().findFirst().orElse("");
        return line.length() > 4 ? line.substring(4).strip() : "";
    }

    /** How the server names the message: what follows "queued as" or "id=", else its words without addresses. */
    private String queueId() {
        String line = firstLine().substring(enhanced().length()).strip();
        @Nullable String named = after(line, "queued as ");
        if (named == null) {
            named = after(line, "id=");
        }
        StringJoiner words = new StringJoiner(" ");
        for (String word : (named == null ? line : named).split(" ", -1)) {
            if (word.indexOf('@') < 0 && word.chars().allMatch(c -> c > ' ' && c < 127)) {
                words.add(word);
            }
        }
        String id = words.toString();
        return id.substring(0, Math.min(id.length(), LONGEST_ID));
    }

    private static @Nullable String after(String line, String lead) {
        int at = (" " + line).toLowerCase(Locale.ROOT).indexOf(" " + lead);
        if (at < 0) {
            return null;
        }
        String rest = line.substring(at + lead.length());
        int end = rest.indexOf(' ');
        return end < 0 ? rest : rest.substring(0, end);
    }
}
