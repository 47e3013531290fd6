// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.PURCHASED;

import io.reengage.activity.Activity;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.subscriber.Subscription;
import io.reengage.testing.ActivitySourceContract;
import io.reengage.testing.SubscriberStoreContract;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ready stores keep what every store has to keep, on every database and in both ways to note who is on a list. */
class JdbcStoresContractTest {

    @ParameterizedTest
    @EnumSource
    void lists_in_columns_of_the_people(HostDatabase kind) {
        DataSource database = kind.empty();
        HostDatabase.run(
                database,
                "CREATE TABLE customer (id VARCHAR(40) PRIMARY KEY, mail VARCHAR(100), joined BIGINT, member BOOLEAN,"
                        + " agreed BOOLEAN, agreed_at BIGINT)");
        HostTables tables = HostTables.in(database)
                .people(
                        "customer",
                        people -> people.email("mail")
                                .joinedAt("joined")
                                .list(
                                        "contract-list",
                                        list -> list.member("member")
                                                .consented("agreed")
                                                .consentedAt("agreed_at")))
                .creatingChangeTable()
                .build();
        SubscriberStoreContract.verify(new Host(database, tables) {
            @Override
            public void put(Subscriber person) {
                remove(person.id());
                boolean member = person.subscribed("contract-list");
                HostDatabase.run(
                        database,
                        "INSERT INTO customer VALUES (?, ?, ?, ?, ?, ?)",
                        person.id(),
                        person.address("email").orElseThrow().value(),
                        millis(person.joinedAt()),
                        member,
                        person.consented("contract-list"),
                        Optional.ofNullable(person.consents().get("contract-list"))
                                .map(each -> each.at().toEpochMilli())
                                .orElse(null));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void lists_and_consents_in_tables_of_their_own(HostDatabase kind) {
        DataSource database = kind.empty();
        HostDatabase.run(
                database,
                "CREATE TABLE customer (id VARCHAR(40) PRIMARY KEY, mail VARCHAR(100), joined " + kind.moment() + ")");
        HostDatabase.run(
                database,
                "CREATE TABLE consent (customer VARCHAR(40), purpose VARCHAR(40), granted BOOLEAN, said_at BIGINT,"
                        + " form VARCHAR(99), PRIMARY KEY (customer, purpose))");
        HostDatabase.run(
                database,
                "CREATE TABLE place (customer VARCHAR(40), list VARCHAR(40), status VARCHAR(20), since BIGINT,"
                        + " PRIMARY KEY (customer, list))");
        HostTables tables = HostTables.in(database)
                .people("customer", people -> people.email("mail").joinedAt("joined"))
                .consents(
                        "consent",
                        consents ->
                                consents.subscriber("customer").at("said_at").evidence("form"))
                .subscriptions(
                        "place", places -> places.subscriber("customer").word(Subscription.Status.SUBSCRIBED, "active"))
                .clocksIn(ZoneOffset.UTC)
                .changeTable("applied")
                .creatingChangeTable()
                .build();
        SubscriberStoreContract.verify(new Host(database, tables) {
            @Override
            public void put(Subscriber person) {
                remove(person.id());
                HostDatabase.run(
                        database,
                        "INSERT INTO customer (id, mail) VALUES (?, ?)",
                        person.id(),
                        person.address("email").orElseThrow().value());
                for (Consent each : person.consents().values()) {
                    HostDatabase.run(
                            database,
                            "INSERT INTO consent VALUES (?, ?, ?, ?, ?)",
                            person.id(),
                            each.purpose(),
                            each.granted(),
                            each.at().toEpochMilli(),
                            each.evidence());
                }
                for (Subscription each : person.subscriptions().values()) {
                    HostDatabase.run(
                            database,
                            "INSERT INTO place VALUES (?, ?, ?, ?)",
                            person.id(),
                            each.name(),
                            "active",
                            each.since().toEpochMilli());
                }
            }

            @Override
            public void remove(String id) {
                HostDatabase.run(database, "DELETE FROM consent WHERE customer = ?", id);
                HostDatabase.run(database, "DELETE FROM place WHERE customer = ?", id);
                super.remove(id);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void activities_in_one_table(HostDatabase kind) {
        DataSource database = kind.empty();
        HostDatabase.run(database, "CREATE TABLE customer (id VARCHAR(40) PRIMARY KEY)");
        HostDatabase.run(
                database,
                "CREATE TABLE event (id VARCHAR(40) PRIMARY KEY, customer VARCHAR(40), kind VARCHAR(20), happened "
                        + kind.moment() + ")");
        for (Activity each : ActivitySourceContract.sample()) {
            HostDatabase.run(
                    database,
                    "INSERT INTO event VALUES (?, ?, ?, ?)",
                    each.id(),
                    each.subscriberId(),
                    each.type().equals(CLICKED) ? "click" : "purchased",
                    kind.value(each.at()));
        }
        HostTables tables = HostTables.in(database)
                .people("customer", people -> people)
                .activities(
                        "event",
                        events -> events.subscriber("customer")
                                .type("kind")
                                .means("click", CLICKED)
                                .types(PURCHASED)
                                .at("happened")
                                .id("id"))
                .observedSince(Instant.parse("2020-01-01T00:00:00Z"))
                .readOnly()
                .build();
        ActivitySourceContract.verify(tables.activitySource());
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private abstract static class Host implements SubscriberStoreContract.Host {
        private final DataSource database;
        private final HostTables tables;

        Host(DataSource database, HostTables tables) {
            this.database = database;
            this.tables = tables;
        }

        @Override
        public SubscriberStore store() {
            return tables.subscriberStore();
        }

        @Override
        public void remove(String id) {
            HostDatabase.run(database, "DELETE FROM customer WHERE id = ?", id);
        }
    }
}
