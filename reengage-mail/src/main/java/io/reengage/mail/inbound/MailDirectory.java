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

/** Mails in a directory, one a file. */
final class MailDirectory implements MailSource {
    static final String DONE = "done";

    private static final int BATCH = 200;

    private final Path directory;

    MailDirectory(Path directory) {
        this.directory = directory;
    }

    /** Where a mail goes after what was done with it. */
    static String nameOf(Inbox.Handling handling) {
        return switch (handling) {
            case UNPROVEN -> "unproven";
            case BROKEN -> "broken";
            case RECORDED, DOUBTED, KNOWN, IGNORED -> DONE;
        };
    }

    @Override
    public List<Waiting> next() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> Files.isRegularFile(file) && Files.isReadable(file))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .limit(BATCH)
                    .<Waiting>map(MailFile::new)
                    .toList();
        }
    }

    /** One file. */
    private record MailFile(Path file) implements Waiting {

        @Override
        public byte[] bytes() throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(MailReader.MOST_BYTES);
            }
        }

        @Override
        public void done(Inbox.Handling handling) throws IOException {
            Path to = file.resolveSibling(nameOf(handling));
            Files.createDirectories(to);
            Files.move(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
