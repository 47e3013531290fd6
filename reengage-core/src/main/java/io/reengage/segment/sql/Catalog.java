// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks tables up in the database, so that a mapping that does not fit is refused before anything runs. */
final class Catalog {
    /** In a key, what no column is called: an expression, or rows that are left out. */
    private static final String NO_COLUMN = "";

    private final DatabaseMetaData metaData;
    private final Dialect dialect;
    private final @Nullable String catalog;
    private final @Nullable String schema;

    Catalog(Connection connection) throws SQLException {
        this.metaData = connection.getMetaData();
        this.dialect = Dialect.of(metaData);
        this.catalog = dialect == Dialect.MYSQL ? connection.getCatalog() : null;
        this.schema = dialect == Dialect.POSTGRESQL || dialect == Dialect.H2 ? connection.getSchema() : null;
    }

    Dialect dialect() {
        return dialect;
    }

    /** A table or view of the host: exactly this name, else the only one that differs in letter case alone. */
    Table table(String field, String name) throws SQLException {
        int dot = name.indexOf('.');
        String place = dot < 0 ? "" : name.substring(0, dot);
        if (dialect == Dialect.SQLITE && dot >= 0) {
            throw new IllegalArgumentException(field + ": " + name + " is said with a schema, but SQLite's tables are"
                    + " looked for in the connection's main database only: leave " + place + ". away");
        }
        String plain = name.substring(dot + 1);
        Map<String, List<Found>> byTable = new LinkedHashMap<>();
        for (Found each : columns(place, plain)) {
            byTable.computeIfAbsent(each.table(), any -> new ArrayList<>()).add(each);
        }
        String actual = pick(byTable.keySet(), plain);
        List<Found> found = byTable.getOrDefault(actual, List.of());
        if (found.isEmpty()) {
            throw new IllegalArgumentException(field + ": the database has no table or view " + name
                    + (byTable.isEmpty()
                            ? "; check its name, and say schema.table if it is not in the connection's own schema"
                            : ": it has " + new TreeSet<>(byTable.keySet()) + ", say which"));
        }
        Map<String, Column> columns = new LinkedHashMap<>();
        for (Found each : found) {
            columns.put(each.name(), each.column(dialect, name, collation(each)));
        }
        String quoted = dialect.quote(actual);
        return new Table(
                name,
                dot < 0 ? quoted : dialect.quote(found.get(0).schema()) + "." + quoted,
                view(found.get(0)),
                columns,
                keys(found.get(0)),
                leading(found.get(0)));
    }

    boolean exists(String name) throws SQLException {
        return columns("", name).stream().anyMatch(each -> each.table().equalsIgnoreCase(name));
    }

    private record Found(
            @Nullable String catalog,
            @Nullable String place,
            String table,
            String name,
            int type,
            String typeName,
            boolean nullable) {

        Column column(Dialect dialect, String said, String collation) {
            return Column.of(dialect, said, name, type, typeName).with(collation, nullable);
        }

        String schema() {
            String inCatalog = catalog == null ? "" : catalog;
            return place == null ? inCatalog : place;
        }
    }

    private List<Found> columns(String place, String name) throws SQLException {
        List<Found> found = new ArrayList<>();
        Set<String> spellings =
                new TreeSet<>(List.of(name, name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT)));
        for (String spelling : spellings) {
            for (String schemaName : place.isEmpty() ? List.of("") : spellings(place)) {
                read(schemaName, spelling, found);
            }
        }
        return found.stream().distinct().toList();
    }

    private static Set<String> spellings(String name) {
        return new TreeSet<>(List.of(name, name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT)));
    }

    private void read(String place, String table, List<Found> found) throws SQLException {
        @Nullable String inCatalog = dialect == Dialect.MYSQL && !place.isEmpty() ? place : catalog;
        @Nullable String inSchema = dialect == Dialect.MYSQL || place.isEmpty() ? schema : place;
        try (ResultSet rows = metaData.getColumns(inCatalog, pattern(inSchema), pattern(table), null)) {
            while (rows.next()) {
                found.add(new Found(
                        rows.getString("TABLE_CAT"),
                        rows.getString("TABLE_SCHEM"),
                        rows.getString("TABLE_NAME"),
                        rows.getString("COLUMN_NAME"),
                        rows.getInt("DATA_TYPE"),
                        rows.getString("TYPE_NAME"),
                        rows.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls));
            }
        }
    }

    private @Nullable String pattern(@Nullable String name) throws SQLException {
        String escape = metaData.getSearchStringEscape();
        return name == null
                ? null
                : name.replace(escape, escape + escape)
                        .replace("_", escape + "_")
                        .replace("%", escape + "%");
    }

    private boolean view(Found table) throws SQLException {
        try (ResultSet rows =
                metaData.getTables(table.catalog(), pattern(table.place()), pattern(table.table()), null)) {
            return rows.next() && rows.getString("TABLE_TYPE").contains("VIEW");
        }
    }

    private String collation(Found column) throws SQLException {
        if (dialect != Dialect.MYSQL) {
            return "";
        }
        try (PreparedStatement statement = metaData.getConnection()
                        .prepareStatement("SELECT COLLATION_NAME FROM INFORMATION_SCHEMA.COLUMNS WHERE"
                                + " TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COLUMN_NAME = ?");
                ResultSet rows = Database.query(statement, List.of(column.schema(), column.table(), column.name()))) {
            @Nullable String collation = rows.next() ? rows.getString(1) : null;
            return collation == null ? "" : collation;
        }
    }

    /** Sets of columns, in lower case, that no two rows share. */
    private Set<Set<String>> keys(Found table) throws SQLException {
        Map<String, Set<String>> keys = new HashMap<>();
        if (view(table)) {
            return Set.of();
        }
        try (ResultSet rows = metaData.getPrimaryKeys(table.catalog(), table.place(), table.table())) {
            while (rows.next()) {
                keys.computeIfAbsent("", any -> new HashSet<>())
                        .add(rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
            }
        }
        try (ResultSet rows = metaData.getIndexInfo(table.catalog(), table.place(), table.table(), true, true)) {
            while (rows.next()) {
                String index = rows.getString("INDEX_NAME");
                String column = rows.getString("COLUMN_NAME");
                if (index != null) {
                    boolean plain = column != null && !partial(table, rows);
                    keys.computeIfAbsent("index " + index, any -> new HashSet<>())
                            .add(plain ? column.toLowerCase(Locale.ROOT) : NO_COLUMN);
                }
            }
        }
        return new HashSet<>(keys.values());
    }

    private Set<String> leading(Found table) throws SQLException {
        Set<String> leading = new HashSet<>();
        if (view(table)) {
            return leading;
        }
        try (ResultSet rows = metaData.getIndexInfo(table.catalog(), table.place(), table.table(), false, true)) {
            while (rows.next()) {
                String column = rows.getString("COLUMN_NAME");
                if (column != null && rows.getInt("ORDINAL_POSITION") == 1 && !partial(table, rows)) {
                    leading.add(column.toLowerCase(Locale.ROOT));
                }
            }
        }
        return leading;
    }

    /** Whether an index leaves rows out. */
    private boolean partial(Found table, ResultSet index) throws SQLException {
        if (dialect != Dialect.SQLITE) {
            return index.getString("FILTER_CONDITION") != null;
        }
        try (PreparedStatement statement = metaData.getConnection()
                        .prepareStatement("SELECT 1 FROM pragma_index_list(?) WHERE name = ? AND partial = 1");
                ResultSet rows = Database.query(statement, List.of(table.table(), index.getString("INDEX_NAME")))) {
            return rows.next();
        }
    }

    static String pick(Set<String> names, String wanted) {
        List<String> alike =
                names.stream().filter(name -> name.equalsIgnoreCase(wanted)).toList();
        return names.contains(wanted) || alike.size() != 1 ? wanted : alike.get(0);
    }
}
