// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server wrote for people about mail it could not deliver, taken apart: the recipients, what is said about each, and
 * the returned mail below it.
 *
 * @param paragraphs what is said, by recipient in lower case
 * @param notice all of it up to the returned mail
 * @param original the returned mail, or its headers; empty if it is not there
 */
record FreeText(Map<String, String> paragraphs, String notice, String original) {
    static final Pattern ADDRESS = Pattern.compile(
            "(?:\"[^\"\\s@<>]{1,64}\"|[^\\s<>()\\[\\]:;,\"@='`]{1,64})@[a-z0-9](?:[a-z0-9-]|\\.(?=[a-z0-9])){0,252}+",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern REPLY = Pattern.compile(
            "(?<![^\\s>:;'\"(])" + Codes.REFUSAL
                    + "(?! (?:bytes|octets|kb|mb|seconds|minutes|hours|days|mails|messages|recipients)\\b)(?=[ -][^\\s]|: [^\\s]|-? ?#?[45]\\.[0-9]\\.)");
    private static final Pattern PARAGRAPH = Pattern.compile("\\n[ \\t\\r]*\\n|\\n[- ]*-{3}|\\n\\*{3}|\\n>>> ");
    private static final Pattern REPLY_OF_ONE_LINE = Pattern.compile(PARAGRAPH.pattern() + "|\\n[45][0-5][0-9] ");
    /** So many recipients of a mail are looked for in its text. */
    static final int MOST_RECIPIENTS = 200;

    private static final int LONGEST_LINE = 4_000;
    private static final int LONGEST_PARAGRAPH = 8_000;
    private static final Pattern RECIPIENT_LINE = Pattern.compile(
            "\\s*(?:[45][0-5][0-9] |>>> |\\* |- |to: |rcpt to: |rcpt to:|for "
                    + "|(?!(?:from|sender|return|your|our|reply|ip)\\b)(?:[a-z]{1,12} ){0,3}(?:recipient|address|addressee|user|userid|mailbox|account): )?"
                    + "<?(" + ADDRESS.pattern() + ")(?=[<>]|\\s|[:;,(=.]|$)",
            Pattern.CASE_INSENSITIVE);

    private static final int LINES_OF_FOOTER = 5;
    private static final Pattern RULED = Pattern.compile("\\s*(?:_{5}|={5}|\\*{5}|#{5}|-{5})");
    private static final Pattern FOOTER = Pattern.compile(
            "scanned (?:for|by)|has been (?:scanned|checked)|anti-?virus system|confidential|intended (?:solely|only) for"
                    + "|legally privileged|disclaimer",
            Pattern.CASE_INSENSITIVE);

    /** Lines below which stands what was sent, in lower case. */
    private static final List<String> BELOW = List.of(
            "below this line is a copy of the message",
            "this is a copy of your message",
            "this is a copy of the message",
            "original message follows",
            "message headers follow",
            "unsent message follows",
            "unsent message below",
            "original message -",
            "original message headers",
            "message header -",
            "returned message follows",
            "returned message below",
            "returned message -",
            "headers of the original message",
            "header of the original message",
            "headers of your message",
            "header of your message",
            "message text follows",
            "original mail",
            "included is a copy of",
            "copy of the original message below",
            "your original message",
            "below is a copy",
            "here is a copy of",
            "the following is the original",
            "original message:",
            "message follows",
            "original message ---",
            "begin message",
            "message body",
            "forwarded message");

    static FreeText of(String text) {
        List<String> lines = Lines.of(text);
        int end = endOfNotice(lines);
        List<String> notice = lines.subList(0, end);
        return new FreeText(paragraphs(notice), String.join("\n", notice), original(lines, end));
    }

    private static int endOfNotice(List<String> lines) {
        boolean anything = false;
        boolean anybody = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).toLowerCase(Locale.ROOT);
            if (anything && (isBelow(line) || startsMail(lines, i) || (anybody && startsFooter(lines, i)))) {
                return i;
            }
            anything |= !line.isBlank();
            anybody |= line.indexOf('@') >= 0;
        }
        return lines.size();
    }

    /** What a scanner or a lawyer adds to every mail, below a line across. */
    private static boolean startsFooter(List<String> lines, int at) {
        return RULED.matcher(lines.get(at)).lookingAt()
                && FOOTER.matcher(String.join(" ", lines.subList(at, Math.min(lines.size(), at + LINES_OF_FOOTER))))
                        .find();
    }

    private static boolean isBelow(String line) {
        return line.length() < 200
                && !line.contains("was received")
                && !line.contains("resend")
                && (BELOW.stream().anyMatch(line::contains) || (line.startsWith("--") && line.contains("copy of")));
    }

    /** Headers that only a mail begins with. */
    private static boolean startsMail(List<String> lines, int at) {
        String line = lines.get(at).stripLeading();
        return line.startsWith("Received: ") || (line.startsWith("Return-Path: ") && at + 1 < lines.size());
    }

    private static String original(List<String> lines, int end) {
        int at = end;
        while (at < lines.size() && !isField(lines.get(at))) {
            at++;
        }
        return at >= lines.size() ? "" : String.join("\n", lines.subList(at, lines.size()));
    }

    private static boolean isField(String line) {
        int colon = line.indexOf(": ");
        return colon > 1
                && line.substring(0, colon)
                        .chars()
                        .allMatch(c -> c == '-' || (c < 128 && Character.isLetterOrDigit(c)));
    }

    private static Map<String, String> paragraphs(List<String> notice) {
        Map<String, StringBuilder> found = new LinkedHashMap<>();
        Set<String> open = new LinkedHashSet<>();
        boolean named = false;
        int indent = Integer.MAX_VALUE;
        for (String line : notice) {
            String shortened = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
            if (line.isBlank()) {
                indent = Integer.MAX_VALUE;
            }
            // what goes on further in belongs to the one above
            String address = indentOf(shortened) > indent ? "" : recipient(shortened);
            if (!address.isEmpty() && (found.size() < MOST_RECIPIENTS || found.containsKey(address))) {
                if (!named) {
                    open.clear();
                }
                indent = indentOf(shortened);
                found.putIfAbsent(address, new StringBuilder());
                open.add(address);
            }
            named = !address.isEmpty();
            for (String each : open) {
                StringBuilder said = found.getOrDefault(each, new StringBuilder());
                if (said.length() < LONGEST_PARAGRAPH) {
                    said.append(shortened).append('\n');
                }
            }
        }
        Map<String, String> paragraphs = new LinkedHashMap<>();
        found.forEach((address, said) -> paragraphs.put(address, said.toString()));
        return paragraphs;
    }

    private static int indentOf(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static String recipient(String line) {
        Matcher matcher = RECIPIENT_LINE.matcher(line);
        return matcher.lookingAt() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
    }

    /** The addresses of the notice in order, each once. */
    List<String> addresses() {
        Map<String, Boolean> found = new LinkedHashMap<>();
        for (String line : Lines.of(notice)) {
            Matcher matcher = ADDRESS.matcher(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line);
            while (matcher.find() && found.size() < MOST_RECIPIENTS) {
                found.put(matcher.group().toLowerCase(Locale.ROOT), true);
            }
        }
        return List.copyOf(found.keySet());
    }

    /**
     * The reply of a server in a text: from its code to the end of the paragraph; empty if there is none. What stands around it
     * is the same in every notice of that program.
     */
    static String reply(String text) {
        Matcher code = REPLY.matcher(text);
        if (!code.find()) {
            return "";
        }
        boolean ofManyLines = code.end() < text.length() && text.charAt(code.end()) == '-';
        Matcher end = (ofManyLines ? PARAGRAPH : REPLY_OF_ONE_LINE).matcher(text);
        return text.substring(code.start(), end.find(code.start()) ? end.start() : text.length());
    }

    /** The lines that name an address. */
    String mentioning(String address) {
        StringBuilder lines = new StringBuilder();
        for (String line : address.isEmpty() ? List.<String>of() : Lines.of(notice)) {
            if (lines.length() < LONGEST_PARAGRAPH
                    && line.toLowerCase(Locale.ROOT).contains(address)) {
                lines.append(line).append('\n');
            }
        }
        return lines.toString();
    }
}
