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
    },

    H2("H2", "H2", '"', ChronoUnit.NANOS),

    SQLITE("SQLite", "SQLite", '"', ChronoUnit.SECONDS) {
        @Override
        Sql same(String column, String word) {
            return Sql.of(column + " COLLATE BINARY = ?", word);
        }

        @Override
        Sql oneOf(String column, List<String> words) {
            return new Sql(column + " COLLATE BINARY IN (" + marks(words.size()) + ")", List.copyOf(words));
        }
    },

    /** MariaDB too. Text there mostly compares without regard to letter case and trailing blanks, so bytes decide. */
    MYSQL("MySQL", "MariaDB", '`', ChronoUnit.MICROS) {
        @Override
        Sql same(String column, String word) {
            return Sql.of("(" + column + " = ? AND " + bytes(column) + " = " + bytes("?") + ")", word, word);
        }

        @Override
        Sql oneOf(String column, List<String> words) {
            return words.size() == 1
                    ? same(column, words.get(0))
                    : Sql.or(words.stream().map(word -> same(column, word)).toList());
        }

        /** MariaDB's driver streams row by row, whatever the size; MySQL's only for this value. */
        @Override
        int fetchSize(DatabaseMetaData metaData, int wanted) throws SQLException {
            return metaData.getDriverName().contains("MySQL") ? Integer.MIN_VALUE : wanted;
        }

        private String bytes(String text) {
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

    /** A text column holds exactly this text. */
    Sql same(String column, String word) {
        return Sql.of(column + " = ?", word);
    }

    /** A text column holds exactly one of these. */
    Sql oneOf(String column, List<String> words) {
        return words.size() == 1
                ? same(column, words.get(0))
                : new Sql(column + " IN (" + marks(words.size()) + ")", List.copyOf(words));
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
        return Collections.nCopies(number, "?").stream().collect(Collectors.joining(", "));
    }
}
