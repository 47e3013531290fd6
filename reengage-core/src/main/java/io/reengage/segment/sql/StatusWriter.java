// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.Subscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes changes of standing, each once, in one transaction with the note that it was written. A portion that fails is tried
 * change by change, so that one bad row holds nobody else up.
 */
final class StatusWriter {
    private static final Logger logger = LoggerFactory.getLogger(StatusWriter.class);

    private final HostTables tables;
    private final PeopleReader reader;

    StatusWriter(HostTables tables, PeopleReader reader) {
        this.tables = tables;
        this.reader = reader;
    }

    /** The ids of the changes that could not be written. */
    Set<String> apply(List<StatusChange> changes) {
        Optional<ChangeTable> log = tables.changes();
        if (log.isEmpty()) {
            return changes.stream().map(StatusChange::id).collect(Collectors.toSet());
        }
        Set<String> failed = new HashSet<>();
        for (int start = 0; start < changes.size(); start += Database.PORTION) {
            List<StatusChange> some = changes.subList(start, Math.min(changes.size(), start + Database.PORTION));
            if (!written(some, log.get())) {
                some.stream()
                        .filter(change -> !written(List.of(change), log.get()))
                        .forEach(change -> failed.add(change.id()));
            }
        }
        return failed;
    }

    private boolean written(List<StatusChange> changes, ChangeTable log) {
        try {
            return tables.database().transact("Writing changes of standing", connection -> {
                Set<String> known = new HashSet<>(log.known(
                        connection, changes.stream().map(StatusChange::id).toList()));
                Map<String, Subscriber> people = reader.find(
                        connection,
                        changes.stream().map(StatusChange::subscriberId).toList());
                for (StatusChange change : changes) {
                    if (known.add(change.id())) {
                        log.add(connection, change.id());
                        Subscriber person = people.get(change.subscriberId());
                        if (person != null && !change.isOutdatedBy(person)) {
                            write(connection, change);
                        }
                    }
                }
                return true;
            });
        } catch (HostDatabaseException | IllegalArgumentException e) {
            if (changes.size() == 1) {
                logger.warn(
                        "Change {} of standing could not be written: {}",
                        changes.get(0).id(),
                        e.getMessage());
            }
            return false;
        }
    }

    private void write(Connection connection, StatusChange change) throws SQLException {
        Object id = tables.people().id().value(change.subscriberId()).orElseThrow();
        MappedPeople.@Nullable Member columns = tables.people().lists().get(change.subscription());
        if (columns != null) {
            inColumns(connection, change, columns, id);
        } else if (tables.consents() != null && tables.subscriptions() != null) {
            inTables(connection, change, tables.consents(), tables.subscriptions());
        } else {
            throw new IllegalArgumentException("no columns and no tables are mapped for list " + change.subscription());
        }
    }

    private void inColumns(Connection connection, StatusChange change, MappedPeople.Member list, Object id)
            throws SQLException {
        Sql start = Sql.of("UPDATE " + tables.people().table().quoted() + " SET ");
        Sql that = tables.people().id().is("", id);
        Dialect dialect = tables.dialect();
        String member = list.member().quoted();
        String consented = list.consented().quoted();
        switch (change.kind()) {
            case UNSUBSCRIBED -> {
                Sql set = Sql.of(member + " = ?, " + consented + " = ?", false, false);
                if (list.consentedAt() != null) {
                    set = set.then(
                            ", " + list.consentedAt().column().quoted() + " = "
                                    + list.consentedAt().form().mark(),
                            list.consentedAt().value(change.at()));
                }
                Database.update(connection, start.then(set).then(" WHERE ").then(that));
            }
            case RETIRED ->
                Database.update(
                        connection, start.then(member + " = ? WHERE ", false).then(that));
            case RESTORED ->
                Database.update(
                        connection,
                        start.then(member + " = ? WHERE ", true).then(Sql.and(that, dialect.flag(consented, true))));
            case PAUSED, FEWER -> {
                // the ledger keeps these; there is no column for them here
            }
        }
    }

    private void inTables(
            Connection connection,
            StatusChange change,
            MappedStanding.Consents consents,
            MappedStanding.Subscriptions places)
            throws SQLException {
        switch (change.kind()) {
            case UNSUBSCRIBED -> {
                refuse(connection, change, consents);
                move(connection, change, places, null, Subscription.Status.UNSUBSCRIBED);
            }
            case RETIRED ->
                move(connection, change, places, Subscription.Status.SUBSCRIBED, Subscription.Status.RETIRED);
            case RESTORED ->
                move(connection, change, places, Subscription.Status.RETIRED, Subscription.Status.SUBSCRIBED);
            case PAUSED, FEWER -> {
                // the ledger keeps these; there is no column for them here
            }
        }
    }

    private void refuse(Connection connection, StatusChange change, MappedStanding.Consents consents)
            throws SQLException {
        Object person = consents.subscriber().value(change.subscriberId()).orElseThrow();
        Object at = consents.at().value(change.at());
        String table = consents.table().quoted();
        String atColumn = consents.at().column().quoted();
        int changed = Database.update(
                connection,
                Sql.of(
                                "UPDATE " + table + " SET " + consents.granted().quoted() + " = ?, " + atColumn + " = "
                                        + consents.at().form().mark() + " WHERE ",
                                false,
                                at)
                        .then(that(consents.subscriber(), person, consents.purpose(), change)));
        if (changed == 0) {
            Database.update(
                    connection,
                    Sql.of(
                            "INSERT INTO " + table + " ("
                                    + consents.subscriber().column().quoted() + ", "
                                    + consents.purpose().quoted() + ", "
                                    + consents.granted().quoted() + ", " + atColumn + ") VALUES (?, ?, ?, "
                                    + consents.at().form().mark() + ")",
                            person,
                            change.subscription(),
                            false,
                            at));
        }
    }

    /** @param from only from this status; {@code null} from any other */
    private void move(
            Connection connection,
            StatusChange change,
            MappedStanding.Subscriptions places,
            Subscription.@Nullable Status from,
            Subscription.Status to)
            throws SQLException {
        Object person = places.subscriber().value(change.subscriberId()).orElseThrow();
        Sql status = from == null
                ? tables.dialect().same(places.status(), "", places.word(to)).negated()
                : tables.dialect().same(places.status(), "", places.word(from));
        Database.update(
                connection,
                Sql.of(
                                "UPDATE " + places.table().quoted() + " SET "
                                        + places.status().quoted() + " = ?, "
                                        + places.since().column().quoted() + " = "
                                        + places.since().form().mark() + " WHERE ",
                                places.word(to),
                                places.since().value(change.at()))
                        .then(Sql.and(that(places.subscriber(), person, places.list(), change), status)));
    }

    private Sql that(Key key, Object person, Column name, StatusChange change) {
        return Sql.and(key.is("", person), tables.dialect().same(name, "", change.subscription()));
    }
}
