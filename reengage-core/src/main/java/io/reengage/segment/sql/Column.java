// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import java.sql.Types;
import java.util.Locale;
import java.util.Set;

/**
 * A column as the database describes it.
 *
 * @param table the table's name as the host wrote it
 * @param collation by which rules its texts compare, where a database refuses to mix them; else empty
 * @param nullable whether it may be empty
 */
record Column(
        String table,
        String name,
        String quoted,
        int type,
        String typeName,
        Kind kind,
        String collation,
        boolean nullable) {

    /** What its values are to us. */
    enum Kind {
        TEXT,
        /** Text of a fixed length, padded with blanks. */
        PADDED,
        /** Text that compares without regard to letter case. */
        FOLDED,
        /** A word of a type of its own, compared as text. */
        WORD,
        NUMBER,
        /** A binary fraction. */
        APPROXIMATE,
        FLAG,
        /** A moment with its offset. */
        MOMENT,
        /** A wall clock. */
        CLOCK,
        /** A moment that is shown as a wall clock of the session. */
        SESSION_CLOCK,
        DATE,
        UUID,
        OTHER;

        boolean isMoment() {
            return this == MOMENT || this == CLOCK || this == SESSION_CLOCK;
        }

        boolean isText() {
            return this == TEXT || this == PADDED || this == FOLDED || this == WORD;
        }
    }

    private static final Set<String> POSTGRES_TEXT = Set.of("text", "varchar", "name");

    static Column of(Dialect dialect, String table, String name, int type, String typeName) {
        Kind kind = kind(dialect, type, typeName.toLowerCase(Locale.ROOT));
        return new Column(table, name, dialect.quote(name), type, typeName, kind, "", true);
    }

    Column with(String rules, boolean mayBeEmpty) {
        return new Column(table, name, quoted, type, typeName, kind, rules, mayBeEmpty);
    }

    private static Kind kind(Dialect dialect, int type, String name) {
        if (dialect == Dialect.SQLITE) {
            return affinity(name);
        }
        if (name.equals("uuid")) {
            return Kind.UUID;
        }
        if (name.equals("citext") || name.equals("varchar_ignorecase")) {
            return Kind.FOLDED;
        }
        if (name.equals("timestamptz")) {
            return Kind.MOMENT;
        }
        if (name.equals("timestamp") && dialect == Dialect.MYSQL) {
            return Kind.SESSION_CLOCK;
        }
        return switch (type) {
            case Types.CHAR, Types.NCHAR -> dialect == Dialect.MYSQL ? Kind.TEXT : Kind.PADDED;
            case Types.VARCHAR, Types.NVARCHAR, Types.LONGVARCHAR, Types.LONGNVARCHAR, Types.CLOB ->
                dialect == Dialect.POSTGRESQL && !POSTGRES_TEXT.contains(name) ? Kind.WORD : Kind.TEXT;
            case Types.OTHER -> dialect == Dialect.H2 && name.startsWith("enum") ? Kind.WORD : Kind.OTHER;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DECIMAL ->
                Kind.NUMBER;
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> Kind.APPROXIMATE;
            case Types.BIT, Types.BOOLEAN -> Kind.FLAG;
            case Types.TIMESTAMP_WITH_TIMEZONE -> Kind.MOMENT;
            case Types.TIMESTAMP -> Kind.CLOCK;
            case Types.DATE -> Kind.DATE;
            default -> Kind.OTHER;
        };
    }

    /** SQLite stores what it is given; the declared type says what the host means. */
    private static Kind affinity(String declared) {
        if (declared.contains("bool")) {
            return Kind.FLAG;
        }
        if (declared.contains("int")) {
            return Kind.NUMBER;
        }
        if (declared.contains("char") || declared.contains("text") || declared.contains("clob")) {
            return Kind.TEXT;
        }
        if (declared.contains("timestamp") || declared.contains("datetime")) {
            return Kind.CLOCK;
        }
        if (declared.contains("date")) {
            return Kind.DATE;
        }
        if (declared.contains("real") || declared.contains("floa") || declared.contains("doub")) {
            return Kind.APPROXIMATE;
        }
        return declared.contains("num") || declared.contains("dec") ? Kind.NUMBER : Kind.OTHER;
    }

    /** A text by the rules of this column, in MySQL. */
    String converted(String text) {
        int end = collation.indexOf('_');
        return end < 0 ? text : "CONVERT(" + text + " USING " + collation.substring(0, end) + ") COLLATE " + collation;
    }

    /** How messages name it. */
    String place() {
        return "column " + name + " of table " + table;
    }

    /** The column of a table with this alias, which may be empty. */
    String of(String alias) {
        return alias.isEmpty() ? quoted : alias + "." + quoted;
    }
}
