// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.smtp;

/**
 * A mail ready to be handed over.
 *
 * @param from envelope sender, where bounces go
 * @param to envelope recipient
 * @param international whether an address in it needs SMTPUTF8 (RFC 6531), so that its headers are UTF-8
 * @param bytes headers and body, as they travel but for the stuffing of dots
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never shown
public record Letter(String from, String to, boolean international, byte[] bytes) {

    /** Domain of the recipient. */
    String domain() {
        return to.substring(to.lastIndexOf('@') + 1);
    }

    @Override
    public String toString() {
        return "Letter[" + bytes.length + " bytes]";
    }
}
