// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Processor time of a process and its children, running or ended, as Linux counts it in {@code /proc/<pid>/stat}. */
public final class ProcessFamily implements CpuClock {
    /** Linux tells these figures in hundredths of a second on every platform. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Fields after the name in brackets: user, system, and the same of children that ended. */
    private static final int FIRST_TIME = 11;

    private static final int TIMES = 4;

    private final ProcessHandle parent;

    private ProcessFamily(ProcessHandle parent) {
        this.parent = parent;
    }

    /**
     * The family of this process.
     *
     * @throws IllegalArgumentException if there is no such process
     */
    public static ProcessFamily of(long pid) {
        return new ProcessFamily(
                ProcessHandle.of(pid).orElseThrow(() -> new IllegalArgumentException("there is no process " + pid)));
    }

    @Override
    public long nanos() {
        return ticks(parent) * TICK_NANOS
                + parent.children().mapToLong(ProcessFamily::ticks).sum() * TICK_NANOS;
    }

    private static long ticks(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = 0;
            for (int i = FIRST_TIME; i < FIRST_TIME + TIMES; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks;
        } catch (IOException e) {
            // ended meanwhile: its parent counts it from now on
            return 0;
        }
    }
}
