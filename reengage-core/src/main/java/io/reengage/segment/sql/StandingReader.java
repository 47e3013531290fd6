// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.Subscription;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads consents and places on lists from tables of their own. */
final class StandingReader {
    private final MappedStanding.@Nullable Consents consents;
    private final MappedStanding.@Nullable Subscriptions places;
    private final Set<String> inColumns;

    StandingReader(HostTables tables) {
        this.consents = tables.consents();
        this.places = tables.subscriptions();
        this.inColumns = tables.people().lists().keySet();
    }

    void add(Connection connection, Map<String, Subscriber.Builder> people) throws SQLException {
        if (consents != null) {
            addConsents(connection, people, consents);
        }
        if (places != null) {
            addPlaces(connection, people, places);
        }
    }

    private void addConsents(
            Connection connection, Map<String, Subscriber.Builder> people, MappedStanding.Consents from)
            throws SQLException {
        String evidence = from.evidence() == null ? "" : ", " + from.evidence().quoted();
        String select = "SELECT " + from.subscriber().column().quoted() + ", "
                + from.purpose().quoted() + ", "
                + from.granted().quoted() + ", " + from.at().plain() + evidence + " FROM "
                + from.table().quoted() + " WHERE ";
        each(connection, select, from.subscriber(), people, (row, person) -> {
            String purpose = row.getString(2);
            boolean granted = row.getBoolean(3);
            Instant at = from.at().read(row, 4);
            String shown = evidence.isEmpty() ? "" : row.getString(5);
            if (purpose != null && !inColumns.contains(purpose)) {
                person.consent(
                        new Consent(purpose, granted, at == null ? Instant.EPOCH : at, shown == null ? "" : shown));
            }
        });
    }

    private void addPlaces(
            Connection connection, Map<String, Subscriber.Builder> people, MappedStanding.Subscriptions from)
            throws SQLException {
        Map<String, Subscription.Status> meanings = new HashMap<>();
        from.words().forEach((status, word) -> meanings.put(word, status));
        String select = "SELECT " + from.subscriber().column().quoted() + ", "
                + from.list().quoted() + ", "
                + from.status().quoted() + ", " + from.since().plain() + " FROM "
                + from.table().quoted() + " WHERE ";
        each(connection, select, from.subscriber(), people, (row, person) -> {
            String list = row.getString(2);
            Subscription.Status status = meanings.get(row.getString(3));
            Instant since = from.since().read(row, 4);
            if (list != null && status != null && !inColumns.contains(list)) {
                person.subscription(new Subscription(list, status, since == null ? Instant.EPOCH : since));
            }
        });
    }

    private interface Reading {
        void add(ResultSet row, Subscriber.Builder person) throws SQLException;
    }

    private static void each(
            Connection connection, String select, Key key, Map<String, Subscriber.Builder> people, Reading reading)
            throws SQLException {
        List<Object> ids =
                people.keySet().stream().flatMap(id -> key.value(id).stream()).toList();
        for (int start = 0; start < ids.size(); start += Database.PORTION) {
            List<Object> some = ids.subList(start, Math.min(ids.size(), start + Database.PORTION));
            try (PreparedStatement statement = connection.prepareStatement(
                            select + key.in("", some).text());
                    ResultSet rows = Database.query(statement, some)) {
                while (rows.next()) {
                    Subscriber.Builder person = people.get(key.read(rows, 1));
                    if (person != null) {
                        reading.add(rows, person);
                    }
                }
            }
        }
    }
}
