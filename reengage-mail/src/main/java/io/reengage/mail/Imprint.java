// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who answers for the mails; templates name its parts {@code senderName}, {@code senderAddress} and {@code senderContact}. A part
 * may be empty where no {@link Law} demands it.
 *
 * @param name the sender's legal name, such as {@code 株式会社ショップ}
 * @param postalAddress where letters reach the sender, in one line
 * @param contact where complaints and questions go: an e-mail address, a phone number or a page
 */
public record Imprint(String name, String postalAddress, String contact) {
    static final String NAME = "senderName";
    static final String ADDRESS = "senderAddress";
    static final String CONTACT = "senderContact";

    static final Imprint NONE = new Imprint("", "", "");

    public Imprint {
        name = Checks.line(name, "name of the imprint").strip();
        postalAddress =
                Checks.line(postalAddress, "postal address of the imprint").strip();
        contact = Checks.line(contact, "contact of the imprint").strip();
    }

    /** By the names that templates use, without the empty ones. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(NAME, name);
        values.put(ADDRESS, postalAddress);
        values.put(CONTACT, contact);
        values.values().removeIf(String::isEmpty);
        return values;
    }
}
