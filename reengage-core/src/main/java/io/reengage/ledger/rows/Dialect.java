// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import io.reengage.ledger.LedgerException;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What differs between the databases the ledger runs on. */
enum Dialect {

    /** Orders text by UTF-16 units. VARCHAR would ignore case after SET IGNORECASE. */
    H2("H2", "VARCHAR_CASESENSITIVE") {
        @Override
        String textType(Column<?> column) {
            return "VARCHAR_CASESENSITIVE(" + column.longestText() + ")";
        }

        /** CURRENT_TIMESTAMP stands still during a transaction. */
        @Override
        String clock() {
            return "SELECT EXECUTING_STATEMENT_START FROM INFORMATION_SCHEMA.SESSIONS WHERE SESSION_ID = SESSION_ID()";
        }

        @Override
        List<String> schemaLock() {
            return List.of();
        }
    },

    POSTGRESQL("PostgreSQL", "text") {
        @Override
        String textType(Column<?> column) {
            return "TEXT COLLATE \"C\"";
        }

        @Override
        String clock() {
            return "SELECT clock_timestamp()";
        }

        @Override
        List<String> schemaLock() {
            return List.of("SELECT pg_advisory_xact_lock(7310579001)");
        }
    };

    private final String product;
    private final String textArray;

    Dialect(String product, String textArray) {
        this.product = product;
        this.textArray = textArray;
    }

    static Dialect of(DatabaseMetaData metaData) throws SQLException {
        String product = metaData.getDatabaseProductName();
        return Arrays.stream(values())
                .filter(dialect -> dialect.product.equals(product))
                .findFirst()
                .orElseThrow(() -> new LedgerException("The ledger does not run on " + product + "; it runs on "
                        + Arrays.stream(values()).map(known -> known.product).collect(Collectors.joining(", "))));
    }

    abstract String textType(Column<?> column);

    /** Reads the time now, even in the middle of a transaction. */
    abstract String clock();

    /** Keeps other nodes from changing the schema until the end of the transaction. */
    abstract List<String> schemaLock();

    /** The type of a column in a table. */
    String columnType(Column<?> column) {
        return column.kind() == Kind.TEXT ? textType(column) : plainType(column.kind());
    }

    /** The element type of an array of values. */
    String arrayType(Kind kind) {
        return switch (kind) {
            case TEXT -> textArray;
            case INTEGER -> "int4";
            case BIG, INSTANT -> "int8";
            case DECIMAL -> "numeric";
            case FLAG -> "bool";
        };
    }

    private static String plainType(Kind kind) {
        return switch (kind) {
            case TEXT -> throw new IllegalArgumentException("Text has a type of its own");
            case INTEGER -> "INTEGER";
            case BIG, INSTANT -> "BIGINT";
            case DECIMAL -> "NUMERIC(" + Kind.DECIMAL_DIGITS + ", " + Kind.DECIMAL_SCALE + ")";
            case FLAG -> "BOOLEAN";
        };
    }
}
