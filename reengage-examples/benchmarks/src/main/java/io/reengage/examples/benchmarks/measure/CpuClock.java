// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Processor time used so far by one or more processes, in nanoseconds. Advances in steps of about 10 ms. */
public interface CpuClock {

    long nanos();

    /** Whether collecting garbage counts too. */
    default boolean countsCollector() {
        return true;
    }

    /**
     * This JVM with all its threads but the compiler's: what it spends depends on how long a program has run, not on what a
     * contender does, and in a short run would hide the rest.
     */
    static CpuClock ofThisProcess() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return () -> system.getProcessCpuTime() - ProcFile.compilerNanos();
    }

    /** The thread that asks, alone: neither the compiler nor the collector count. Exact to the microsecond. */
    static CpuClock ofThisThread() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return new CpuClock() {
            @Override
            public long nanos() {
                return threads.getCurrentThreadCpuTime();
            }

            @Override
            public boolean countsCollector() {
                return false;
            }
        };
    }

    /** Both together. */
    default CpuClock and(CpuClock other) {
        return () -> nanos() + other.nanos();
    }
}
