// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** One mail from a stream. */
final class SingleMail implements MailSource, MailSource.Waiting {
    private final InputStream mail;
    private boolean given;

    SingleMail(InputStream mail) {
        this.mail = mail;
    }

    @Override
    public List<Waiting> next() {
        if (given) {
            return List.of();
        }
        given = true;
        return List.of(this);
    }

    @Override
    public byte[] bytes() throws IOException {
        return mail.readNBytes(MailReader.MOST_BYTES);
    }

    @Override
    public void done(Inbox.Handling handling) {
        // a stream cannot be put anywhere
    }
}
