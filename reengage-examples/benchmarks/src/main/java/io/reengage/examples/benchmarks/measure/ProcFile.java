// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Reads what Linux counts of processes and threads in files named {@code stat}. */
final class ProcFile {
    /** Linux tells these figures in hundredths of a second on every platform. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Fields after the name in brackets: user, system, and the same of children that ended. */
    private static final int USER = 11;

    private static final Path THREADS = Path.of("/proc/self/task");

    private ProcFile() {}

    /** User and system time of a process, and of its children that ended; 0 if it ended meanwhile. */
    static long processNanos(long pid) {
        return nanos(Path.of("/proc", Long.toString(pid), "stat"), 4);
    }

    /** Time of this JVM's compiler threads; 0 where there is no {@code /proc}. */
    static long compilerNanos() {
        if (!Files.isDirectory(THREADS)) {
            return 0;
        }
        try (Stream<Path> threads = Files.list(THREADS)) {
            return threads.map(each -> each.resolve("stat"))
                    .filter(each -> read(each).contains(" CompilerThre"))
                    .mapToLong(each -> nanos(each, 2))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(THREADS + " cannot be read", e);
        }
    }

    private static long nanos(Path file, int times) {
        String stat = read(file);
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = USER; i < USER + times; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks * TICK_NANOS;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            // ended meanwhile: its parent counts it from now on
            return "";
        }
    }
}
