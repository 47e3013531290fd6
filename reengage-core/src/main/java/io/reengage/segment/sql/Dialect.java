// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** What differs between the databases a host's tables live in. */
enum Dialect {
    POSTGRESQL("PostgreSQL", "PostgreSQL", '"', ChronoUnit.MICROS) {
        /** The driver reads a result whole unless a transaction is open. */
        @Override
        boolean cursorNeedsTransaction() {
            return true;
        }

        /** Else the column is cast to the text's type, and no index on it serves. */
        @Override
        String mark(Column column) {
            return column.kind() == Column.Kind.PADDED ? "CAST(? AS BPCHAR)" : "?";
        }
    },

    H2("H2", "H2", '"', ChronoUnit.NANOS),

    SQLITE("SQLite", "SQLite", '"', ChronoUnit.NANOS) {
        /** The left side's rules would decide, which may be to put letter case aside. */
        @Override
        Sql joined(Column inner, String innerAlias, Column outer, String outerAlias) {
            return Sql.of(exact(inner, innerAlias) + " = " + outer.of(outerAlias));
        }

        @Override
        String exact(Column column, String alias) {
            return column.kind().isText() ? column.of(alias) + " COLLATE BINARY" : column.of(alias);
        }
    },

    /** MariaDB too. Text there mostly compares without regard to letter case and trailing blanks, so bytes decide. */
    MYSQL("MySQL", "MariaDB", '`', ChronoUnit.MICROS) {
        @Override
        String mark(Column column) {
            return column.collation().startsWith("utf8mb4_") ? "?" : column.converted("?");
        }

        @Override
        Sql oneOf(Column column, String alias, List<String> words) {
            return Sql.or(words.stream()
                    .map(word -> Sql.of(
                            "(" + column.of(alias) + " = " + mark(column) + " AND " + exact(column, alias) + " = "
                                    + bytes("?") + ")",
                            word,
                            word))
                    .toList());
        }

        @Override
        String exact(Column column, String alias) {
            return column.kind().isText() ? bytes(column.of(alias)) : column.of(alias);
        }

        /** Texts of different rules are not compared at all. */
        @Override
        String asked(Column inner, Column outer, String outerAlias) {
            return inner.collation().equals(outer.collation())
                    ? outer.of(outerAlias)
                    : inner.converted(outer.of(outerAlias));
        }

        /** MariaDB's driver streams row by row, whatever the size; MySQL's only for this value. */
        @Override
        int fetchSize(DatabaseMetaData metaData, int wanted) throws SQLException {
            return metaData.getDriverName().contains("MySQL") ? Integer.MIN_VALUE : wanted;
        }

        private static String bytes(String text) {
            return "CAST(CONVERT(" + text + " USING utf8mb4) AS BINARY)";
        }
    };

    private final String product;
    private final String alias;
    private final char quote;
    private final ChronoUnit precision;

    Dialect(String product, String alias, char quote, ChronoUnit precision) {
        this.product = product;
        this.alias = alias;
        this.quote = quote;
        this.precision = precision;
    }

    static Dialect of(DatabaseMetaData metaData) throws SQLException {
        String product = metaData.getDatabaseProductName();
        return Arrays.stream(values())
                .filter(dialect -> dialect.product.equals(product) || dialect.alias.equals(product))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("host tables in " + product
                        + " cannot be mapped: it takes PostgreSQL, H2, SQLite, MySQL or MariaDB; for another database"
                        + " implement SubscriberStore and ActivitySource"));
    }

    String quote(String name) {
        String mark = String.valueOf(quote);
        return mark + name.replace(mark, mark + mark) + mark;
    }

    /** The finest step of time a parameter may have. */
    ChronoUnit precision() {
        return precision;
    }

    /** A column that tells two texts apart exactly as {@link String#equals} does. */
    String exact(Column column, String alias) {
        return switch (column.kind()) {
            case FOLDED, WORD -> "CAST(" + column.of(alias) + " AS VARCHAR)";
            default -> column.of(alias);
        };
    }

    /** Two columns of ids hold the same; written so that an index on the first serves. */
    Sql joined(Column inner, String innerAlias, Column outer, String outerAlias) {
        Sql alike = Sql.of(inner.of(innerAlias) + " = " + asked(inner, outer, outerAlias));
        boolean exact = exact(inner, innerAlias).equals(inner.of(innerAlias))
                && exact(outer, outerAlias).equals(outer.of(outerAlias));
        return exact ? alike : Sql.and(alike, Sql.of(exact(inner, innerAlias) + " = " + exact(outer, outerAlias)));
    }

    /** The outer of two columns, as the inner one can be compared with. */
    String asked(Column inner, Column outer, String outerAlias) {
        return outer.of(outerAlias);
    }

    /** A question mark for a value that is compared with this column. */
    String mark(Column column) {
        return "?";
    }

    /** A text column holds exactly this text. */
    final Sql same(Column column, String alias, String word) {
        return oneOf(column, alias, List.of(word));
    }

    /** A text column holds exactly one of these. */
    Sql oneOf(Column column, String alias, List<String> words) {
        String text = exact(column, alias);
        return words.size() == 1
                ? Sql.of(text + " = ?", words.get(0))
                : new Sql(text + " IN (" + marks(words.size()) + ")", List.copyOf(words));
    }

    Sql flag(String column, boolean wanted) {
        return this == SQLITE || this == MYSQL
                ? Sql.of(column + (wanted ? " <> 0" : " = 0"))
                : Sql.of(column + " = ?", wanted);
    }

    boolean cursorNeedsTransaction() {
        return false;
    }

    int fetchSize(DatabaseMetaData metaData, int wanted) throws SQLException {
        return wanted;
    }

    static String marks(int number) {
        return marks(number, "?");
    }

    static String marks(int number, String mark) {
        return Collections.nCopies(number, mark).stream().collect(Collectors.joining(", "));
    }
}
