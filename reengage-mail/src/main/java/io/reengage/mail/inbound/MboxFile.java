// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Mails in one mbox file, which is left as it is. Keeps places, not mails, in memory. */
final class MboxFile implements MailSource {
    private static final int BATCH = 200;
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

    private final Path file;
    private long from;

    MboxFile(Path file) {
        this.file = file;
    }

    @Override
    public List<Waiting> next() throws IOException {
        List<Waiting> batch = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.skipNBytes(from);
            Scan scan = new Scan(from);
            int next = in.read();
            while (next >= 0 && batch.size() < BATCH) {
                if (scan.startsMail((byte) next)) {
                    batch.add(new Place(file, from, scan.start() - from));
                    from = scan.start();
                }
                next = in.read();
            }
            if (next < 0 && scan.at() > from) {
                batch.add(new Place(file, from, scan.at() - from));
                from = scan.at();
            }
        }
        return batch;
    }

    /** Where the next mail starts: at a line "From " after an empty one. */
    private static final class Scan {
        private final byte[] line = new byte[FROM.length];
        private final long first;
        private long at;
        private long lineStart;
        private int inLine;
        private boolean afterEmpty;

        Scan(long at) {
            this.first = at;
            this.at = at;
            this.lineStart = at;
        }

        boolean startsMail(byte next) {
            at++;
            if (next == '\n') {
                afterEmpty = inLine == 0 || (inLine == 1 && line[0] == '\r');
                inLine = 0;
                lineStart = at;
                return false;
            }
            if (inLine < FROM.length) {
                line[inLine] = next;
            }
            inLine++;
            return inLine == FROM.length && afterEmpty && lineStart > first && Arrays.equals(line, FROM);
        }

        long start() {
            return lineStart;
        }

        long at() {
            return at;
        }
    }

    private record Place(Path file, long start, long length) implements Waiting {

        @Override
        public byte[] bytes() throws IOException {
            try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
                open.seek(start);
                byte[] bytes = new byte[(int) Math.min(length, MailReader.MOST_BYTES)];
                open.readFully(bytes);
                return bytes;
            }
        }

        @Override
        public void done(Inbox.Handling handling) {
            // what is on record is known when it is read again
        }
    }
}
