// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

/**
 * What a returned mail tells of one recipient.
 *
 * @param recipient address; empty if it is not told
 * @param action of a delivery report (RFC 3464), in lower case; empty in free text
 * @param status its status; empty in free text
 * @param said what the server said that refused it, if that is told apart
 * @param named the lines of free text that name the recipient
 * @param around the paragraph of free text about the recipient
 * @param reporter the server that reports it, in lower case; empty if it is not told
 */
record Returned(
        String recipient, String action, String status, String said, String named, String around, String reporter) {

    Returned with(String lines, String paragraph, String server) {
        return new Returned(recipient, action, status, said, lines, paragraph, server);
    }
}
