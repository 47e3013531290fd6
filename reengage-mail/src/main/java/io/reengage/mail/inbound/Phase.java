// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where in a conversation between servers the answer was given that made a mail come back. */
enum Phase {
    /** No conversation is told of. */
    UNTOLD(""),
    GREETING("on connecting"),
    MAIL("in reply to MAIL"),
    RCPT("in reply to RCPT"),
    DATA("in reply to DATA or the message");

    private final String words;

    Phase(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    private record Sign(String phrase, Phase phase) {}

    /** How servers tell it, in lower case. */
    private static final List<Sign> SIGNS = List.of(
            new Sign("in reply to rcpt to", RCPT),
            new Sign("in reply to mail from", MAIL),
            new Sign("in reply to end of data", DATA),
            new Sign("in reply to data", DATA),
            new Sign("error following rcpt", RCPT),
            new Sign("error following mail", MAIL),
            new Sign("error following data", DATA),
            new Sign("sent: rcpt to", RCPT),
            new Sign("sent: mail from", MAIL),
            new Sign("sent: data", DATA),
            new Sign("in reply to helo", GREETING),
            new Sign("in reply to ehlo", GREETING),
            new Sign("in reply to initial greeting", GREETING),
            new Sign("after rcpt to", RCPT),
            new Sign("after pipelined rcpt to", RCPT),
            new Sign("after mail from", MAIL),
            new Sign("after pipelined mail from", MAIL),
            new Sign("after end of data", DATA),
            new Sign("after pipelined end of data", DATA),
            new Sign("after data", DATA),
            new Sign("after pipelined data", DATA),
            new Sign("after helo", GREETING),
            new Sign("after ehlo", GREETING),
            new Sign("after initial connection", GREETING),
            new Sign("did not like our rcpt to", RCPT),
            new Sign("did not like our mail from", MAIL),
            new Sign("did not like our final data", DATA),
            new Sign("did not like our data", DATA),
            new Sign("does not like recipient", RCPT),
            new Sign("but sender was rejected", MAIL),
            new Sign("but my name was rejected", GREETING),
            new Sign("but greeting failed", GREETING),
            new Sign("failed on data command", DATA),
            new Sign("failed after i sent the message", DATA),
            new Sign("after rcpt command", RCPT),
            new Sign("for rcpt to command", RCPT),
            new Sign("for mail from command", MAIL),
            new Sign("after mail command", MAIL),
            new Sign("for text command", DATA),
            new Sign("after transfer of mail text", DATA),
            new Sign("from remote server in greeting", GREETING),
            new Sign("sent <<< rcpt to", RCPT),
            new Sign("sent <<< mail from", MAIL),
            new Sign("sent <<< data", DATA),
            new Sign("sent >>> rcpt to", RCPT),
            new Sign("sent >>> mail from", MAIL),
            new Sign("sent >>> data", DATA),
            new Sign("(state 14)", RCPT),
            new Sign("(state 17)", DATA),
            new Sign("(state 18)", DATA),
            new Sign("[rcpt_to]", RCPT),
            new Sign("[mail_from]", MAIL),
            new Sign("[data]", DATA),
            new Sign("the following addresses had delivery problems", RCPT),
            new Sign("response to rcpt to", RCPT),
            new Sign("response to mail from", MAIL),
            new Sign("response to end of data", DATA));

    /** A command, and up to the code that follows it nothing but a few words and a host. */
    private static final Pattern COMMAND =
            Pattern.compile("\\b(rcpt(?: to)?|mail from)(?: [a-z]{1,12}){0,5}(?: \\[?[0-9a-z][0-9a-z.-]{0,80}]?)?"
                    + ":? [45][0-5][0-9]\\b");

    /**
     * Reads it from what a server says.
     *
     * @param text in lower case, blanks collapsed
     */
    static Phase of(String text) {
        int first = Integer.MAX_VALUE;
        Phase phase = UNTOLD;
        for (Sign sign : SIGNS) {
            int at = text.indexOf(sign.phrase);
            if (at >= 0 && at < first) {
                first = at;
                phase = sign.phase;
            }
        }
        if (phase == UNTOLD) {
            Matcher command = COMMAND.matcher(text);
            phase = command.find() ? ofCommand(command.group(1)) : UNTOLD;
        }
        return phase == UNTOLD ? ofTranscript(text.replace("--> ", ">>> ").replace("<-- ", "<<< ")) : phase;
    }

    /** Reads it from the lines that name a recipient. */
    static Phase ofLines(String text) {
        Phase phase = of(text);
        return phase == UNTOLD && text.contains(">>> rcpt to") ? RCPT : phase;
    }

    /** The last command before the first refusal, as transcripts show it. */
    private static Phase ofTranscript(String text) {
        int command = -1;
        int from = 0;
        while (true) {
            int next = text.indexOf(">>> ", from);
            int answer = text.indexOf("<<< ", from);
            boolean refusal = answer >= 0 && answer + 4 < text.length() && "45".indexOf(text.charAt(answer + 4)) >= 0;
            if (next >= 0 && (answer < 0 || next < answer)) {
                command = next + 4;
                from = command;
            } else if (refusal) {
                return command < 0 ? UNTOLD : ofCommand(text.substring(command, Math.min(text.length(), command + 12)));
            } else if (answer >= 0) {
                from = answer + 4;
            } else {
                return UNTOLD;
            }
        }
    }

    static Phase ofCommand(String line) {
        if (line.startsWith("rcpt")) {
            return RCPT;
        }
        if (line.startsWith("mail")) {
            return MAIL;
        }
        if (line.startsWith("data") || line.startsWith(".") || line.startsWith("bdat")) {
            return DATA;
        }
        return line.startsWith("helo") || line.startsWith("ehlo") || line.startsWith("lhlo") ? GREETING : UNTOLD;
    }
}
