// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import jakarta.mail.internet.MimeUtility;
import java.util.ArrayList;
import java.util.List;

/** Headers of one mail, in order, each checked: the library would write a line break in a value as a new header. */
final class HeaderLines {
    /** RFC 5322 2.1.1, without the line break. */
    private static final int LONGEST_LINE = 998;

    private final boolean international;
    private final List<String> lines = new ArrayList<>();

    /**
     * No headers yet.
     *
     * @param international whether values may be UTF-8 as they are (RFC 6532)
     */
    HeaderLines(boolean international) {
        this.international = international;
    }

    /** Adds unstructured text, encoded where it must be. */
    void addText(String name, String text) throws UnmailableException {
        check(name, text);
        put(name, EncodedWords.text(text.strip(), start(name)));
    }

    /** Adds an address with the name of who is there; the name may be empty. */
    void addMailbox(String name, String person, MailAddress address) throws UnmailableException {
        check(name, person);
        String wire = address.wire();
        put(name, person.isEmpty() ? wire : EncodedWords.phrase(person, start(name)) + " <" + wire + ">");
    }

    /** Adds a value that is in its final form. */
    void add(String name, String value) throws UnmailableException {
        check(name, value);
        put(name, value);
    }

    /** The headers as they travel, each ended by CRLF, without the empty line that ends them all. */
    String text() {
        return String.join("", lines);
    }

    private static int start(String name) {
        return name.length() + 2;
    }

    private void put(String name, String value) throws UnmailableException {
        String folded = name + ": " + MimeUtility.fold(start(name), value);
        for (String line : folded.split("\r\n", -1)) {
            boolean asciiOnly = line.chars().allMatch(c -> c < 127);
            if (line.length() > LONGEST_LINE || !(international || asciiOnly)) {
                throw new UnmailableException("header " + name + " cannot be written");
            }
        }
        lines.add(folded + "\r\n");
    }

    private static void check(String name, String value) throws UnmailableException {
        if (value.chars().anyMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029')) {
            throw new UnmailableException("header " + name + " would hold a line break or control character");
        }
    }
}
