// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import io.reengage.examples.benchmarks.measure.Database;
import io.reengage.examples.benchmarks.measure.Peak;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Enrolls a list of any length on PostgreSQL and watches the heap: to be run with a small {@code -Xmx}. */
final class HeapCheck {
    private static final Duration STRETCH = Duration.ofSeconds(10);

    private HeapCheck() {}

    static void run(int people, PrintStream out) {
        try (Database database = Database.start(Database.Kind.PG);
                Enrollments enrollments = new Enrollments(database.dataSource(), "heap_", new EndlessList(people))) {
            out.printf(
                    Locale.ROOT,
                    "%s; %,d people, heap at most %d MB%n",
                    database.description(),
                    people,
                    Runtime.getRuntime().maxMemory() >> 20);
            enrollments.prepare();
            enroll(enrollments, people, out);
            send(enrollments, out);
        }
    }

    private static void enroll(Enrollments enrollments, int people, PrintStream out) {
        Peak peak = new Peak();
        long enrolled = 0;
        long busy = 0;
        while (enrolled < people) {
            long start = System.nanoTime();
            long more = enrollments.enroll(STRETCH);
            busy += System.nanoTime() - start;
            if (more == 0) {
                throw new IllegalStateException("enrolling stopped at " + enrolled);
            }
            enrolled += more;
            peak.look();
            out.printf(Locale.ROOT, "%,12d enrolled, %d MB in use%n", enrolled, peak.megabytes());
        }
        out.printf(
                Locale.ROOT,
                "enrolled %,d at %,.0f people/s, peak heap after collection %d MB, %d collections%n",
                enrolled,
                enrolled * 1e9 / busy,
                peak.megabytes(),
                Peak.collections());
    }

    private static void send(Enrollments enrollments, PrintStream out) {
        Peak peak = new Peak();
        long start = System.nanoTime();
        long sent = enrollments.send(STRETCH);
        double seconds = (System.nanoTime() - start) / 1e9;
        peak.look();
        out.printf(
                Locale.ROOT,
                "then sent %,d at %,.0f/s with all of them due, heap after collection %d MB%n",
                sent,
                sent / seconds,
                peak.megabytes());
    }
}
