// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the engine says on the error stream while a history runs. It warns of every fault, which nobody wants to read; but an
 * exception that no fault explains is a mistake.
 */
final class EngineLog {
    private static final Pattern SURPRISE = Pattern.compile("java\\.(lang|util|time)\\.[A-Za-z.]*"
            + "(NullPointer|NoSuchElement|ClassCast|IndexOutOfBounds|UnsupportedOperation|ConcurrentModification|Arithmetic"
            + "|DateTime)Exception[^\\n]*\\n[^\\n]*\\n[^\\n]*|LedgerConflictException[^\\n]*");
    private static final ByteArrayOutputStream TEXT = new ByteArrayOutputStream();
    private static final PrintStream QUIET = new PrintStream(TEXT, false, StandardCharsets.UTF_8);
    private static PrintStream usual = System.err;

    private EngineLog() {}

    static void begin() {
        usual = System.err;
        TEXT.reset();
        System.setErr(QUIET);
    }

    static void end() {
        System.setErr(usual);
    }

    /** The first exception that no fault explains. */
    static Optional<String> surprise() {
        QUIET.flush();
        if (TEXT.size() == 0) {
            return Optional.empty();
        }
        Matcher found = SURPRISE.matcher(TEXT.toString(StandardCharsets.UTF_8));
        return found.find() ? Optional.of(found.group()) : Optional.empty();
    }

    /** Everything since {@link #begin()}. */
    static List<String> lines() {
        QUIET.flush();
        return TEXT.toString(StandardCharsets.UTF_8).lines().toList();
    }

    static String text(Throwable problem) {
        StringWriter text = new StringWriter();
        problem.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
