// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Where mails wait to be taken in: a directory, a maildir, an mbox file, a {@link Mailbox} over IMAP or POP3, or what a host makes
 * of its own. Used by one thread at a time.
 */
public interface MailSource {

    /**
     * The next mails that wait, a few hundred at most; none if no more wait. A mail stays until it is said to be done, and is
     * given out again if it never is.
     */
    List<Waiting> next() throws IOException;

    /** One mail that waits. */
    interface Waiting {

        /** Up to {@link MailReader#MOST_BYTES} bytes of it. */
        byte[] bytes() throws IOException;

        /** Puts it where it is not given out again. */
        void done(Inbox.Handling handling) throws IOException;
    }

    /**
     * Mails in a directory, one a file; taken in, they move to its subdirectory {@code done}, or {@code unproven} or {@code
     * broken}, for a person to look at.
     */
    static MailSource directory(Path directory) {
        return MailFiles.sortedIn(directory);
    }

    /**
     * New mails of a maildir. Taken in, they count as seen; those for a person to look at are flagged.
     *
     * @param root the directory that holds {@code new} and {@code cur}
     */
    static MailSource maildir(Path root) {
        return MailFiles.newIn(root);
    }

    /** Mails in one mbox file, which is only read. The next run reads all of it again, and knows what is on record. */
    static MailSource mbox(Path file) {
        return new MboxFile(file);
    }

    /** One mail, such as standard input. It is read once; nothing is done about it afterwards. */
    static MailSource of(InputStream mail) {
        return new SingleMail(mail);
    }
}
