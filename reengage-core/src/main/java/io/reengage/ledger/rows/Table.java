// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One table: its columns, key and indexes, and how a row record is taken apart and built. Immutable; keep one instance
 * per table.
 *
 * <p>Text in a key or an index may have 500 characters, other text a million.
 */
public final class Table<R> {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,27}");

    private final String name;
    private final Map<String, Column<R>> byName;
    private final List<Column<R>> columns;
    private final List<Index<R>> indexes;
    private final Function<Row, R> factory;
    private final boolean appendOnly;

    private Table(
            String name,
            Map<String, Column<R>> byName,
            List<Index<R>> indexes,
            Function<Row, R> factory,
            boolean appendOnly) {
        this.name = name;
        this.byName = byName;
        this.columns = List.copyOf(byName.values());
        this.indexes = indexes;
        this.factory = factory;
        this.appendOnly = appendOnly;
    }

    /** Begins the description of a table that keeps rows of a type. */
    public static <R> Builder<R> of(Class<R> rowType, String name) {
        return new Builder<>(requireNonNull(rowType, "rowType"), checked(name));
    }

    public String name() {
        return name;
    }

    /** Whether rows, once inserted, stay as they are. */
    boolean appendOnly() {
        return appendOnly;
    }

    List<Column<R>> columns() {
        return columns;
    }

    /** The primary key first. */
    List<Index<R>> indexes() {
        return indexes;
    }

    Index<R> key() {
        return indexes.get(0);
    }

    Column<R> column(String column) {
        Column<R> found = byName.get(column);
        if (found == null) {
            throw new IllegalArgumentException("Table " + name + " has no column " + column);
        }
        return found;
    }

    Cells cells(R row) {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (Column<R> column : columns) {
            try {
                values[column.position()] = column.read(row);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Table " + name + ": " + e.getMessage(), e);
            }
        }
        return new Cells(values);
    }

    R row(Cells cells) {
        return factory.apply(new Row(this, cells));
    }

    @Override
    public String toString() {
        return "Table " + name;
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Name " + name + " does not match " + NAME);
        }
        return name;
    }

    /** What an index holds beside the columns it is of. */
    private enum Entries {
        /** The rest of the key. */
        IN_ORDER,
        /** Nothing. */
        BARE,
        /** Nothing, and each combination once. */
        UNIQUE
    }

    /** Describes a table column by column; a row's accessor stands beside each. */
    public static final class Builder<R> {

        private final Class<R> rowType;
        private final String name;
        private final Map<String, Column<R>> columns = new LinkedHashMap<>();
        private final Map<List<String>, Entries> indexes = new LinkedHashMap<>();
        private List<String> key = List.of();
        private String last = "";
        private boolean appendOnly;

        private Builder(Class<R> rowType, String name) {
            this.rowType = rowType;
            this.name = name;
        }

        public Builder<R> text(String column, Function<R, @Nullable String> reader) {
            return column(column, Kind.TEXT, reader);
        }

        public Builder<R> integer(String column, Function<R, @Nullable Integer> reader) {
            return column(column, Kind.INTEGER, reader);
        }

        public Builder<R> big(String column, Function<R, @Nullable Long> reader) {
            return column(column, Kind.BIG, reader);
        }

        /** Up to fifteen digits before the point and four after it. */
        public Builder<R> decimal(String column, Function<R, @Nullable BigDecimal> reader) {
            return column(column, Kind.DECIMAL, reader);
        }

        public Builder<R> flag(String column, Function<R, @Nullable Boolean> reader) {
            return column(column, Kind.FLAG, reader);
        }

        /** Kept in milliseconds. */
        public Builder<R> instant(String column, Function<R, @Nullable Instant> reader) {
            return column(column, Kind.INSTANT, reader);
        }

        /** Lets the column named last be null. */
        public Builder<R> nullable() {
            columns.put(last, known(last).asNullable());
            return this;
        }

        /**
         * Keeps the text named last behind the name of its group, so that rows of one group lie together, and in an order come
         * one after another. This is seen in the database only; the empty text stays as it is.
         *
         * @param length characters of every group's name
         * @param group names the group of a text
         */
        public Builder<R> grouped(int length, UnaryOperator<String> group) {
            Column<R> column = known(last);
            if (column.kind() != Kind.TEXT) {
                throw new IllegalArgumentException("Column " + last + " holds no text to group");
            }
            columns.put(last, column.in(new Grouping(length, group)));
            return this;
        }

        public Builder<R> key(String... columns) {
            if (!key.isEmpty() || columns.length == 0) {
                throw new IllegalArgumentException("Table " + name + " needs one primary key");
            }
            key = knownAll(columns);
            for (String column : key) {
                if (known(column).nullable()) {
                    throw new IllegalArgumentException("Column " + column + " is in the key and must not be nullable");
                }
            }
            return this;
        }

        /** An index to find rows by; it is also used for the order of a selection. */
        public Builder<R> index(String... columns) {
            indexes.put(knownAll(columns), Entries.IN_ORDER);
            return this;
        }

        /**
         * An index that only finds rows: it goes without the rest of the key, which makes it small where many rows are alike,
         * and a database sorts what is found.
         */
        public Builder<R> lookup(String... columns) {
            indexes.put(knownAll(columns), Entries.BARE);
            return this;
        }

        /** An index that holds every combination of values once; as in SQL, nulls are all different. */
        public Builder<R> unique(String... columns) {
            indexes.put(knownAll(columns), Entries.UNIQUE);
            return this;
        }

        /** Rows, once inserted, are only read: whoever may do no more with the table in the database can do the rest all the same. */
        public Builder<R> appendOnly() {
            appendOnly = true;
            return this;
        }

        public Table<R> build(Function<Row, R> factory) {
            if (key.isEmpty()) {
                throw new IllegalArgumentException("Table " + name + " of " + rowType.getSimpleName() + " has no key");
            }
            Map<String, Column<R>> finished = new LinkedHashMap<>(columns);
            Set<String> indexed = new LinkedHashSet<>(key);
            indexes.keySet().forEach(indexed::addAll);
            indexed.forEach(column -> finished.computeIfPresent(column, (ignored, found) -> found.asIndexed()));
            List<Index<R>> all = new ArrayList<>();
            all.add(index(0, key, Entries.UNIQUE, finished));
            indexes.forEach((names, entries) -> all.add(index(all.size(), names, entries, finished)));
            return new Table<>(name, finished, List.copyOf(all), requireNonNull(factory, "factory"), appendOnly);
        }

        private Index<R> index(int number, List<String> names, Entries entries, Map<String, Column<R>> finished) {
            Set<String> order = new LinkedHashSet<>(names);
            order.addAll(key);
            String suffix = number == 0 ? "_pk" : "_ix" + number;
            return new Index<>(
                    number,
                    name + suffix,
                    entries == Entries.UNIQUE,
                    entries == Entries.BARE,
                    among(finished, names),
                    among(finished, order));
        }

        private static <R> List<Column<R>> among(Map<String, Column<R>> columns, Iterable<String> names) {
            List<Column<R>> found = new ArrayList<>();
            names.forEach(column -> found.add(requireNonNull(columns.get(column))));
            return List.copyOf(found);
        }

        private Builder<R> column(String column, Kind kind, Function<R, ?> reader) {
            requireNonNull(reader, "reader");
            if (columns.containsKey(column)) {
                throw new IllegalArgumentException("Column " + column + " of table " + name + " is described twice");
            }
            last = checked(column);
            columns.put(last, new Column<>(last, kind, false, Column.LONGEST_TEXT, columns.size(), reader, null));
            return this;
        }

        private List<String> knownAll(String... names) {
            if (names.length == 0 || Arrays.stream(names).distinct().count() < names.length) {
                throw new IllegalArgumentException("An index of table " + name + " needs columns, each once");
            }
            Arrays.stream(names).forEach(this::known);
            return List.of(names);
        }

        private Column<R> known(String column) {
            Column<R> found = columns.get(column);
            if (found == null) {
                throw new IllegalArgumentException("Table " + name + " has no column " + column);
            }
            return found;
        }
    }
}
