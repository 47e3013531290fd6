// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.examples.benchmarks.measure.Database;
import io.reengage.segment.sql.HostTables;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The {@link Crowd} in a host's own tables on PostgreSQL: people with the times they last opened and clicked, and a row for
 * everything else they did.
 */
final class ShopTables {
    private static final int BATCH = 1_000;

    private ShopTables() {}

    /**
     * Makes and fills them, with the index the rule wants.
     *
     * @return who is meant
     */
    static BitSet fill(Database database, int people) {
        database.execute(
                "CREATE TABLE people (number INTEGER PRIMARY KEY, on_list BOOLEAN NOT NULL, consented BOOLEAN NOT NULL,"
                        + " country TEXT NOT NULL, last_opened TIMESTAMPTZ, last_clicked TIMESTAMPTZ)",
                "CREATE TABLE events (person INTEGER NOT NULL, type TEXT NOT NULL, at TIMESTAMPTZ NOT NULL)");
        BitSet meant = new BitSet();
        try (Connection connection = database.dataSource().getConnection()) {
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (int from = 0; from < people; from += BATCH) {
                copy(copy, from, Math.min(people, from + BATCH), meant);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the tables could not be filled", e);
        } catch (IOException e) {
            throw new UncheckedIOException("COPY could not be fed", e);
        }
        database.execute("CREATE INDEX wanted ON events (person, type, at)", "VACUUM ANALYZE");
        return meant;
    }

    private static void copy(CopyManager copy, int from, int to, BitSet meant) throws SQLException, IOException {
        StringBuilder people = new StringBuilder();
        StringBuilder events = new StringBuilder();
        for (int i = from; i < to; i++) {
            Person person = Crowd.person(i);
            meant.set(i, ByHand.loop(person));
            Map<ActivityType, Instant> last = new HashMap<>();
            for (Activity each : person.activities()) {
                if (each.type().equals(OPENED) || each.type().equals(CLICKED)) {
                    last.put(each.type(), each.at());
                } else {
                    line(events, i, each.type().name(), each.at());
                }
            }
            line(
                    people,
                    i,
                    person.onList(),
                    person.consented(),
                    person.country(),
                    last.containsKey(OPENED) ? last.get(OPENED) : "\\N",
                    last.containsKey(CLICKED) ? last.get(CLICKED) : "\\N");
        }
        copy.copyIn("COPY people FROM STDIN", new StringReader(people.toString()));
        copy.copyIn("COPY events FROM STDIN", new StringReader(events.toString()));
    }

    private static void line(StringBuilder text, Object... values) {
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : "\t").append(values[i]);
        }
        text.append('\n');
    }

    /** How a host would map them. */
    static HostTables mapped(Database database) {
        return HostTables.in(database.dataSource())
                .people(
                        "people",
                        columns -> columns.id("number")
                                .attribute(Rule.COUNTRY)
                                .list(Rule.LIST, list -> list.member("on_list").consented("consented"))
                                .last(OPENED, "last_opened")
                                .last(CLICKED, "last_clicked"))
                .activities(
                        "events",
                        columns -> columns.subscriber("person")
                                .type("type")
                                .types(Rule.TYPES.stream()
                                        .filter(each -> !each.equals(OPENED) && !each.equals(CLICKED))
                                        .toArray(ActivityType[]::new)))
                .observedSince(Rule.RECORDED_SINCE)
                .readOnly()
                .build();
    }
}
