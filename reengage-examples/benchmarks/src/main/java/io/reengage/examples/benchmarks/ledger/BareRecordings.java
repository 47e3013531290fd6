// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import io.reengage.activity.Activity;
import io.reengage.examples.benchmarks.measure.Contender;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * The fastest known way to take events in exactly once: one statement inserts a thousand, leaves known ones out, and adds up
 * the new ones per person and type.
 */
final class BareRecordings implements Contender {
    private static final int BATCH = 1_000;

    private final DataSource source;
    private final RowPattern pattern;
    private final String events;
    private final String summary;
    private final Crowd crowd;
    private final int number;
    private List<Activity> told = List.of();
    private int round;

    /**
     * @param events a table of the ledger's definition that nobody else uses
     * @param summary made by {@link #summaryTable}
     */
    BareRecordings(DataSource source, RowPattern pattern, String events, String summary, Crowd crowd, int number) {
        this.source = source;
        this.pattern = pattern;
        this.events = events;
        this.summary = summary;
        this.crowd = crowd;
        this.number = number;
    }

    static String summaryTable(String name) {
        return "CREATE TABLE " + name
                + " (person text COLLATE \"C\" NOT NULL, type text NOT NULL, total bigint NOT NULL,"
                + " first_at bigint NOT NULL, last_at bigint NOT NULL, PRIMARY KEY (person, type))";
    }

    @Override
    public String name() {
        return "one statement: insert new, add up, " + BATCH + " a commit";
    }

    @Override
    public void prepare() {
        told = Events.of(crowd, ++round, number);
    }

    @Override
    public long run() throws SQLException {
        String text = "WITH fresh AS (" + pattern.insertArrays(events)
                + " ON CONFLICT DO NOTHING RETURNING person, type, at), added AS"
                + " (SELECT person, type, count(*) AS total, min(at) AS first_at, max(at) AS last_at FROM fresh"
                + " GROUP BY person, type ORDER BY person, type)"
                + " INSERT INTO " + summary + " AS s SELECT * FROM added ON CONFLICT (person, type) DO UPDATE SET"
                + " total = s.total + excluded.total, first_at = least(s.first_at, excluded.first_at),"
                + " last_at = greatest(s.last_at, excluded.last_at)";
        for (int from = 0; from < told.size(); from += BATCH) {
            List<? extends Map<String, ?>> rows = told.subList(from, Math.min(told.size(), from + BATCH)).stream()
                    .map(BareRecordings::row)
                    .toList();
            try (Connection connection = source.getConnection();
                    PreparedStatement statement = connection.prepareStatement(text)) {
                connection.setAutoCommit(false);
                pattern.setArrays(statement, rows);
                statement.executeUpdate();
                connection.commit();
            }
        }
        return told.size();
    }

    private static Map<String, ?> row(Activity event) {
        Map<String, Object> row = new TreeMap<>();
        row.put("person", event.subscriberId());
        row.put("id", event.id());
        row.put("type", event.type().name());
        row.put("at", event.at().toEpochMilli());
        return row;
    }
}
