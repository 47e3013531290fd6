// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import io.reengage.examples.benchmarks.ledger.LedgerBenchmark.Table;
import io.reengage.examples.benchmarks.measure.Database;
import io.reengage.examples.benchmarks.measure.Measured;
import io.reengage.examples.benchmarks.measure.Ratio;
import io.reengage.examples.benchmarks.measure.Rounds;
import io.reengage.ledger.Ledger;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Enrollment and ingestion on PostgreSQL. */
final class IntakeBenchmark {
    private static final int CONNECTIONS = 2;
    private static final int EVENTS_PER_PERSON = 4;
    /** That tell at once, of the same people. */
    private static final int NODES = 4;

    private final Database database;
    private final DataSource source;
    private final Options.Size size;
    private final Table table;

    IntakeBenchmark(Database database, Options.Size size, Table table) {
        this.database = database;
        this.source = database.dataSource(CONNECTIONS);
        this.size = size;
        this.table = table;
    }

    List<Ratio> run() {
        Ledger.jdbc(source, "bare_").close();
        return List.of(enrollment(), feedback());
    }

    private Ratio enrollment() {
        Crowd crowd = Crowd.of(size.enrollments());
        try (Enrollments ours = new Enrollments(source, "enroll_", crowd)) {
            Rounds.once(database.cpu(), ours);
            RowPattern pattern = RowPattern.of(source, "enroll_enrollment");
            List<Measured> all = table.measure(
                    "enrollment",
                    List.of(
                            ours,
                            new CopyEnrollments(database.dataSource(CONNECTIONS), pattern, "bare_enrollment", crowd)));
            return new Ratio(
                    "pg-enroll-vs-copy", all.get(1).cpuMicros() / all.get(0).cpuMicros(), 0.5);
        }
    }

    private Ratio feedback() {
        Crowd crowd = Crowd.of(Math.max(1, size.events() / EVENTS_PER_PERSON));
        database.execute(BareRecordings.summaryTable("bare_summary"));
        try (Recordings ours = new Recordings(List.of(source), "feedback_", crowd, size.events());
                Recordings together = new Recordings(sources(NODES), "nodes_", crowd, size.events())) {
            Rounds.once(database.cpu(), ours);
            RowPattern pattern = RowPattern.of(source, "feedback_event");
            List<Measured> all = table.measure(
                    "feedback, every tenth event told twice",
                    List.of(
                            ours,
                            new BareRecordings(
                                    database.dataSource(CONNECTIONS),
                                    pattern,
                                    "bare_event",
                                    "bare_summary",
                                    crowd,
                                    size.events()),
                            together));
            return new Ratio(
                    "pg-feedback-vs-bare", all.get(1).cpuMicros() / all.get(0).cpuMicros(), 0.7);
        }
    }

    private List<DataSource> sources(int number) {
        return Stream.generate(() -> database.dataSource(CONNECTIONS))
                .limit(number)
                .toList();
    }
}
