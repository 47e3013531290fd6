// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.subscriber;

import java.util.Locale;
import java.util.Objects;

/**
 * One place a person can be reached at: an e-mail address, a phone number, a device token.
 *
 * <p>{@link #toString()} hides the value, so that an address cannot slip into a log.
 *
 * @param kind what the value is, as channels name it: {@value #EMAIL}, {@code phone}, {@code device}
 * @param value the address itself, without surrounding blanks or control characters
 */
public record Address(String kind, String value) {

    public static final String EMAIL = "email";

    public Address {
        Text.require(kind, "address kind", 40);
        Text.require(value, "address of kind " + kind, 1000);
    }

    public static Address email(String value) {
        return new Address(EMAIL, value);
    }

    /**
     * The form under which two spellings of one address are the same: letter case is folded; of an e-mail address, quotes that
     * change nothing are left out, and a domain beyond ASCII is written in A-labels. Nothing else is, since dots and plus tags
     * mean different mailboxes at most providers.
     */
    public String canonical() {
        String folded = value.strip().toLowerCase(Locale.ROOT);
        return kind.equals(EMAIL) ? Spelling.plain(folded) : folded;
    }

    /** What stands behind the last {@code @} of the {@linkplain #canonical() canonical} form; all of it if there is none. */
    public String domain() {
        String canonical = canonical();
        return canonical.substring(canonical.lastIndexOf('@') + 1);
    }

    @Override
    public String toString() {
        return Objects.toString(kind) + ":<hidden>";
    }
}
