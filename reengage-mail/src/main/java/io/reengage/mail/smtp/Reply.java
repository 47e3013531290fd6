// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.smtp;

import io.reengage.channel.Receipt;
import io.reengage.mail.inbound.MailReader;
import io.reengage.mail.inbound.Scope;
import io.reengage.mail.inbound.Verdict;
import io.reengage.mail.smtp.PhasedTransport.Ending;
import io.reengage.mail.smtp.PhasedTransport.Phase;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
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

    /** With 4.5.3, "no more messages in this session". */
    private static final int NO_MORE = 452;

    /** Bad sequence, unknown command, log in first: nothing that a recipient could be blamed for. */
    private static final Set<Integer> ABOUT_THE_SENDER = Set.of(500, 502, 503, 504, 530, 535);

    private static final int LONGEST_ID = 100;

    /** Before something else, it is no part of a name. */
    private static final Pattern OK = Pattern.compile("^ok:? (?=.)", Pattern.CASE_INSENSITIVE);

    boolean isFinal() {
        return code >= 200 && code <= 599;
    }

    /** What became of a message whose hand-over ended like this. */
    static Receipt receipt(Ending ending) {
        Phase phase = ending.phase();
        Reply reply = ending.reply();
        if (phase == Phase.DOT && reply.kind() != 4 && reply.kind() != 5) {
            return reply.kind() == 2
                    ? Receipt.accepted(reply.queueId())
                    : Receipt.unknown("no answer after the message was sent");
        }
        boolean forGood = reply.kind() == 5 && reply.isAboutMail(phase);
        boolean untilThen = reply.kind() == 4 || (reply.kind() == 5 && reply.blame() == Blame.PACE);
        Receipt.Finding finding = forGood && phase == Phase.RCPT ? reply.finding() : Receipt.Finding.NONE;
        return new Receipt.Refused(
                reply.words(phase), forGood, untilThen ? Patience.after(reply) : null, true, finding);
    }

    /** Judged as if it had come back by mail. */
    private Receipt.Finding finding() {
        Verdict verdict = MailReader.refusal(text);
        return switch (verdict.severity()) {
            case HARD -> Receipt.Finding.DEAD;
            case SOFT -> verdict.scope() == Scope.ADDRESS ? Receipt.Finding.FAILING : Receipt.Finding.NONE;
            case NONE -> Receipt.Finding.NONE;
        };
    }

    private int kind() {
        return isFinal() ? code / 100 : 0;
    }

    /** Whether a refusal for good is about this mail or its recipient, so that trying again is pointless. */
    private boolean isAboutMail(Phase phase) {
        if (enhanced().isEmpty()) {
            return phase == Phase.DOT
                    || ((phase == Phase.RCPT || phase == Phase.DATA) && !ABOUT_THE_SENDER.contains(code));
        }
        return switch (blame()) {
            case MESSAGE -> phase != Phase.CONNECT;
            case ADDRESS, MAILBOX, SYSTEM -> phase.compareTo(Phase.RCPT) >= 0 && !ABOUT_THE_SENDER.contains(code);
            // before the content was seen, it can only be about who sends
            case RULE -> phase == Phase.DOT;
            case SENDER, PACE -> false;
        };
    }

    private Blame blame() {
        String status = enhanced();
        return status.isEmpty() ? Blame.SYSTEM : Blame.of(status);
    }

    /**
     * How long to leave the recipient's provider alone, if the answer asks for that: {@code 421} and {@code 4.7.x}, but not
     * greylisting, nor a server that is only going down. Before the recipient was named, it is not the provider who speaks.
     */
    static Optional<Duration> pause(Ending ending) {
        Reply reply = ending.reply();
        if (ending.phase().compareTo(Phase.RCPT) < 0 || Patience.isGreylisting(reply.text())) {
            return Optional.empty();
        }
        String status = reply.enhanced();
        boolean tooFast =
                reply.kind() == 4 && (status.startsWith("4.7.") || (reply.code() == CLOSING && status.isEmpty()));
        boolean said = reply.kind() >= 4 && (Patience.isTooFast(reply.text()) || reply.isAboutPace());
        return tooFast || said ? Optional.of(Patience.after(reply)) : Optional.empty();
    }

    private boolean isAboutPace() {
        return !enhanced().isEmpty() && blame() == Blame.PACE;
    }

    /** Whether this connection has been used enough: another one may go on at once. */
    boolean isEndOfSession() {
        return code == CLOSING || (code == NO_MORE && enhanced().equals("4.5.3"));
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
        String id = OK.matcher(words.toString()).replaceFirst("");
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
