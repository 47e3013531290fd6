// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.pop3.POP3Folder;
import org.eclipse.angus.mail.pop3.POP3Message;
import org.jspecify.annotations.Nullable;

/**
 * Mails in a {@link Mailbox}. Connects with the first batch; what is done with a batch is told to the server before the next one,
 * or when the source is closed. Used by one thread at a time.
 */
public final class MailboxSource implements MailSource, AutoCloseable {
    private static final int BATCH = 100;
    /** Of a mail that is too long; its report stands before what it returns. */
    private static final int LINES_OF_LONG = 5_000;

    private final Mailbox.Settings settings;
    private final Map<Inbox.Handling, List<Message>> done = new EnumMap<>(Inbox.Handling.class);
    /** Mails that stay on a server without folders. */
    private final Set<String> passedOver = new HashSet<>();

    private @Nullable Store store;
    private @Nullable Folder folder;

    MailboxSource(Mailbox.Settings settings) {
        this.settings = settings;
    }

    @Override
    public List<Waiting> next() throws IOException {
        try {
            putAway();
            Folder open = open();
            List<Waiting> batch = new ArrayList<>();
            int count = open.getMessageCount();
            for (int from = 1; from <= count && batch.isEmpty(); from += BATCH) {
                Message[] messages = open.getMessages(from, Math.min(count, from + BATCH - 1));
                fetch(open, messages);
                for (Message each : messages) {
                    if (!each.isSet(Flags.Flag.DELETED) && !passedOver.contains(uid(open, each))) {
                        batch.add(new Mail(each));
                    }
                }
            }
            return batch;
        } catch (MessagingException e) {
            throw failed(e);
        }
    }

    private static void fetch(Folder open, Message[] messages) throws MessagingException {
        FetchProfile profile = new FetchProfile();
        profile.add(UIDFolder.FetchProfileItem.UID);
        if (!(open instanceof POP3Folder)) {
            profile.add(FetchProfile.Item.FLAGS);
        }
        open.fetch(messages, profile);
    }

    private static String uid(Folder open, Message message) throws MessagingException {
        return open instanceof POP3Folder pop ? Objects.requireNonNullElse(pop.getUID(message), "") : "";
    }

    private Folder open() throws MessagingException {
        Store connected = store;
        if (connected == null || !connected.isConnected()) {
            connected = Session.getInstance(settings.properties()).getStore(settings.scheme());
            store = connected;
            connected.connect(
                    settings.host(),
                    settings.port(),
                    settings.user(),
                    settings.password().get());
        }
        Folder current = folder;
        if (current == null || !current.isOpen()) {
            current = connected.getFolder(settings.isImap() ? settings.folder() : "INBOX");
            current.open(Folder.READ_WRITE);
            folder = current;
        }
        return current;
    }

    /** Tells the server what was done. POP3 deletes only when the session ends in peace. */
    private void putAway() throws MessagingException {
        Folder open = folder;
        if (open == null || done.isEmpty()) {
            return;
        }
        for (Map.Entry<Inbox.Handling, List<Message>> each : done.entrySet()) {
            Message[] messages = each.getValue().toArray(new Message[0]);
            boolean kept = each.getKey().isForAPerson();
            if (settings.isImap() && (kept || !settings.deleting())) {
                copy(open, messages, each.getKey().folder());
            }
            if (!kept || settings.isImap()) {
                open.setFlags(messages, new Flags(Flags.Flag.DELETED), true);
            } else {
                for (Message message : messages) {
                    passedOver.add(uid(open, message));
                }
            }
        }
        done.clear();
        open.close(true);
        if (!settings.isImap()) {
            disconnect();
        }
    }

    private void copy(Folder open, Message[] messages, String name) throws MessagingException {
        Folder to = Objects.requireNonNull(store).getFolder(name);
        if (!to.exists() && !to.create(Folder.HOLDS_MESSAGES)) {
            throw new MessagingException("the server does not let the folder '" + name + "' be made");
        }
        open.copyMessages(messages, to);
    }

    private void disconnect() throws MessagingException {
        Store connected = store;
        store = null;
        folder = null;
        if (connected != null) {
            connected.close();
        }
    }

    /** Tells the server what was done, and ends the connection. */
    @Override
    public void close() throws IOException {
        try {
            try {
                putAway();
            } finally {
                disconnect();
            }
        } catch (MessagingException e) {
            throw failed(e);
        }
    }

    /** Without what the server said, which may name people. */
    private IOException failed(MessagingException e) {
        IOException failure = new IOException(
                "the mailbox at " + settings.host() + " could not be read over " + settings.scheme() + ": "
                        + e.getClass().getSimpleName(),
                e.getNextException() instanceof IOException cause ? cause : null);
        try {
            disconnect();
        } catch (MessagingException ignored) {
            failure.addSuppressed(new IOException("nor could it be closed"));
        }
        done.clear();
        return failure;
    }

    private final class Mail implements Waiting {
        private final Message message;

        Mail(Message message) {
            this.message = message;
        }

        @Override
        public byte[] bytes() throws IOException {
            try (InputStream in = stream()) {
                return in.readNBytes(MailReader.MOST_BYTES);
            } catch (MessagingException e) {
                if (isConnected()) {
                    // one mail the server cannot give must not keep the others from being read
                    return new byte[0];
                }
                throw failed(e);
            }
        }

        private boolean isConnected() {
            Store connected = store;
            return connected != null && connected.isConnected();
        }

        private InputStream stream() throws MessagingException {
            if (message instanceof IMAPMessage imap) {
                return imap.getMimeStream();
            }
            POP3Message pop = (POP3Message) message;
            return pop.getSize() > MailReader.MOST_BYTES ? pop.top(LINES_OF_LONG) : pop.getMimeStream();
        }

        @Override
        public void done(Inbox.Handling handling) {
            done.computeIfAbsent(handling, key -> new ArrayList<>()).add(message);
        }
    }
}
