// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A text file in UTF-8, read line by line, so that a broken byte is reported with its line and a line without end is refused
 * before it fills the memory.
 */
final class CheckedText extends Reader {

    /** The longest line taken, in bytes. */
    static final int LONGEST_LINE = 64 * 1024;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path file;
    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final byte[] bytes = new byte[LONGEST_LINE];
    private CharBuffer line = CharBuffer.allocate(0);
    private long number;

    private CheckedText(Path file, InputStream in) {
        this.file = file;
        this.in = new BufferedInputStream(in);
    }

    /**
     * @throws BadInputException if there is no such file, or it cannot be opened
     */
    static CheckedText of(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new BadInputException(file + ": is a directory; name the CSV file in it");
            }
            return new CheckedText(file, Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            throw new BadInputException(file + ": no such file; check the path");
        } catch (IOException e) {
            throw new BadInputException(
                    file + ": cannot be read (" + e.getClass().getSimpleName() + "); check the path");
        }
    }

    @Override
    public int read(char[] target, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, target.length);
        if (!line.hasRemaining() && !nextLine()) {
            return -1;
        }
        int count = Math.min(length, line.remaining());
        line.get(target, from, count);
        return count;
    }

    private boolean nextLine() throws IOException {
        int length = 0;
        int next = in.read();
        while (next >= 0) {
            if (length == LONGEST_LINE) {
                throw bad("the line is longer than " + LONGEST_LINE / 1024 + " KB", "check for missing line ends");
            }
            bytes[length++] = (byte) next;
            next = next == '\n' ? -1 : in.read();
        }
        if (length == 0) {
            return false;
        }
        line = decode(length);
        number++;
        if (number == 1 && line.charAt(0) == BYTE_ORDER_MARK) {
            line.get();
        }
        return line.hasRemaining();
    }

    private CharBuffer decode(int length) {
        try {
            return decoder.decode(ByteBuffer.wrap(bytes, 0, length));
        } catch (CharacterCodingException e) {
            throw bad("the line is not valid UTF-8", "save the file in UTF-8");
        }
    }

    private BadInputException bad(String what, String fix) {
        return BadInputException.at(file, number + 1, what, fix);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
