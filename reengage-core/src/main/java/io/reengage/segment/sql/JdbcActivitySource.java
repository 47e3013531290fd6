// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What people did, by a host's own tables. Needs an index on (subscriber, type, at) of each table of activities, or
 * (subscriber, at) where a table holds one type. Columns of last times answer for the newest time alone: what hangs on older
 * ones is unknown, never guessed.
 */
public final class JdbcActivitySource implements ActivitySource {
    /** Of money, before the point and after it. */
    private static final int MOST_DIGITS = 30;
    /** Of any number that is worth the work of cutting it. */
    private static final int MOST_DECIMALS = 1000;

    private final HostTables tables;

    JdbcActivitySource(HostTables tables) {
        this.tables = tables;
    }

    HostTables tables() {
        return tables;
    }

    @Override
    public Observation observed() {
        return tables.observed();
    }

    @Override
    public Map<String, ActivitySummary> summaries(Set<String> ids, ActivityNeed need, Instant asOf) {
        Summaries found = new Summaries(tables, need, asOf);
        List<String> all = List.copyOf(new TreeSet<>(ids));
        tables.database().call("Reading activity", connection -> {
            for (int start = 0; start < all.size(); start += Database.PORTION) {
                found.read(connection, all.subList(start, Math.min(all.size(), start + Database.PORTION)));
            }
            return true;
        });
        return found.finish();
    }

    /** Columns of last times are no history. */
    @Override
    public boolean hasHistory(ActivityType type) {
        return !tables.people().last().containsKey(type);
    }

    @Override
    public void history(Set<String> ids, Instant from, Instant to, Consumer<Activity> sink) {
        List<String> all = List.copyOf(new TreeSet<>(ids));
        for (MappedActivities table : tables.activities()) {
            for (int start = 0; start < all.size(); start += Database.PORTION) {
                history(table, all.subList(start, Math.min(all.size(), start + Database.PORTION)), from, to, sink);
            }
        }
    }

    private void history(MappedActivities table, List<String> ids, Instant from, Instant to, Consumer<Activity> sink) {
        List<Object> keys = ids.stream()
                .flatMap(id -> table.subscriber().value(id).stream())
                .toList();
        if (keys.isEmpty()) {
            return;
        }
        List<String> columns = new ArrayList<>(
                List.of(table.subscriber().column().of("a"), table.at().of("a")));
        if (table.type() != null) {
            columns.add(table.type().of("a"));
        }
        if (table.id() != null) {
            columns.add(table.id().of("a"));
        }
        List<String> properties = List.copyOf(table.properties().keySet());
        table.properties().values().forEach(column -> columns.add(column.of("a")));
        Sql select = Sql.of("SELECT " + String.join(", ", columns) + " FROM "
                        + table.table().quoted() + " a WHERE ")
                .then(Sql.and(
                        table.subscriber().in("a", keys),
                        table.isOf(tables.dialect(), "a", table.types()),
                        table.at().notBefore("a", from),
                        table.at().before("a", to)));
        Set<String> wanted = new HashSet<>(ids);
        tables.database().stream("Reading the history of activity", select, row -> {
            Activity activity = activity(table, properties, row);
            if (activity != null && wanted.contains(activity.subscriberId())) {
                sink.accept(activity);
            }
        });
    }

    private @Nullable Activity activity(MappedActivities table, List<String> properties, ResultSet row)
            throws SQLException {
        String person = table.subscriber().read(row, 1);
        Instant at = table.at().read(row, 2);
        int next = 3;
        ActivityType type = table.always();
        if (type == null) {
            type = table.words().get(row.getString(next++));
        }
        if (person == null || at == null || type == null) {
            return null;
        }
        Activity.Builder activity = Activity.of(type).by(person);
        if (table.id() != null) {
            String id = row.getString(next++);
            activity.id(tables.activities().size() == 1 ? id : table.name() + "/" + id);
        }
        for (String property : properties) {
            String value = row.getString(next++);
            if (property.equals(Activity.VALUE)) {
                plain(value).ifPresent(number -> activity.property(property, number));
            } else if (value != null) {
                activity.property(property, value);
            }
        }
        return activity.at(at);
    }

    /** What is no number, such as a binary fraction that is not finite, or beyond all money is not known. */
    private static Optional<String> plain(@Nullable String value) {
        try {
            return Optional.ofNullable(value)
                    .map(BigDecimal::new)
                    .filter(money -> Math.abs((long) money.scale()) <= MOST_DECIMALS)
                    .filter(money -> money.precision() - money.scale() <= MOST_DIGITS)
                    .map(money ->
                            money.setScale(Math.max(0, Math.min(money.scale(), MOST_DIGITS)), RoundingMode.HALF_EVEN))
                    .map(BigDecimal::toPlainString);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
