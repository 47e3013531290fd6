// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

/** The transaction lost against another one; nothing of it remains, and it may be tried again. */
final class RetryableConflict extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RetryableConflict(String message, Throwable cause) {
        super(message, cause);
    }
}
