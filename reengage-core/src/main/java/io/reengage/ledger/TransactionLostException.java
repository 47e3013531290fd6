// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

/**
 * The host's own transaction, in which the ledger took part, lost against another one: a deadlock, a lock that took too
 * long, a row that changed meanwhile. Roll it back and run all of it again.
 */
public final class TransactionLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TransactionLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
