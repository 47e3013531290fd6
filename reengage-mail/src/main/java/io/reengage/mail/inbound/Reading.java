// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.util.List;

/**
 * One mail, read.
 *
 * @param verdicts one a recipient, in the order of the mail; one at least
 * @param messageId the mail's own {@code Message-ID}; empty if it has none
 * @param deliveredTo addresses the mail came to, as its headers tell, the envelope's first
 * @param original headers of the returned mail that can prove whose it was, by name in lower case
 */
record Reading(List<Verdict> verdicts, String messageId, List<String> deliveredTo, Fields original) {

    Reading {
        verdicts = List.copyOf(verdicts);
        deliveredTo = List.copyOf(deliveredTo);
    }
}
