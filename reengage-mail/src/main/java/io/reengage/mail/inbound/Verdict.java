// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.util.Objects;

/**
 * What a mail that came back says about one recipient.
 *
 * @param recipient the address, as the mail names it; empty if it names none
 * @param verdict what it is
 * @param status enhanced status code (RFC 3463) such as {@code 5.1.1}; empty if there is none
 * @param reason why it was judged so, in words; no address in it
 */
public record Verdict(String recipient, VerdictClass verdict, String status, String reason) {

    public Verdict {
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(reason, "reason");
    }

    public Severity severity() {
        return verdict.severity();
    }

    public Scope scope() {
        return verdict.scope();
    }

    /** Names no address. */
    @Override
    public String toString() {
        return "Verdict[" + verdict + " " + status + ": " + reason + "]";
    }
}
