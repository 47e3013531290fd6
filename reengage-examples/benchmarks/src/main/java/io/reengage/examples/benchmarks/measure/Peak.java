// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.measure;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/** The most heap that was in use right after a full collection. */
public final class Peak {
    private long bytes;

    /** Collects everything and looks. */
    public void look() {
        System.gc();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        bytes = Math.max(bytes, heap.getUsed());
    }

    /** In megabytes. */
    public long megabytes() {
        return bytes >> 20;
    }

    /** How often any collector ran so far. */
    public static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
