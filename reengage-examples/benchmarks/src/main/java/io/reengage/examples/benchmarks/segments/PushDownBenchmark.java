// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import io.reengage.examples.benchmarks.measure.Database;
import io.reengage.examples.benchmarks.measure.Measured;
import io.reengage.examples.benchmarks.measure.Ratio;
import io.reengage.segment.sql.HostTables;
import io.reengage.segment.sql.JdbcSubscriberStore;
import io.reengage.segment.sql.PushDown;
import io.reengage.segment.sql.Question;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The {@link Rule} as the library writes it in SQL, beside the same as somebody would, on the same tables of PostgreSQL. */
final class PushDownBenchmark {
    private static final String BY_HAND = """
            SELECT p.number FROM people p
            WHERE p.on_list AND p.consented AND p.country IN ('JP', 'US')
              AND (p.last_opened IS NULL OR p.last_opened < ?) AND (p.last_clicked IS NULL OR p.last_clicked < ?)
              AND NOT EXISTS (SELECT 1 FROM events e WHERE e.person = p.number AND e.type = 'received' AND e.at >= ?)
              AND EXISTS (SELECT 1 FROM events e WHERE e.person = p.number AND e.type = 'purchased')
              AND (SELECT COUNT(*) FROM events e WHERE e.person = p.number AND e.type = 'received' AND e.at >= ?) >= ?
            """;

    private PushDownBenchmark() {}

    static Ratio run(Options options, PrintStream out) {
        int people = options.people();
        try (Database database = Database.start(Database.Kind.PG)) {
            BitSet meant = ShopTables.fill(database, people);
            HostTables tables = ShopTables.mapped(database);
            // a round of some tenths of a second: the server's clock steps by hundredths
            int passes = people < 1000 ? 1 : Math.max(1, 80_000 / people);
            Asked generated = new Asked(
                    "Reengage, generated SQL",
                    people,
                    passes,
                    database.dataSource(),
                    () -> generated(tables.subscriberStore()));
            Asked byHand =
                    new Asked("hand-written SQL", people, passes, database.dataSource(), PushDownBenchmark::byHand);
            String title = String.format(
                    Locale.ROOT,
                    "the rule in %s, %d people, %d events; CPU of client and server, the JIT compiler left out",
                    database.description(),
                    people,
                    database.count("SELECT COUNT(*) FROM events"));
            List<Measured> measured =
                    SegmentsBenchmark.measure(title, database.cpu(), options, List.of(generated, byHand), out);
            generated.mustHaveFound(meant);
            byHand.mustHaveFound(meant);
            out.println();
            return new Ratio(
                    "segments-pg-generated-vs-hand-written",
                    measured.get(1).cpuMicros() / measured.get(0).cpuMicros(),
                    0.85);
        }
    }

    /** A statement and the values of its question marks. */
    private record Statement(String text, List<Object> values) {}

    private static Statement byHand() {
        Object yearAgo = Rule.YEAR_AGO.atOffset(ZoneOffset.UTC);
        return new Statement(
                BY_HAND, List.of(yearAgo, yearAgo, Rule.WEEK_AGO.atOffset(ZoneOffset.UTC), yearAgo, Rule.MAILS));
    }

    private static Statement generated(JdbcSubscriberStore store) {
        PushDown push = store.pushDown(new Question(
                Rule.SEGMENT.condition(), Rule.NOW, ZoneOffset.UTC, Rule.OBSERVED, Question.Evidence.HERE));
        if (!push.exact()) {
            throw new IllegalStateException("the database does not answer the whole rule:\n" + push.text());
        }
        return new Statement("SELECT p.number FROM people p WHERE " + push.where(), push.parameters());
    }

    /** Writes its statement anew for every pass, asks, and reads all keys. */
    private static final class Asked extends Matcher {
        private final DataSource source;
        private final Supplier<Statement> statement;

        Asked(String name, int people, int passes, DataSource source, Supplier<Statement> statement) {
            super(name, people, passes);
            this.source = source;
            this.statement = statement;
        }

        @Override
        void pass(BitSet into) throws SQLException {
            Statement asked = statement.get();
            try (Connection connection = source.getConnection();
                    PreparedStatement query = connection.prepareStatement(asked.text())) {
                for (int i = 0; i < asked.values().size(); i++) {
                    query.setObject(i + 1, asked.values().get(i));
                }
                try (ResultSet results = query.executeQuery()) {
                    while (results.next()) {
                        into.set(results.getInt(1));
                    }
                }
            }
        }
    }
}
