// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What brings the tables of the version before to a version. Immutable.
 *
 * <p>Tables are described as they are today, so a migration only says what is new: a step finds its column or index in the
 * description. Each step may be executed any number of times with the same effect, since a node may stop between any two
 * statements and begin again. Published migrations are never changed.
 */
public final class Migration {

    private static final int FIRST = 2;
    private static final Pattern TABLE_NAME = Pattern.compile("\\{([a-z0-9_]+)}");

    private final int version;
    private final List<Function<Sql, List<String>>> steps;

    private Migration(int version, List<Function<Sql, List<String>>> steps) {
        this.version = version;
        this.steps = steps;
    }

    /** Begins the migration to a version; version 1 is what there was first. */
    public static Migration to(int version) {
        if (version < FIRST) {
            throw new IllegalArgumentException("The first migration is to version " + FIRST + ", not to " + version);
        }
        return new Migration(version, List.of());
    }

    /** Adds a table with its indexes. */
    public Migration table(Table<?> table) {
        return and(sql -> sql.ddl(table));
    }

    /** Adds a column that may be null, and is for the rows that are there. */
    public Migration column(Table<?> table, String column) {
        if (!table.column(column).nullable()) {
            throw new IllegalArgumentException("Column " + column + " must not be null: say its value for old rows");
        }
        return and(sql -> List.of(added(sql, table, table.column(column), "")));
    }

    /** Adds a column which for the rows that are there has this value. */
    public Migration column(Table<?> table, String column, Object value) {
        Column<?> described = table.column(column);
        @Nullable Object stored = described.stored(value);
        if (stored == null) {
            throw new IllegalArgumentException("Column " + column + " needs a value for old rows");
        }
        return and(sql -> List.of(
                added(sql, table, described, " DEFAULT " + sql.literal(stored)),
                "ALTER TABLE " + sql.name(table.name()) + " ALTER COLUMN " + sql.quoted(column) + " DROP DEFAULT"));
    }

    /** Adds the index that was declared with these columns. */
    public Migration index(Table<?> table, String... columns) {
        Index<?> index = table.indexes().stream()
                .skip(1)
                .filter(each ->
                        each.columns().stream().map(Column::name).toList().equals(List.of(columns)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Table " + table.name() + " has no index of " + String.join(", ", columns)));
        return and(sql -> List.of(sql.ddl(table, index)));
    }

    /**
     * Executes a statement that both databases understand and that does nothing the second time.
     *
     * @param text with each table written as <code>{name}</code>
     */
    public Migration statement(String text) {
        return and(sql -> List.of(
                TABLE_NAME.matcher(text).replaceAll(found -> Matcher.quoteReplacement(sql.name(found.group(1))))));
    }

    int version() {
        return version;
    }

    List<String> statements(Sql sql) {
        return steps.stream().flatMap(step -> step.apply(sql).stream()).toList();
    }

    private Migration and(Function<Sql, List<String>> step) {
        List<Function<Sql, List<String>>> more = new ArrayList<>(steps);
        more.add(step);
        return new Migration(version, List.copyOf(more));
    }

    private static String added(Sql sql, Table<?> table, Column<?> column, String initial) {
        return "ALTER TABLE " + sql.name(table.name()) + " ADD COLUMN IF NOT EXISTS " + sql.quoted(column.name()) + " "
                + sql.dialect().columnType(column) + initial + (column.nullable() ? "" : " NOT NULL");
    }
}
