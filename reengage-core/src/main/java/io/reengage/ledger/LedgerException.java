// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

/**
 * The ledger could not do what was asked: the database is out of reach, unsuitable, or answered with an error.
 *
 * <p>The message names tables, states and codes, never the content of a row. What a database said is withheld, since
 * databases quote values.
 */
public final class LedgerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LedgerException(String message) {
        super(message);
    }

    public LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
