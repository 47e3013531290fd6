// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import io.reengage.examples.benchmarks.measure.Contender;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The fastest known way to write many enrollments with duplicates left out: COPY into a temporary table, then INSERT ... ON
 * CONFLICT DO NOTHING into one like the ledger's own, ten thousand a commit. It reads no list, evaluates nothing and makes
 * nobody due.
 */
final class CopyEnrollments implements Contender {
    private static final int BATCH = 10_000;

    private final DataSource source;
    private final RowPattern pattern;
    private final String table;
    private final Crowd crowd;
    private int round;

    CopyEnrollments(DataSource source, RowPattern pattern, String table, Crowd crowd) {
        this.source = source;
        this.pattern = pattern;
        this.table = table;
        this.crowd = crowd;
    }

    @Override
    public String name() {
        return "COPY to temp, INSERT ON CONFLICT DO NOTHING";
    }

    @Override
    public long run() throws SQLException {
        round++;
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("CREATE TEMP TABLE staging (LIKE " + table + ") ON COMMIT DELETE ROWS");
            connection.commit();
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (int from = 0; from < crowd.size(); from += BATCH) {
                copy.copyIn("COPY staging (" + pattern.columns() + ") FROM STDIN", new StringReader(rows(from)));
                statement.executeUpdate("INSERT INTO " + table + " SELECT * FROM staging ON CONFLICT DO NOTHING");
                connection.commit();
            }
            statement.execute("DROP TABLE staging");
            connection.commit();
            return crowd.size();
        } catch (IOException e) {
            throw new UncheckedIOException("COPY could not be fed", e);
        }
    }

    private String rows(int from) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < Math.min(crowd.size(), from + BATCH); i++) {
            String id = crowd.id(i);
            pattern.copy(text, Map.of("run", "bare-enrollments-" + round, "person", id, "address", address(i)));
        }
        return text.toString();
    }

    /** As long as a fingerprint, and as little in order. */
    private static String address(int number) {
        long mixed = number * 0x9E3779B97F4A7C15L;
        String hex = String.format("%016x", mixed ^ (mixed >>> 31));
        return "a:" + hex + hex + hex + hex;
    }
}
