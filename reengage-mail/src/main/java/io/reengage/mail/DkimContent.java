// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a signature covers, in relaxed form (RFC 6376 3.4.2 and 3.4.4): own code, since no maintained library signs with
 * Ed25519 without megabytes of cryptography that the JDK has. Characters stand for bytes.
 *
 * @param headers of the mail, unfolded or not, without their line breaks, in order
 * @param bodyHash of the body in relaxed form
 */
record DkimContent(List<String> headers, String bodyHash) {
    /** Covered once more than they are there, so that a second one breaks the signature. */
    private static final Set<String> SEALED = names(
            "From",
            "Reply-To",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "List-Unsubscribe",
            "List-Unsubscribe-Post");

    /** Covered where they are there. */
    private static final Set<String> COVERED =
            names("List-Id", "Feedback-ID", "Content-Language", "Precedence", "X-Reengage-Key", ReturnPath.HEADER);

    private static final int LONGEST_LINE = 76;
    private static final String FOLD = "\r\n\t";

    private static Set<String> names(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(List.of(names));
        return set;
    }

    static DkimContent of(byte[] mail) {
        String text = new String(mail, ISO_8859_1);
        int found = text.indexOf("\r\n\r\n");
        int end = found < 0 ? text.length() : found;
        String body = found < 0 ? "" : text.substring(found + 4);
        List<String> headers = new ArrayList<>();
        for (String header : text.substring(0, end).split("\r\n(?![ \t])", -1)) {
            headers.add(header);
        }
        return new DkimContent(
                headers, base64(DkimAlgorithm.sha256(relaxedBody(body).getBytes(ISO_8859_1))));
    }

    /** What all headers of a name say, unfolded. */
    List<String> values(String name) {
        return headers.stream()
                .filter(header -> isNamed(header, name))
                .map(header -> squeezed(
                                header.substring(header.indexOf(':') + 1).replace("\r\n", ""))
                        .strip())
                .toList();
    }

    /** One header line that signs this content. */
    String signature(String domain, Dkim.Key key, Instant at) {
        List<String> names = covered();
        DkimAlgorithm algorithm = key.algorithm();
        String unsigned = "DKIM-Signature: v=1; a=" + algorithm.tag() + "; c=relaxed/relaxed;" + FOLD + "d=" + domain
                + "; s=" + key.selector() + ";" + FOLD + "t=" + at.getEpochSecond() + ";" + FOLD + folded("h=", names)
                + ";" + FOLD + "bh=" + bodyHash + ";" + FOLD + "b=";
        byte[] signature = algorithm.sign(key.secret(), signed(names, unsigned));
        return unsigned + cut(base64(signature)) + "\r\n";
    }

    /** The bytes a signature is made of: covered headers from the last one up, then the signature itself. */
    byte[] signed(List<String> names, String unsigned) {
        StringBuilder text = new StringBuilder();
        List<String> left = new ArrayList<>(headers);
        for (String name : names) {
            for (int i = left.size() - 1; i >= 0; i--) {
                if (isNamed(left.get(i), name)) {
                    text.append(relaxedHeader(left.remove(i))).append("\r\n");
                    break;
                }
            }
        }
        return text.append(relaxedHeader(unsigned)).toString().getBytes(ISO_8859_1);
    }

    private List<String> covered() {
        List<String> names = new ArrayList<>();
        for (String header : headers) {
            String name = header.substring(0, header.indexOf(':'));
            if (SEALED.contains(name) || COVERED.contains(name)) {
                names.add(name);
            }
        }
        names.addAll(SEALED);
        return names;
    }

    private static boolean isNamed(String header, String name) {
        return header.regionMatches(true, 0, name, 0, name.length())
                && header.substring(name.length()).stripLeading().startsWith(":");
    }

    static String relaxedHeader(String header) {
        int colon = header.indexOf(':');
        String name = header.substring(0, colon).stripTrailing().toLowerCase(Locale.ROOT);
        String value = squeezed(header.substring(colon + 1).replace("\r\n", ""));
        return name + ":" + (value.startsWith(" ") ? value.substring(1) : value);
    }

    static String relaxedBody(String body) {
        StringBuilder relaxed = new StringBuilder(body.length());
        int breaks = 0;
        for (String line : body.split("\r\n", -1)) {
            String squeezed = squeezed(line);
            if (!squeezed.isEmpty()) {
                relaxed.append("\r\n".repeat(breaks)).append(squeezed);
                breaks = 0;
            }
            breaks++;
        }
        return relaxed.length() == 0 ? "" : relaxed.append("\r\n").toString();
    }

    /** Runs of blanks and tabs become one blank; none stays at the end. */
    private static String squeezed(String line) {
        StringBuilder squeezed = new StringBuilder(line.length());
        boolean blank = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == ' ' || c == '\t') {
                blank = true;
            } else {
                if (blank) {
                    squeezed.append(' ');
                    blank = false;
                }
                squeezed.append(c);
            }
        }
        return squeezed.toString();
    }

    private static String folded(String lead, List<String> names) {
        StringBuilder text = new StringBuilder(lead);
        int used = lead.length();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (i > 0) {
                text.append(':');
                used++;
                if (used + name.length() > LONGEST_LINE) {
                    text.append(FOLD);
                    used = 0;
                }
            }
            text.append(name);
            used += name.length();
        }
        return text.toString();
    }

    private static String cut(String base64) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < base64.length(); i += LONGEST_LINE - 4) {
            text.append(i == 0 ? "" : FOLD).append(base64, i, Math.min(base64.length(), i + LONGEST_LINE - 4));
        }
        return text.toString();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
