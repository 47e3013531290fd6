// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.util.Locale;

/** What a returned mail means for the address it was sent to. */
public enum Severity {
    /** There is no such address any more: nothing is sent there again. */
    HARD,
    /** It did not arrive, for a reason that may pass or that lies with us: one such mail changes nothing. */
    SOFT,
    /** It is no bounce. */
    NONE;

    /** As it is printed: {@code hard}, {@code soft} or {@code none}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
