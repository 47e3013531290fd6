// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.measure;

/** Processor time of a process and its children, running or ended, as Linux counts it in {@code /proc/<pid>/stat}. */
public final class ProcessFamily implements CpuClock {
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
        return ProcFile.processNanos(parent.pid())
                + parent.children()
                        .mapToLong(each -> ProcFile.processNanos(each.pid()))
                        .sum();
    }
}
