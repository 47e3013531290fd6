// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.anyOf;
import static io.reengage.segment.Conditions.attribute;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;

import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.examples.benchmarks.measure.Database;
import io.reengage.examples.benchmarks.measure.Peak;
import io.reengage.segment.CompiledSegment;
import io.reengage.segment.Profile;
import io.reengage.segment.Segment;
import io.reengage.segment.Verdict;
import io.reengage.segment.sql.HostTables;
import io.reengage.segment.sql.Question;
import io.reengage.segment.sql.SegmentStore;
import io.reengage.subscriber.Subscriber;
import java.io.PrintStream;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads any number of people through one cursor of PostgreSQL and judges every one in memory, in a small heap. Half of the
 * condition has no words in SQL and the other half cannot narrow it, so that nobody is left aside by the database.
 */
final class Scan {
    private static final long MOST_BYTES = 64L << 20;
    /** People between two looks at the heap. */
    private static final int STRETCH = 500_000;

    private static final Segment SEGMENT = new Segment(
            "silent, or of a town",
            anyOf(
                    allOf(subscribed(Rule.LIST), did(OPENED, CLICKED).never().within(days(365))),
                    attribute("town").startsWith("ky")));

    private static final String MEANT = String.format("""
            SELECT COUNT(*) FROM scanned
            WHERE on_list AND consented AND COALESCE(last_opened < '%1$s', true) AND COALESCE(last_clicked < '%1$s', true)
              OR town ILIKE 'ky%%'
            """, Rule.YEAR_AGO);

    private final ActivitySource source;
    private final CompiledSegment segment = SEGMENT.compile(Rule.NOW);
    private final Peak peak = new Peak();
    private long read;
    private long members;

    private Scan(HostTables tables) {
        this.source = tables.activitySource();
    }

    /**
     * Fills the tables, reads them and prints how that went.
     *
     * @throws IllegalArgumentException if the heap may grow beyond 64 MB
     * @throws IllegalStateException if the database itself finds another number of members
     */
    static void run(int people, PrintStream out) {
        long most = Runtime.getRuntime().maxMemory();
        if (most > MOST_BYTES) {
            throw new IllegalArgumentException("--scan shows what a small heap does, but this one may grow to "
                    + (most >> 20) + " MB: start it as java -Xmx64m -jar benchmarks.jar segments --scan " + people);
        }
        try (Database database = Database.start(Database.Kind.PG)) {
            out.printf(Locale.ROOT, "%s; %,d people are made by the server%n", database.description(), people);
            fill(database, people);
            HostTables tables = mapped(database);
            Scan scan = new Scan(tables);
            long start = System.nanoTime();
            scan.read(tables);
            double seconds = (System.nanoTime() - start) / 1e9;
            scan.check(people, database.count(MEANT));
            out.printf(
                    Locale.ROOT,
                    "read and judged %,d people in %.1f s, %,.0f people/s; %,d members, as the server counts them;"
                            + " peak heap after collection %d MB of at most %d MB, %d collections%n",
                    scan.read,
                    seconds,
                    scan.read / seconds,
                    scan.members,
                    scan.peak.megabytes(),
                    most >> 20,
                    Peak.collections());
        }
    }

    private static void fill(Database database, int people) {
        // unlogged: nobody needs these rows after a crash
        database.execute(
                "CREATE UNLOGGED TABLE scanned (id BIGINT NOT NULL, email TEXT NOT NULL, on_list BOOLEAN NOT NULL,"
                        + " consented BOOLEAN NOT NULL, town TEXT NOT NULL, last_opened TIMESTAMPTZ, last_clicked TIMESTAMPTZ)",
                madeUp(people),
                "ALTER TABLE scanned ADD PRIMARY KEY (id)",
                "ANALYZE scanned");
    }

    private static String madeUp(int people) {
        return String.format("""
            INSERT INTO scanned
            SELECT n, 'person' || n || '@example.com', n %% 10 < 8, n %% 7 > 0,
              (ARRAY['Osaka', 'Kyoto', 'kyotango', 'Tokyo', 'Nara', 'Kobe', 'Tottori'])[1 + n %% 7],
              CASE WHEN n %% 11 > 0 THEN timestamptz '%1$s' - n * 7919 %% 900 * interval '1 day' END,
              CASE WHEN n %% 3 > 0 THEN timestamptz '%1$s' - n * 104729 %% 1400 * interval '1 day' END
            FROM generate_series(1::bigint, %2$s) n
            """, Rule.NOW, people);
    }

    private static HostTables mapped(Database database) {
        return HostTables.in(database.dataSource())
                .people(
                        "scanned",
                        columns -> columns.email("email")
                                .attribute("town")
                                .list(Rule.LIST, list -> list.member("on_list").consented("consented"))
                                .last(OPENED, "last_opened")
                                .last(CLICKED, "last_clicked"))
                .observedSince(Rule.RECORDED_SINCE)
                .readOnly()
                .build();
    }

    private void read(HostTables tables) {
        Question question =
                new Question(SEGMENT.condition(), Rule.NOW, ZoneOffset.UTC, source.observed(), Question.Evidence.HERE);
        tables.subscriberStore().scan(question, SegmentStore.Wanted.IN, this::judge);
        peak.look();
    }

    private void judge(List<Subscriber> people) {
        Map<String, ActivitySummary> activity = source.summaries(
                people.stream().map(Subscriber::id).collect(Collectors.toSet()), SEGMENT.need(), Rule.NOW);
        for (Subscriber each : people) {
            Profile profile = new Profile(
                    each, activity.getOrDefault(each.id(), ActivitySummary.EMPTY), Rule.OBSERVED, ZoneOffset.UTC);
            members += segment.evaluate(profile) == Verdict.IN ? 1 : 0;
        }
        if (read / STRETCH < (read + people.size()) / STRETCH) {
            peak.look();
        }
        read += people.size();
    }

    private void check(long people, long meant) {
        if (read != people || members != meant) {
            throw new IllegalStateException("of " + people + " people " + read + " were read, and " + members
                    + " belong, not the " + meant + " whom the database counts");
        }
    }
}
