// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.activity.ActivityType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Collects how the host's tables are called. */
public final class HostTablesBuilder {
    /** The table of applied changes, unless another is named. */
    public static final String DEFAULT_CHANGE_TABLE = "reengage_applied_change";

    private final DataSource dataSource;
    private final List<Named<ActivityColumns>> activities = new ArrayList<>();
    private final Map<ActivityType, HostTables.Observed> observed = new HashMap<>();
    private @Nullable Named<PeopleColumns> people;
    private @Nullable Named<ConsentColumns> consents;
    private @Nullable Named<SubscriptionColumns> subscriptions;
    private @Nullable Instant observedSince;
    private @Nullable String changes = DEFAULT_CHANGE_TABLE;
    private boolean create;
    private boolean seconds;
    private @Nullable ZoneId zone;

    private record Named<T>(String table, T columns) {}

    HostTablesBuilder(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The table or view of people; {@code schema.table} if it is not in the connection's own schema. */
    public HostTablesBuilder people(String table, UnaryOperator<PeopleColumns> columns) {
        people = new Named<>(table, columns.apply(new PeopleColumns()));
        return this;
    }

    /** The table of consents, unless columns of the people say it. */
    public HostTablesBuilder consents(String table, UnaryOperator<ConsentColumns> columns) {
        consents = new Named<>(table, columns.apply(new ConsentColumns()));
        return this;
    }

    /** The table of places on lists, unless columns of the people say it. */
    public HostTablesBuilder subscriptions(String table, UnaryOperator<SubscriptionColumns> columns) {
        subscriptions = new Named<>(table, columns.apply(new SubscriptionColumns()));
        return this;
    }

    /** A table of activities; as many as there are, and one again that has several columns of moments. */
    public HostTablesBuilder activities(String table, UnaryOperator<ActivityColumns> columns) {
        activities.add(new Named<>(table, columns.apply(new ActivityColumns())));
        return this;
    }

    /** Since when every mapped type is on record, and live, unless said otherwise of a type. */
    public HostTablesBuilder observedSince(Instant since) {
        observedSince = since;
        return this;
    }

    /** Since when these types are on record, and live. */
    public HostTablesBuilder observed(Instant since, ActivityType... types) {
        return observed(since, () -> Instant.MAX, types);
    }

    /**
     * Since when and through when these types are on record.
     *
     * @param through asked before each use; for a nightly load the moment up to which it is complete
     */
    public HostTablesBuilder observed(Instant since, Supplier<Instant> through, ActivityType... types) {
        for (ActivityType each : types) {
            observed.put(each, new HostTables.Observed(since, through));
        }
        return this;
    }

    /**
     * The zone of wall clocks: of columns such as {@code TIMESTAMP} without a zone, {@code DATETIME}, or text in SQLite. Of an
     * hour that a clock shows twice, the first is meant.
     */
    public HostTablesBuilder clocksIn(ZoneId where) {
        zone = where;
        return this;
    }

    /** Whole numbers for moments are seconds since 1970, not milliseconds. */
    public HostTablesBuilder numbersAreSeconds() {
        seconds = true;
        return this;
    }

    /** The table that remembers which changes were applied; {@value #DEFAULT_CHANGE_TABLE} unless named. */
    public HostTablesBuilder changeTable(String table) {
        changes = table;
        return this;
    }

    /** Makes the table of applied changes if it is not there. */
    public HostTablesBuilder creatingChangeTable() {
        create = true;
        return this;
    }

    /** Nothing is ever written; every change of standing is answered as failed. */
    public HostTablesBuilder readOnly() {
        changes = null;
        return this;
    }

    /**
     * Looks everything up in the database.
     *
     * @throws IllegalArgumentException naming the field that does not fit and the fix
     */
    public HostTables build() {
        Named<PeopleColumns> said = people;
        if (said == null) {
            throw new IllegalArgumentException("people: name the table of people, with people(table, columns)");
        }
        try (Connection connection = dataSource.getConnection()) {
            HostTables.Found found = find(new Lookup(connection, zone, seconds), connection, said);
            return new HostTables(found, ranges(found.types()));
        } catch (SQLException e) {
            throw new HostDatabaseException("Looking the tables up", e);
        }
    }

    private HostTables.Found find(Lookup lookup, Connection connection, Named<PeopleColumns> said) throws SQLException {
        MappedPeople mapped = MappedPeople.of(lookup, lookup.table("people", said.table()), said.columns());
        List<MappedActivities> done = new ArrayList<>();
        for (Named<ActivityColumns> each : activities) {
            Table table = lookup.table("activities " + each.table(), each.table());
            done.add(MappedActivities.of(lookup, table, each.columns(), mapped.id()));
        }
        return new HostTables.Found(
                new Database(dataSource, lookup.dialect()),
                mapped,
                consents == null
                        ? null
                        : MappedStanding.Consents.of(
                                lookup, lookup.table("consents", consents.table()), consents.columns(), mapped.id()),
                subscriptions == null
                        ? null
                        : MappedStanding.Subscriptions.of(
                                lookup,
                                lookup.table("subscriptions", subscriptions.table()),
                                subscriptions.columns(),
                                mapped.id()),
                done,
                changes == null ? null : ChangeTable.of(lookup.catalog(), connection, changes, create));
    }

    private Map<ActivityType, HostTables.Observed> ranges(Set<ActivityType> mapped) {
        Map<ActivityType, HostTables.Observed> ranges = new HashMap<>();
        for (ActivityType each : new TreeSet<>(mapped)) {
            HostTables.Observed range = observed.get(each);
            Instant since = observedSince;
            if (range == null && since == null) {
                throw new IllegalArgumentException("observed: say since when " + each
                        + " is on record, with observed(since, " + each + ") or observedSince(since);"
                        + " silence before that proves nothing");
            }
            ranges.put(
                    each,
                    range == null
                            ? new HostTables.Observed(java.util.Objects.requireNonNull(since), () -> Instant.MAX)
                            : range);
        }
        for (ActivityType each : new TreeSet<>(observed.keySet())) {
            if (!mapped.contains(each)) {
                throw new IllegalArgumentException(
                        "observed: " + each + " is said to be on record, but no table or column is mapped for it");
            }
        }
        return ranges;
    }
}
