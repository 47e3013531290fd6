// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.channel.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who writes: what all mails of a channel have in common.
 *
 * @param from address of the author
 * @param displayName name of the author; may be empty
 * @param replyTo where answers go; {@code null} means to the author
 * @param listId the {@code List-Id} header's value; {@code null} for none
 * @param bulk whether mails say {@code Precedence: bulk}, which keeps many automatic answers away
 * @param autoReplies whether Exchange may answer marketing mails by itself; else it is asked not to
 * @param duties what else is owed
 * @param returnPath where mails come back to; {@code null} means to the author
 * @param templateHeaders names of headers that templates may fill
 */
record Sender(
        MailAddress from,
        String displayName,
        @Nullable MailAddress replyTo,
        @Nullable String listId,
        boolean bulk,
        boolean autoReplies,
        Duties duties,
        @Nullable ReturnPath returnPath,
        List<String> templateHeaders) {

    /** Owes nothing in particular; mails come back to the author. */
    Sender(MailAddress from, String displayName, @Nullable MailAddress replyTo, @Nullable String listId, boolean bulk) {
        this(from, displayName, replyTo, listId, bulk, false, Duties.NONE, null, List.of());
    }

    /** Where a message comes back to. */
    String envelope(Message message) {
        return returnPath == null ? from.wire() : returnPath.of(message);
    }

    /** The signed tag of a message; {@code null} if it has none. */
    @Nullable
    String tag(Message message) {
        return returnPath == null ? null : returnPath.tag(message).orElse(null);
    }

    /** Whether every mail of this sender needs SMTPUTF8. */
    boolean isInternational() {
        return from.isInternational() || (replyTo != null && replyTo.isInternational());
    }
}
