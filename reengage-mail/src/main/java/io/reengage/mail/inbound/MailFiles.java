// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Mails in a directory, one a file. */
final class MailFiles implements MailSource {
    private static final int BATCH = 200;
    private static final String SEEN = ":2,S";
    private static final String FLAGGED = ":2,FS";

    /** Of a file that another process has put away. */
    private static final byte[] TAKEN_MEANWHILE = {};

    private final Path waiting;
    private final Filing filing;

    private MailFiles(Path waiting, Filing filing) {
        this.waiting = waiting;
        this.filing = filing;
    }

    /** Where a file goes that is done with. */
    @FunctionalInterface
    private interface Filing {
        void file(Path mail, Inbox.Handling handling) throws IOException;
    }

    /** Mails of any directory; they go to subdirectories. */
    static MailFiles sortedIn(Path directory) {
        return new MailFiles(directory, (mail, handling) -> {
            Path to = Files.createDirectories(mail.resolveSibling(handling.folder()));
            Files.move(mail, to.resolve(mail.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        });
    }

    /** New mails of a maildir; they become mails that were seen, flagged for a person where one should look. */
    static MailFiles newIn(Path maildir) {
        return new MailFiles(maildir.resolve("new"), (mail, handling) -> {
            Path seen = Files.createDirectories(maildir.resolve("cur"));
            Path to = seen.resolve(mail.getFileName() + (handling.isForAPerson() ? FLAGGED : SEEN));
            Files.move(mail, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
    }

    @Override
    public List<Waiting> next() throws IOException {
        try (Stream<Path> files = Files.list(waiting)) {
            return files.filter(file -> Files.isRegularFile(file) && Files.isReadable(file))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .limit(BATCH)
                    .<Waiting>map(file -> new MailFile(file, filing))
                    .toList();
        }
    }

    private record MailFile(Path file, Filing filing) implements Waiting {

        @Override
        public byte[] bytes() throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(MailReader.MOST_BYTES);
            } catch (NoSuchFileException e) {
                return TAKEN_MEANWHILE;
            }
        }

        @Override
        public void done(Inbox.Handling handling) throws IOException {
            try {
                filing.file(file, handling);
            } catch (NoSuchFileException e) {
                // another process has put it away; on record it is once
            }
        }
    }
}
