// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.subscriber.Subscription;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tables of consents and of places on lists. */
final class MappedStanding {

    private MappedStanding() {}

    /** One row per person and purpose. */
    record Consents(
            Table table,
            Key subscriber,
            Column purpose,
            Column granted,
            Time at,
            @Nullable Column evidence) {

        static Consents of(Lookup lookup, Table table, ConsentColumns said, Key people) throws SQLException {
            Key subscriber = lookup.key(table, "consents.subscriber", said.subscriber);
            subscriber.requireLike(people, "consents.subscriber");
            Column purpose = table.column("consents.purpose", said.purpose, Column.Kind.TEXT);
            table.requireKey("consents", subscriber.column(), purpose);
            return new Consents(
                    table,
                    subscriber,
                    purpose,
                    lookup.flag(table, "consents.granted", said.granted),
                    lookup.time(table, "consents.at", said.at),
                    said.evidence == null ? null : table.column("consents.evidence", said.evidence, Column.Kind.TEXT));
        }
    }

    /** One row per person and list. */
    record Subscriptions(
            Table table,
            Key subscriber,
            Column list,
            Column status,
            Time since,
            Map<Subscription.Status, String> words) {

        static Subscriptions of(Lookup lookup, Table table, SubscriptionColumns said, Key people) throws SQLException {
            Key subscriber = lookup.key(table, "subscriptions.subscriber", said.subscriber);
            subscriber.requireLike(people, "subscriptions.subscriber");
            Column list = table.column("subscriptions.list", said.list, Column.Kind.TEXT);
            table.requireKey("subscriptions", subscriber.column(), list);
            return new Subscriptions(
                    table,
                    subscriber,
                    list,
                    table.column("subscriptions.status", said.status, Column.Kind.TEXT),
                    lookup.time(table, "subscriptions.since", said.since),
                    Map.copyOf(said.words));
        }

        String word(Subscription.Status status) {
            return words.getOrDefault(status, status.name());
        }
    }
}
