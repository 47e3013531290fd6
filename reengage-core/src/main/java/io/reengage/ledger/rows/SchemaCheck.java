// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the tables of a database with their descriptions. Only reads. */
final class SchemaCheck {

    private static final String POSTGRES_UNLOGGED =
            "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND c.relpersistence = 'u' ORDER BY c.relname";

    private static final String POSTGRES_RIGHTS = """
            SELECT c.relname, needed, quote_ident(current_user)
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN (VALUES ('DELETE'), ('INSERT'), ('SELECT'), ('UPDATE')) AS rights (needed)
            WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT has_table_privilege(c.oid, needed)
            ORDER BY c.relname, needed""";
    private static final Set<String> TO_APPEND = Set.of("INSERT", "SELECT");

    private final DatabaseMetaData metaData;
    private final Sql sql;

    SchemaCheck(DatabaseMetaData metaData, Sql sql) {
        this.metaData = metaData;
        this.sql = sql;
    }

    boolean hasSchema() throws SQLException {
        try (ResultSet results = metaData.getSchemas(null, pattern(sql.schema()))) {
            return results.next();
        }
    }

    boolean has(Table<?> table) throws SQLException {
        try (ResultSet results =
                metaData.getTables(null, pattern(sql.schema()), pattern(sql.spelled(table.name())), null)) {
            return results.next();
        }
    }

    /** Everything that is missing or different, in words. */
    List<String> problems(List<Table<?>> tables) throws SQLException {
        List<String> problems = new ArrayList<>();
        Map<String, Map<String, Found>> columns = columns();
        for (Table<?> table : tables) {
            String name = sql.spelled(table.name());
            Map<String, Found> found = columns.get(name);
            if (found == null) {
                problems.add("table " + name + " is missing");
                continue;
            }
            for (Column<?> column : table.columns()) {
                @Nullable Found same = found.remove(unquoted(column));
                problems.addAll(problems(table, column, same));
            }
            found.forEach((other, described) -> {
                if (described.required()) {
                    problems.add("column " + name + "." + other + " is not known, but must not be null");
                }
            });
            problems.addAll(keyProblems(table, name));
        }
        return problems;
    }

    private List<String> problems(Table<?> table, Column<?> column, @Nullable Found found) {
        String name = sql.spelled(table.name()) + "." + unquoted(column);
        String wanted = sql.dialect().columnType(column);
        if (found == null) {
            return List.of("column " + name + " is missing (" + wanted + ")");
        }
        List<String> problems = new ArrayList<>();
        if (!found.holds(column)) {
            // any value is a text, but not the other way round
            String remedy = column.kind() == Kind.TEXT ? "; execute " + sql.retyping(table, column) : "";
            problems.add(
                    "column " + name + " is " + found.typeName() + "(" + found.size() + "), not " + wanted + remedy);
        }
        if (found.nullable() != column.nullable()) {
            problems.add("column " + name + (column.nullable() ? " must be nullable" : " must be NOT NULL"));
        }
        return problems;
    }

    private List<String> keyProblems(Table<?> table, String name) throws SQLException {
        List<String> problems = new ArrayList<>();
        if (!primaryKey(name).equals(spelled(table.key().columns()))) {
            problems.add("table " + name + " must have the primary key "
                    + spelled(table.key().columns()));
        }
        Map<String, Entries> entries = entries(name);
        for (Index<?> index : table.indexes().subList(1, table.indexes().size())) {
            List<String> columns = spelled(index.stored());
            if (entries.values().stream().noneMatch(each -> each.serves(index, columns))) {
                problems.add("table " + name + " must have " + (index.unique() ? "a unique" : "an") + " index of "
                        + columns);
            }
        }
        return problems;
    }

    /** Tables that PostgreSQL empties when it starts after a crash. */
    List<String> emptiedByCrash(List<Table<?>> tables) throws SQLException {
        List<String> problems = new ArrayList<>();
        if (sql.dialect() == Dialect.POSTGRESQL) {
            try (PreparedStatement statement = metaData.getConnection().prepareStatement(POSTGRES_UNLOGGED)) {
                statement.setString(1, sql.schema());
                try (ResultSet results = statement.executeQuery()) {
                    while (results.next()) {
                        String found = results.getString(1);
                        tables.stream()
                                .filter(table -> sql.spelled(table.name()).equals(found))
                                .forEach(table -> problems.add("table " + found
                                        + " is UNLOGGED and would be empty after a crash; execute ALTER TABLE "
                                        + sql.name(table.name()) + " SET LOGGED"));
                    }
                }
            }
        }
        return problems;
    }

    /** What the ledger's user may not do with tables that are there, with the statement that mends it; PostgreSQL tells. */
    List<String> missingRights(List<Table<?>> tables) throws SQLException {
        if (sql.dialect() != Dialect.POSTGRESQL) {
            return List.of();
        }
        ListMultimap<String, String> missing = ArrayListMultimap.create();
        String user = "";
        try (PreparedStatement statement = metaData.getConnection().prepareStatement(POSTGRES_RIGHTS)) {
            statement.setString(1, sql.schema());
            try (ResultSet results = statement.executeQuery()) {
                while (results.next()) {
                    missing.put(results.getString(1), results.getString(2));
                    user = results.getString(3);
                }
            }
        }
        List<String> problems = new ArrayList<>();
        for (Table<?> table : tables) {
            String rights = missing.get(sql.spelled(table.name())).stream()
                    .filter(right -> !table.appendOnly() || TO_APPEND.contains(right))
                    .collect(Collectors.joining(", "));
            if (!rights.isEmpty()) {
                problems.add("the ledger's user may not do all it must with table " + sql.spelled(table.name())
                        + "; execute GRANT " + rights + " ON " + sql.name(table.name()) + " TO " + user);
            }
        }
        return problems;
    }

    private Map<String, Map<String, Found>> columns() throws SQLException {
        Map<String, Map<String, Found>> columns = new HashMap<>();
        try (ResultSet results =
                metaData.getColumns(null, pattern(sql.schema()), pattern(sql.spelled("")) + "%", "%")) {
            while (results.next()) {
                columns.computeIfAbsent(results.getString("TABLE_NAME"), ignored -> new TreeMap<>())
                        .put(results.getString("COLUMN_NAME"), found(results));
            }
        }
        return columns;
    }

    private static Found found(ResultSet results) throws SQLException {
        boolean nullable = results.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls;
        boolean filled = results.getString("COLUMN_DEF") != null || "YES".equals(results.getString("IS_AUTOINCREMENT"));
        return new Found(
                results.getInt("DATA_TYPE"),
                results.getString("TYPE_NAME"),
                results.getInt("COLUMN_SIZE"),
                results.getInt("DECIMAL_DIGITS"),
                nullable,
                !nullable && !filled);
    }

    private List<String> primaryKey(String table) throws SQLException {
        Map<Integer, String> columns = new TreeMap<>();
        try (ResultSet results = metaData.getPrimaryKeys(null, sql.schema(), table)) {
            while (results.next()) {
                columns.put(results.getInt("KEY_SEQ"), results.getString("COLUMN_NAME"));
            }
        }
        return List.copyOf(columns.values());
    }

    private Map<String, Entries> entries(String table) throws SQLException {
        Map<String, Entries> entries = new HashMap<>();
        try (ResultSet results = metaData.getIndexInfo(null, sql.schema(), table, false, true)) {
            while (results.next()) {
                @Nullable String column = results.getString("COLUMN_NAME");
                boolean partial = results.getString("FILTER_CONDITION") != null;
                if (column != null && !partial) {
                    boolean unique = !results.getBoolean("NON_UNIQUE");
                    // PostgreSQL's driver quotes the columns of an index where they need it
                    entries.computeIfAbsent(
                                    results.getString("INDEX_NAME"), name -> new Entries(unique, new ArrayList<>()))
                            .columns()
                            .add(column.replace("\"", ""));
                }
            }
        }
        return entries;
    }

    private List<String> spelled(List<? extends Column<?>> columns) {
        return columns.stream().map(this::unquoted).toList();
    }

    private String unquoted(Column<?> column) {
        return sql.quoted(column.name()).replace("\"", "");
    }

    private @Nullable String pattern(@Nullable String name) throws SQLException {
        return name == null ? null : name.replace("_", metaData.getSearchStringEscape() + "_");
    }

    /** A column as the database describes it. */
    private record Found(int type, String typeName, int size, int scale, boolean nullable, boolean required) {

        boolean holds(Column<?> column) {
            return switch (column.kind()) {
                case TEXT ->
                    type == Types.VARCHAR && size >= column.longestText() && !typeName.equals("VARCHAR_IGNORECASE");
                case INTEGER -> type == Types.INTEGER;
                case BIG, INSTANT -> type == Types.BIGINT;
                case DECIMAL ->
                    (type == Types.NUMERIC || type == Types.DECIMAL)
                            && size >= Kind.DECIMAL_DIGITS
                            && scale == Kind.DECIMAL_SCALE;
                case FLAG -> type == Types.BOOLEAN || type == Types.BIT;
            };
        }
    }

    /** The columns of an index, in order. */
    private record Entries(boolean unique, List<String> columns) {

        boolean serves(Index<?> index, List<String> wanted) {
            return index.unique()
                    ? unique && columns.equals(wanted)
                    : columns.size() >= wanted.size()
                            && columns.subList(0, wanted.size()).equals(wanted);
        }
    }
}
