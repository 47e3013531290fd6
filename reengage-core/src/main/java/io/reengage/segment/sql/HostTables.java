// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The host's own tables, mapped once: people, their consents and lists, and what they did, as rows of activity or as "last
 * seen" columns. Found in the database when built, in PostgreSQL, H2, SQLite, MariaDB or MySQL, which is spoken to as MariaDB
 * is, though no test has run its own server; a mapping that does not fit is refused then, naming the field and the fix.
 *
 * <p>Moments may be kept with an offset, as a wall clock in a zone that is said with {@link HostTablesBuilder#clocksIn}, or as
 * whole milliseconds since 1970, seconds if {@link HostTablesBuilder#numbersAreSeconds()} is said.
 */
public final class HostTables {
    private final Database database;
    private final MappedPeople people;
    private final MappedStanding.@Nullable Consents consents;
    private final MappedStanding.@Nullable Subscriptions subscriptions;
    private final List<MappedActivities> activities;
    private final Map<ActivityType, Observed> observed;
    private final @Nullable ChangeTable changes;

    /** The time a type was on record; the end is asked for each time. */
    record Observed(Instant since, Supplier<Instant> through) {}

    /** All that was found in the database. */
    record Found(
            Database database,
            MappedPeople people,
            MappedStanding.@Nullable Consents consents,
            MappedStanding.@Nullable Subscriptions subscriptions,
            List<MappedActivities> activities,
            @Nullable ChangeTable changes) {

        Set<ActivityType> types() {
            Set<ActivityType> types = new HashSet<>(people.last().keySet());
            for (MappedActivities each : activities) {
                for (ActivityType type : each.types()) {
                    if (!types.add(type)) {
                        throw new IllegalArgumentException(
                                "activities " + each.table().name() + ": " + type
                                        + " is mapped twice; each type comes from one place, else it would count twice");
                    }
                }
            }
            return types;
        }
    }

    HostTables(Found found, Map<ActivityType, Observed> observed) {
        this.database = found.database();
        this.people = found.people();
        this.consents = found.consents();
        this.subscriptions = found.subscriptions();
        this.activities = List.copyOf(found.activities());
        this.changes = found.changes();
        this.observed = Map.copyOf(observed);
    }

    /** Starts a mapping of tables that these connections see; {@link HostTablesBuilder#build()} ends. */
    public static HostTablesBuilder in(DataSource dataSource) {
        return new HostTablesBuilder(dataSource);
    }

    /** The people, read from and written to these tables. */
    public JdbcSubscriberStore subscriberStore() {
        return new JdbcSubscriberStore(this);
    }

    /** What they did, read from these tables. */
    public JdbcActivitySource activitySource() {
        return new JdbcActivitySource(this);
    }

    /** From when until when each mapped type is on record. */
    public Observation observed() {
        Map<ActivityType, Observation.Range> ranges = new HashMap<>();
        observed.forEach((type, range) -> ranges.put(
                type, new Observation.Range(range.since(), range.through().get())));
        return new Observation(ranges);
    }

    Database database() {
        return database;
    }

    Dialect dialect() {
        return database.dialect();
    }

    MappedPeople people() {
        return people;
    }

    MappedStanding.@Nullable Consents consents() {
        return consents;
    }

    MappedStanding.@Nullable Subscriptions subscriptions() {
        return subscriptions;
    }

    List<MappedActivities> activities() {
        return activities;
    }

    Optional<ChangeTable> changes() {
        return Optional.ofNullable(changes);
    }
}
