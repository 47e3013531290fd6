// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.smtp;

import java.util.HashMap;
import java.util.Map;

/** What an answer is about, told by its enhanced status code: RFC 3463 with the registry of RFC 5248. */
enum Blame {
    /** The address: nobody there, or nobody any more. */
    ADDRESS,
    /** The mailbox as it is now, such as a full one. */
    MAILBOX,
    /** This very message. */
    MESSAGE,
    /** A rule of the receiver; whether about the sender or about the message shows only by when it is said. */
    RULE,
    /** The sender: its login, its address, its authentication. Nothing a recipient could do about. */
    SENDER,
    /** Too much or too fast for the receiver. */
    PACE,
    /** Some system on the way. */
    SYSTEM;

    private static final Map<String, Blame> TABLE = new HashMap<>();

    static {
        put(ADDRESS, "1.0 1.1 1.2 1.3 1.4 1.6 1.9 1.10 2.4 4.1 4.4 4.6 7.2 7.17 7.18 7.19");
        put(MAILBOX, "2 2.0 2.1 2.2");
        put(MESSAGE, "2.3 3.3 3.4 6 7.3 7.16 7.30");
        put(RULE, "7.0 7.1");
        // protocol, the sender's address, encryption, login, then DKIM, SPF, reverse DNS, DMARC and ARC
        put(SENDER, "1.7 1.8 5 7 7.4 7.5 7.6 7.7 7.8 7.9 7.10 7.11 7.12 7.13 7.14 7.15");
        put(SENDER, "7.20 7.21 7.22 7.23 7.24 7.25 7.26 7.27 7.29");
        put(PACE, "4.5 7.28");
        // Microsoft's own: sending too fast as a tenant, and as an address that is watched
        put(PACE, "7.508 7.500 7.650 7.651 7.652 7.653 7.660 7.700 7.705 7.708 7.750");
        put(SYSTEM, "1.5 3 4");
    }

    private static void put(Blame blame, String details) {
        for (String detail : details.split(" ", -1)) {
            TABLE.put(detail, blame);
        }
    }

    /**
     * Looks a code up: by subject and detail, else by subject alone.
     *
     * @param status such as {@code 5.1.1}; its class does not matter here
     */
    static Blame of(String status) {
        String detail = status.substring(status.indexOf('.') + 1);
        Blame exact = TABLE.get(detail);
        return exact != null ? exact : TABLE.getOrDefault(detail.substring(0, detail.indexOf('.')), SYSTEM);
    }
}
