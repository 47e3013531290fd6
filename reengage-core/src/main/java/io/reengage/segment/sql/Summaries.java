// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityTimes;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Timeline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sums up what tables say some people did up to a moment. Not safe for several threads. */
final class Summaries {
    private final HostTables tables;
    private final ActivityNeed need;
    private final Instant end;
    private final Map<String, Map<ActivityType, Times>> found = new HashMap<>();

    Summaries(HostTables tables, ActivityNeed need, Instant asOf) {
        this.tables = tables;
        this.need = need;
        this.end = ActivityTimes.secondAfter(asOf);
    }

    void read(Connection connection, List<String> ids) throws SQLException {
        for (MappedActivities table : tables.activities()) {
            Set<ActivityType> here = new HashSet<>(table.types());
            here.retainAll(need.types());
            if (!here.isEmpty()) {
                readRows(connection, table, here, ids);
            }
        }
        List<ActivityType> last = tables.people().last().keySet().stream()
                .filter(need.types()::contains)
                .toList();
        if (!last.isEmpty()) {
            readLast(connection, last, ids);
        }
    }

    Map<String, ActivitySummary> finish() {
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        person -> ActivitySummary.of(person.getValue().entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        type -> type.getValue().timeline(need.depth()))))));
    }

    private void readRows(Connection connection, MappedActivities table, Set<ActivityType> types, List<String> ids)
            throws SQLException {
        List<Object> keys = ids.stream()
                .flatMap(id -> table.subscriber().value(id).stream())
                .toList();
        if (keys.isEmpty()) {
            return;
        }
        Sql select = select(table, types, keys);
        try (PreparedStatement statement = connection.prepareStatement(select.text());
                ResultSet rows = Database.query(statement, select.params())) {
            while (rows.next()) {
                @Nullable
                ActivityType what = table.always() == null ? table.words().get(rows.getString(6)) : table.always();
                @Nullable Instant time = table.at().read(rows, 2);
                @Nullable Instant first = table.at().read(rows, 5);
                if (what != null && time != null && first != null) {
                    Times times = times(table.subscriber().read(rows, 1), what);
                    times.newest.add(time);
                    if (rows.getLong(3) == 1) {
                        times.more(rows.getLong(4), first);
                    }
                }
            }
        }
    }

    /** The newest times of each person and type, and with each how many there are and when the first was. */
    Sql select(MappedActivities table, Set<ActivityType> types, List<Object> keys) {
        String person = table.subscriber().column().of("a");
        String at = table.at().of("a");
        String type = table.type() == null ? "" : ", " + table.type().of("a");
        String group = " OVER (PARTITION BY "
                + tables.dialect().exact(table.subscriber().column(), "a") + type;
        return Sql.of("SELECT * FROM (SELECT " + person + " AS r_person, " + at + " AS r_at, ROW_NUMBER()" + group
                        + " ORDER BY " + at + " DESC) AS r_place, COUNT(*)" + group + ") AS r_total, MIN(" + at + ")"
                        + group + ") AS r_first" + (type.isEmpty() ? "" : type + " AS r_type") + " FROM "
                        + table.table().quoted() + " a WHERE ")
                .then(Sql.and(
                        table.subscriber().in("a", keys),
                        table.isOf(tables.dialect(), "a", types),
                        table.at().before("a", end)))
                .then(") r WHERE r_place <= ?", need.depth());
    }

    private void readLast(Connection connection, List<ActivityType> types, List<String> ids) throws SQLException {
        Key key = tables.people().id();
        List<Object> keys = ids.stream().flatMap(id -> key.value(id).stream()).toList();
        if (keys.isEmpty()) {
            return;
        }
        List<String> columns = new ArrayList<>(List.of(key.column().of("p")));
        List<MappedPeople.Last> read = new ArrayList<>();
        for (ActivityType type : types) {
            MappedPeople.Last last = tables.people().last().get(type);
            if (last != null) {
                read.add(last);
                columns.add(last.at().of("p"));
                columns.add(last.count() == null ? "NULL" : last.count().of("p"));
            }
        }
        String select = "SELECT " + String.join(", ", columns) + " FROM "
                + tables.people().table().quoted() + " p WHERE "
                + key.in("p", keys).text();
        try (PreparedStatement statement = connection.prepareStatement(select);
                ResultSet rows = Database.query(statement, keys)) {
            while (rows.next()) {
                for (int i = 0; i < read.size(); i++) {
                    @Nullable Instant at = read.get(i).at().read(rows, 2 + 2 * i);
                    long count = rows.getLong(3 + 2 * i);
                    boolean alone = !rows.wasNull() && count <= 1;
                    if (at != null && !at.isBefore(Time.FIRST) && !(alone && !at.isBefore(end))) {
                        Times times = times(key.read(rows, 1), types.get(i));
                        times.newest.add(at);
                        times.more(alone ? 1 : Math.max(2, count), alone ? at : Instant.EPOCH);
                    }
                }
            }
        }
    }

    private Times times(String person, ActivityType type) {
        return found.computeIfAbsent(person, any -> new HashMap<>()).computeIfAbsent(type, any -> new Times());
    }

    /** What was found of one type, maybe under several words. */
    private static final class Times {
        private final List<Instant> newest = new ArrayList<>();
        private long total;
        private Instant first = Instant.MAX;

        void more(long number, Instant since) {
            total += number;
            first = since.isBefore(first) ? since : first;
        }

        Timeline timeline(int depth) {
            return Timeline.of(
                    total,
                    first,
                    newest.stream()
                            .sorted(Comparator.reverseOrder())
                            .limit(Math.min(depth, ActivitySummary.MOST_DEPTH))
                            .toList());
        }
    }
}
