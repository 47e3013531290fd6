// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.subscriber;

import java.net.IDN;

/** Spellings of one e-mail address: what hosts write and what servers write back is not always the same. */
final class Spelling {
    /** Letters that the two versions of IDNA send to different domains: the JDK knows only the older one. */
    private static final String AMBIGUOUS = "\u00df\u1e9e\u03c2\u200c\u200d";

    private static final String NEEDS_QUOTES = "\"\\@ \t";

    private Spelling() {}

    /**
     * The same without quotes that change nothing, as {@code "a..b"@docomo.ne.jp} has them on its way, and with a domain of
     * A-labels.
     *
     * @param address in lower case
     */
    static String plain(String address) {
        int at = address.lastIndexOf('@');
        return at < 1 ? address : unquoted(address.substring(0, at)) + "@" + ascii(address.substring(at + 1));
    }

    private static String unquoted(String local) {
        if (local.length() < 3 || local.charAt(0) != '"' || local.charAt(local.length() - 1) != '"') {
            return local;
        }
        String inner = local.substring(1, local.length() - 1);
        return inner.chars().anyMatch(c -> NEEDS_QUOTES.indexOf(c) >= 0) ? local : inner;
    }

    private static String ascii(String domain) {
        if (domain.chars().allMatch(c -> c < 128) || domain.chars().anyMatch(c -> AMBIGUOUS.indexOf(c) >= 0)) {
            return domain;
        }
        try {
            return IDN.toASCII(domain);
        } catch (IllegalArgumentException e) {
            return domain;
        }
    }
}
