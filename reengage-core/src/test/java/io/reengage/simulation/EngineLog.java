// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the engine says on the error stream while a history runs. It warns of every fault, which nobody wants to read; but an
 * exception that no fault explains is a mistake.
 */
final class EngineLog {
    private static final Pattern SURPRISE = Pattern.compile("java\\.(lang|util|time)\\.[A-Za-z.]*"
            + "(NullPointer|NoSuchElement|ClassCast|IndexOutOfBounds|UnsupportedOperation|ConcurrentModification|Arithmetic"
            + "|DateTime)Exception[^\\n]*\\n[^\\n]*\\n[^\\n]*|LedgerConflictException[^\\n]*");
    private static final PrintStream USUAL = System.err;
    private static final ThreadLocal<@Nullable ByteArrayOutputStream> TEXT = new ThreadLocal<>();

    static {
        System.setErr(new PrintStream(new EachToItsOwn(), true, StandardCharsets.UTF_8));
    }

    private EngineLog() {}

    /** Listens to this thread until {@link #end()}; what other threads say is theirs. */
    static void begin() {
        TEXT.set(new ByteArrayOutputStream());
    }

    static void end() {
        TEXT.remove();
    }

    /** The first exception that no fault explains. */
    static Optional<String> surprise() {
        String text = text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher found = SURPRISE.matcher(text);
        return found.find() ? Optional.of(found.group()) : Optional.empty();
    }

    private static String text() {
        System.err.flush();
        @Nullable ByteArrayOutputStream mine = TEXT.get();
        return mine == null ? "" : mine.toString(StandardCharsets.UTF_8);
    }

    /** What a thread says goes to whoever listens to it, else where it always went. */
    private static final class EachToItsOwn extends OutputStream {

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            @Nullable ByteArrayOutputStream mine = TEXT.get();
            if (mine == null) {
                USUAL.write(bytes, from, length);
            } else {
                mine.write(bytes, from, length);
            }
        }
    }

    static String text(Throwable problem) {
        StringWriter text = new StringWriter();
        problem.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
