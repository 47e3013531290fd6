// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** New mails of a maildir; dealt with, they are mails that were seen, and marked for a person if they prove nothing. */
final class Maildir implements MailSource {
    private static final int BATCH = 200;
    private static final String SEEN = ":2,S";
    private static final String FLAGGED = ":2,FS";

    private final Path root;

    Maildir(Path root) {
        this.root = root;
    }

    @Override
    public List<Waiting> next() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("new"))) {
            return files.filter(file -> Files.isRegularFile(file) && Files.isReadable(file))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .limit(BATCH)
                    .<Waiting>map(NewMail::new)
                    .toList();
        }
    }

    private record NewMail(Path file) implements Waiting {

        @Override
        public byte[] bytes() throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(MailReader.MOST_BYTES);
            }
        }

        @Override
        public void done(Inbox.Handling handling) throws IOException {
            boolean kept = !MailDirectory.nameOf(handling).equals(MailDirectory.DONE);
            Path seen = Files.createDirectories(file.resolveSibling("../cur").normalize());
            Path to = seen.resolve(file.getFileName() + (kept ? FLAGGED : SEEN));
            Files.move(file, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
