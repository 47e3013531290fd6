// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.net.IDN;
import java.nio.charset.StandardCharsets;

/**
 * An address in the form servers understand: local part as given, domain in A-labels.
 *
 * <p>Local parts with dots in places RFC 5321 does not allow ({@code a..b@}, {@code a.@}) exist at Japanese mobile operators
 * and are kept; they travel in quotes, and may be given in quotes. Local parts beyond ASCII (RFC 6531) are kept too. What
 * only the grammar knows is refused: other quoted strings, comments, routes, address literals, domains without a dot.
 */
record MailAddress(String local, String domain) {
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 253;
    /** RFC 5321 4.5.3.1.3, without the angle brackets. */
    private static final int LONGEST = 254;

    private static final int LONGEST_LABEL = 63;
    private static final String SPECIAL_IN_ATOMS = "!#$%&'*+-/=?^_`{|}~";

    /** Letters that the two versions of IDNA send to different domains: the JDK knows only the older one. */
    private static final String AMBIGUOUS_IN_DOMAINS = "\u00df\u1e9e\u03c2\u200c\u200d";

    /**
     * Reads an address.
     *
     * @throws UnmailableException if mail cannot go there; its message does not repeat the address
     */
    static MailAddress parse(String text) throws UnmailableException {
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1) {
            throw new UnmailableException("a part of the address is missing: it is not of the form local@domain");
        }
        String local = unquoted(text.substring(0, at));
        checkLocal(local);
        MailAddress address = new MailAddress(local, domain(text.substring(at + 1)));
        if (octets(address.wire()) > LONGEST) {
            throw new UnmailableException("form of the address is longer than " + LONGEST + " octets");
        }
        return address;
    }

    private static String unquoted(String local) {
        boolean quoted = local.length() > 2 && local.startsWith("\"") && local.endsWith("\"");
        return quoted ? local.substring(1, local.length() - 1) : local;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void checkLocal(String local) throws UnmailableException {
        if (local.length() > LONGEST_LOCAL || octets(local) > LONGEST_LOCAL) {
            throw new UnmailableException("local part of the address is longer than " + LONGEST_LOCAL + " octets");
        }
        if (!local.codePoints().allMatch(c -> c == '.' || isAtomText(c))
                || local.chars().allMatch(c -> c == '.')) {
            throw new UnmailableException("local part of the address holds a character that is not allowed there");
        }
    }

    private static boolean isAtomText(int c) {
        return c < 128 ? isLetterOrDigit(c) || SPECIAL_IN_ATOMS.indexOf(c) >= 0 : isVisible(c);
    }

    /** Beyond ASCII: nothing that is unseen, turns the direction of text, or has no meaning of its own. */
    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SPACE_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static boolean isLetterOrDigit(int c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }

    private static String domain(String text) throws UnmailableException {
        if (text.length() > LONGEST_DOMAIN) {
            throw new UnmailableException("domain of the address is longer than " + LONGEST_DOMAIN);
        }
        String ascii = text;
        if (text.chars().anyMatch(c -> c > 126)) {
            if (!text.codePoints().allMatch(c -> c < 127 || isVisible(c))) {
                throw new UnmailableException("domain of the address holds what is not seen");
            }
            if (text.chars().anyMatch(c -> AMBIGUOUS_IN_DOMAINS.indexOf(c) >= 0)) {
                throw new UnmailableException("domain of the address must be given in its xn-- form");
            }
            try {
                ascii = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES);
            } catch (IllegalArgumentException e) {
                throw new UnmailableException("domain of the address is not a domain name");
            }
        }
        String[] labels = ascii.split("\\.", -1);
        if (labels.length < 2 || ascii.length() > LONGEST_DOMAIN) {
            throw new UnmailableException("domain of the address is not a full domain name");
        }
        for (String label : labels) {
            checkLabel(label);
        }
        return ascii;
    }

    private static void checkLabel(String label) throws UnmailableException {
        if (label.isEmpty()
                || label.length() > LONGEST_LABEL
                || label.startsWith("-")
                || label.endsWith("-")
                || !label.chars().allMatch(c -> c == '-' || isLetterOrDigit(c))) {
            throw new UnmailableException("domain of the address is not a domain name");
        }
    }

    /** The address as it travels, in commands and in headers. */
    String wire() {
        boolean unusual = local.startsWith(".") || local.endsWith(".") || local.contains("..");
        return (unusual ? '"' + local + '"' : local) + "@" + domain;
    }

    /** Whether only servers that offer SMTPUTF8 can take it. */
    boolean isInternational() {
        return local.chars().anyMatch(c -> c > 126);
    }

    @Override
    public String toString() {
        return "<hidden>";
    }
}
