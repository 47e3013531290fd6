// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import java.nio.charset.StandardCharsets;

/** Texts of others as a database takes them: PostgreSQL keeps no NUL, and no encoding has half a surrogate pair. */
public final class StorableText {

    private StorableText() {}

    /** Whether the text can be kept as it is. */
    public static boolean is(String text) {
        return text.chars().noneMatch(unit -> unit == 0 || Character.isSurrogate((char) unit))
                || (text.indexOf('\0') < 0
                        && StandardCharsets.UTF_8.newEncoder().canEncode(text));
    }

    /** The text, with a question mark for whatever cannot be kept. */
    public static String of(String text) {
        return is(text)
                ? text
                : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '?');
    }
}
