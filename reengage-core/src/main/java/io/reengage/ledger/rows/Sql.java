// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.reengage.ledger.LedgerException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The SQL text for tables in one database: names as it writes them, statements in its dialect. */
final class Sql {

    private final Dialect dialect;
    private final @Nullable String schema;
    private final String prefix;
    private final boolean upperCase;
    private final ConcurrentMap<Table<?>, TableSql> tables = new ConcurrentHashMap<>();

    /** With names as they are spelled in the database, or without a schema. */
    private Sql(Dialect dialect, @Nullable String schema, String prefix, boolean upperCase) {
        this.dialect = dialect;
        this.schema = schema;
        this.prefix = prefix;
        this.upperCase = upperCase;
    }

    /**
     * Always names the schema, the connection's own if none was chosen: another connection, such as the host's, may look
     * for tables elsewhere.
     */
    static Sql of(Connection connection, JdbcOptions options) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        boolean upperCase = metaData.storesUpperCaseIdentifiers();
        Dialect dialect = Dialect.of(metaData);
        String chosen = options.schema();
        String schema = chosen == null ? connection.getSchema() : cased(chosen, upperCase);
        if (schema == null) {
            throw new LedgerException("The connections of the ledger's data source have no schema to create tables in;"
                    + " set the database user's search path, or name a schema");
        }
        return new Sql(dialect, schema, cased(options.prefix(), upperCase), upperCase);
    }

    /** The same, with names that leave the schema to the connection. */
    Sql withoutSchema() {
        return new Sql(dialect, null, prefix, upperCase);
    }

    Dialect dialect() {
        return dialect;
    }

    TableSql on(Table<?> table) {
        return tables.computeIfAbsent(table, described -> new TableSql(this, described));
    }

    /** The statements that create what is absent. */
    List<String> ddl(Table<?> table) {
        List<String> statements = new ArrayList<>();
        String columns = table.columns().stream().map(this::described).collect(joining(",\n    "));
        statements.add("CREATE TABLE IF NOT EXISTS " + name(table.name()) + " (\n    " + columns + ",\n    CONSTRAINT "
                + inSchema(table.key().name()) + " PRIMARY KEY ("
                + names(table.key().columns()) + "))");
        table.indexes().stream().skip(1).forEach(index -> statements.add(ddl(table, index)));
        return statements;
    }

    String ddl(Table<?> table, Index<?> index) {
        return "CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX IF NOT EXISTS " + inSchema(index.name()) + " ON "
                + name(table.name()) + " (" + sorted(index.stored()) + ")";
    }

    /** A column as in the description of its table. */
    String described(Column<?> column) {
        return quoted(column.name()) + " " + dialect.columnType(column) + (column.nullable() ? "" : " NOT NULL");
    }

    /** Gives a column the type that its description says. */
    String retyping(Table<?> table, Column<?> column) {
        return "ALTER TABLE " + name(table.name()) + " ALTER COLUMN " + quoted(column.name()) + " SET DATA TYPE "
                + dialect.columnType(column);
    }

    /** A value as it would be written in a statement; only for values that this library itself brings. */
    String literal(Object stored) {
        if (stored instanceof String text) {
            return "'" + text.replace("'", "''") + "'";
        }
        return stored instanceof Instant instant ? Long.toString(instant.toEpochMilli()) : stored.toString();
    }

    /** Creates the schema. */
    String schemaDdl() {
        return "CREATE SCHEMA IF NOT EXISTS " + quoted(requireNonNull(schema));
    }

    /** Records the version of the tables, whatever it was. */
    List<String> versionDdl(int version) {
        String meta = name(Meta.TABLE.name());
        String isVersion = " WHERE " + quoted("key") + " = '" + Meta.SCHEMA_VERSION + "'";
        return List.of(
                "INSERT INTO " + meta + " (" + names(Meta.TABLE.columns()) + ") SELECT '" + Meta.SCHEMA_VERSION + "', '"
                        + version + "' WHERE NOT EXISTS (SELECT 1 FROM " + meta + isVersion + ")",
                "UPDATE " + meta + " SET " + quoted("value") + " = '" + version + "'" + isVersion);
    }

    /** A table's name, with schema and prefix. */
    String name(String name) {
        return (schema == null ? "" : "\"" + schema.replace("\"", "\"\"") + "\".") + inSchema(name);
    }

    /** A table's or an index's name, with the prefix. */
    private String inSchema(String name) {
        return "\"" + spelled(name) + "\"";
    }

    /** A table's name with the prefix, as the database spells it. */
    String spelled(String name) {
        return prefix + cased(name, upperCase);
    }

    @Nullable
    String schema() {
        return schema;
    }

    /** Quoted against reserved words, in the case that an unquoted name has. */
    String quoted(String name) {
        return "\"" + cased(name, upperCase) + "\"";
    }

    private static String cased(String name, boolean upperCase) {
        return upperCase ? name.toUpperCase(Locale.ROOT) : name.toLowerCase(Locale.ROOT);
    }

    String names(List<? extends Column<?>> columns) {
        return columns.stream().map(column -> quoted(column.name())).collect(joining(", "));
    }

    String sorted(List<? extends Column<?>> columns) {
        return columns.stream()
                .map(column -> quoted(column.name()) + (column.nullable() ? " NULLS FIRST" : ""))
                .collect(joining(", "));
    }

    /** The end of a selection: its order, and a parameter for its limit. */
    String firstOf(Selection<?> selection) {
        return " ORDER BY " + sorted(selection.sortColumns()) + " LIMIT ?";
    }

    static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }
}
