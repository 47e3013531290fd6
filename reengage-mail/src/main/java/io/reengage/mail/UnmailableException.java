// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

/** A message that cannot become a mail, whoever tries and however often. Its text holds no personal data. */
final class UnmailableException extends Exception {
    private static final long serialVersionUID = 1;

    UnmailableException(String message) {
        super(message);
    }
}
