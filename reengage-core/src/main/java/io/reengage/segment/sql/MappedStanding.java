// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.subscriber.Subscription;
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

        static Consents of(Dialect dialect, Table table, ConsentColumns said, Key people, boolean seconds) {
            Key subscriber = new Key(table.column("consents.subscriber", said.subscriber, Key.KINDS));
            subscriber.requireLike(people, "consents.subscriber");
            Column purpose = table.column("consents.purpose", said.purpose, Column.Kind.TEXT);
            table.requireKey("consents", subscriber.column(), purpose);
            return new Consents(
                    table,
                    subscriber,
                    purpose,
                    table.column("consents.granted", said.granted, Column.Kind.FLAG),
                    Time.of(dialect, table.column("consents.at", said.at, Time.KINDS), seconds),
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

        static Subscriptions of(Dialect dialect, Table table, SubscriptionColumns said, Key people, boolean seconds) {
            Key subscriber = new Key(table.column("subscriptions.subscriber", said.subscriber, Key.KINDS));
            subscriber.requireLike(people, "subscriptions.subscriber");
            Column list = table.column("subscriptions.list", said.list, Column.Kind.TEXT);
            table.requireKey("subscriptions", subscriber.column(), list);
            return new Subscriptions(
                    table,
                    subscriber,
                    list,
                    table.column("subscriptions.status", said.status, Column.Kind.TEXT),
                    Time.of(dialect, table.column("subscriptions.since", said.since, Time.KINDS), seconds),
                    Map.copyOf(said.words));
        }

        String word(Subscription.Status status) {
            return words.getOrDefault(status, status.name());
        }
    }
}
