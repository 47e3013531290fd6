// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.journal;

import com.google.common.hash.Hashing;
import com.google.common.io.Closer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines in a file, each on the disk before {@link #append} returns. A line carries its checksum; what a power cut left half
 * written is passed over. Several processes may use one directory: each locks a file of its own, and takes over those that a
 * dead one left. Safe for several threads.
 */
public final class Journal implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Journal.class);
    private static final String ENDING = ".journal";
    private static final char SEPARATOR = ' ';

    private final List<Path> files;
    private final List<FileChannel> channels;
    private final List<String> found;

    private Journal(List<Path> files, List<FileChannel> channels, List<String> found) {
        this.files = files;
        this.channels = channels;
        this.found = found;
    }

    /**
     * Opens the journal of a ledger, and with it what earlier processes left.
     *
     * @param directory made if it is not there
     * @param ledger names the ledger, so that results of another one are left alone; letters and digits
     * @throws UncheckedIOException if the directory cannot be written to
     */
    public static Journal open(Path directory, String ledger) {
        List<Path> files = new ArrayList<>();
        List<FileChannel> channels = new ArrayList<>();
        List<String> found = new ArrayList<>();
        try {
            Files.createDirectories(directory);
            for (Path file : left(directory, ledger)) {
                take(file, files, channels);
            }
            for (int number = 1; files.isEmpty(); number++) {
                take(
                        directory.resolve(String.format(Locale.ROOT, "%s-%04d%s", ledger, number, ENDING)),
                        files,
                        channels);
            }
            for (int i = 0; i < files.size(); i++) {
                found.addAll(read(files.get(i), channels.get(i)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("journal(" + directory + ") cannot be used", e);
        }
        return new Journal(files, channels, found);
    }

    private static List<Path> left(Path directory, String ledger) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> {
                        String name = String.valueOf(file.getFileName());
                        return name.startsWith(ledger + "-") && name.endsWith(ENDING);
                    })
                    .sorted()
                    .toList();
        }
    }

    private static void take(Path file, List<Path> files, List<FileChannel> channels) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (lock(channel).isPresent()) {
            files.add(file);
            channels.add(channel);
        } else {
            channel.close();
        }
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return Optional.ofNullable(lock);
        } catch (OverlappingFileLockException e) {
            // another engine of this JVM
            return Optional.empty();
        }
    }

    private static List<String> read(Path file, FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            int end = line.indexOf(SEPARATOR);
            String content = line.substring(end + 1);
            if (end > 0 && line.substring(0, end).equals(checksum(content))) {
                lines.add(content);
            } else if (!line.isEmpty()) {
                logger.warn("Journal {} holds a line that was not completely written; it is passed over", file);
            }
        }
        return lines;
    }

    private static String checksum(String content) {
        return Hashing.crc32c().hashString(content, StandardCharsets.UTF_8).toString();
    }

    /** What earlier processes left. */
    public List<String> found() {
        return List.copyOf(found);
    }

    /**
     * Puts a line on the disk.
     *
     * @param line without line breaks
     * @throws UncheckedIOException if it may not be there
     */
    public synchronized void append(String line) {
        // begins with a line break, since an earlier line may have been cut short
        ByteBuffer bytes =
                ByteBuffer.wrap(("\n" + checksum(line) + SEPARATOR + line + "\n").getBytes(StandardCharsets.UTF_8));
        FileChannel channel = channels.get(0);
        try {
            channel.position(channel.size());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + files.get(0) + " could not be written", e);
        }
    }

    /** Forgets everything: all of it is settled. */
    public synchronized void clear() {
        try {
            for (FileChannel channel : channels) {
                if (channel.size() > 0) {
                    channel.truncate(0);
                    channel.force(true);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + files.get(0) + " could not be emptied", e);
        }
    }

    /** Lets go of the files; what is in them stays. */
    @Override
    public synchronized void close() {
        try (Closer closer = Closer.create()) {
            channels.forEach(closer::register);
        } catch (IOException e) {
            logger.warn("Journal {} did not close", files.get(0), e);
        }
    }
}
