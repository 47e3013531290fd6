// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.subscriber.Subscription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions on consent and on places on lists. Both are known of everybody: no record is a no. */
final class StandingSql {
    private final HostTables tables;

    StandingSql(HostTables tables) {
        this.tables = tables;
    }

    Bounds consented(String purpose) {
        MappedPeople.@Nullable Member columns = tables.people().lists().get(purpose);
        if (columns != null) {
            return flag(columns.consented());
        }
        MappedStanding.@Nullable Consents consents = tables.consents();
        if (consents == null) {
            return Bounds.always(false);
        }
        Sql match = Sql.and(
                person(consents.subscriber(), "c"),
                tables.dialect().same(consents.purpose(), "c", purpose),
                tables.dialect().flag(consents.granted().of("c"), true));
        return exists("SELECT 1 FROM " + consents.table().quoted() + " c WHERE ", match);
    }

    Bounds onList(String list) {
        return listed(list, Subscription.Status.SUBSCRIBED);
    }

    Bounds listed(String list, Subscription.Status status) {
        MappedPeople.@Nullable Member columns = tables.people().lists().get(list);
        if (columns != null) {
            Bounds member = flag(columns.member());
            return switch (status) {
                case SUBSCRIBED -> member;
                case RETIRED -> Bounds.allOf(List.of(member.turned(), flag(columns.consented())));
                case UNSUBSCRIBED ->
                    Bounds.allOf(List.of(
                            member.turned(),
                            flag(columns.consented()).turned(),
                            Bounds.anyOf(List.of(noted(columns.member()), noted(columns.consented())))));
            };
        }
        MappedStanding.@Nullable Subscriptions places = tables.subscriptions();
        if (places == null) {
            return Bounds.always(false);
        }
        Sql match = Sql.and(
                person(places.subscriber(), "l"),
                tables.dialect().same(places.list(), "l", list),
                tables.dialect().same(places.status(), "l", places.word(status)));
        return exists("SELECT 1 FROM " + places.table().quoted() + " l WHERE ", match);
    }

    private Sql person(Key key, String alias) {
        return tables.dialect().joined(key.column(), alias, tables.people().id().column(), "p");
    }

    private Bounds flag(Column column) {
        String name = column.of("p");
        return Bounds.plain(
                tables.dialect().flag(name, true),
                Sql.or(Sql.of(name + " IS NULL"), tables.dialect().flag(name, false)));
    }

    private static Bounds noted(Column column) {
        String name = column.of("p");
        return Bounds.plain(Sql.of(name + " IS NOT NULL"), Sql.of(name + " IS NULL"));
    }

    private static Bounds exists(String select, Sql match) {
        Sql rows = Sql.of(select).then(match);
        return Bounds.plain(
                Sql.of("EXISTS (").then(rows).then(")"),
                Sql.of("NOT EXISTS (").then(rows).then(")"));
    }
}
