// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static java.util.stream.Collectors.joining;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

/** The SQL text for tables in one database: names as it writes them, statements in its dialect. */
final class Sql {

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,23}");

    private final Dialect dialect;
    private final String prefix;
    private final boolean upperCase;
    private final ConcurrentMap<Table<?>, TableSql> tables = new ConcurrentHashMap<>();

    private Sql(Dialect dialect, String prefix, boolean upperCase) {
        this.dialect = dialect;
        this.prefix = prefix;
        this.upperCase = upperCase;
    }

    static Sql of(DatabaseMetaData metaData, String prefix) throws SQLException {
        return new Sql(Dialect.of(metaData), prefix, metaData.storesUpperCaseIdentifiers());
    }

    static String checkedPrefix(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("Prefix " + prefix + " does not match " + PREFIX);
        }
        return prefix;
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
        String columns = table.columns().stream()
                .map(column -> quoted(column.name()) + " " + dialect.columnType(column)
                        + (column.nullable() ? "" : " NOT NULL"))
                .collect(joining(",\n    "));
        statements.add("CREATE TABLE IF NOT EXISTS " + name(table.name()) + " (\n    " + columns + ",\n    CONSTRAINT "
                + name(table.key().name()) + " PRIMARY KEY ("
                + names(table.key().columns()) + "))");
        for (Index<?> index : table.indexes().subList(1, table.indexes().size())) {
            List<? extends Column<?>> indexed = index.unique() ? index.columns() : index.order();
            statements.add("CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX IF NOT EXISTS " + name(index.name())
                    + " ON " + name(table.name()) + " (" + sorted(indexed) + ")");
        }
        return statements;
    }

    /** Records the version of the tables. */
    String versionInsert() {
        return "INSERT INTO " + name(Meta.TABLE.name()) + " (" + names(Meta.TABLE.columns()) + ") VALUES ('"
                + Meta.SCHEMA_VERSION.key() + "', '" + Meta.SCHEMA_VERSION.value() + "')";
    }

    /** A table's or index's name, with the prefix. */
    String name(String name) {
        return quoted(prefix + name);
    }

    /** Quoted against reserved words, in the case that an unquoted name has. */
    String quoted(String name) {
        return "\"" + (upperCase ? name.toUpperCase(Locale.ROOT) : name.toLowerCase(Locale.ROOT)) + "\"";
    }

    String names(List<? extends Column<?>> columns) {
        return columns.stream().map(column -> quoted(column.name())).collect(joining(", "));
    }

    String sorted(List<? extends Column<?>> columns) {
        return columns.stream()
                .map(column -> quoted(column.name()) + (column.nullable() ? dialect.nullsFirst() : ""))
                .collect(joining(", "));
    }

    static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }
}
