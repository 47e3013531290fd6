// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import com.google.common.base.CharMatcher;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A column of people's ids: text outside, whatever the host uses inside.
 *
 * @param mark a question mark for a value that is compared with it
 * @param bits of the largest number it holds, without the sign
 */
record Key(Column column, String mark, int bits) {

    static final Column.Kind[] KINDS = {
        Column.Kind.TEXT, Column.Kind.PADDED, Column.Kind.NUMBER, Column.Kind.UUID, Column.Kind.FOLDED
    };

    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,19}");
    private static final CharMatcher BLANKS = CharMatcher.is(' ');
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** The id as this column holds it; empty if it cannot be one of its ids. */
    Optional<Object> value(String id) {
        return switch (column.kind()) {
            case NUMBER -> WHOLE.matcher(id).matches() ? number(id) : Optional.empty();
            case UUID -> HEX.matcher(id).matches() ? Optional.of(UUID.fromString(id)) : Optional.empty();
            default -> id.indexOf('\0') < 0 ? Optional.of(id) : Optional.empty();
        };
    }

    static Key of(Dialect dialect, Column column) {
        int size = switch (column.type()) {
            case Types.TINYINT -> 8;
            case Types.SMALLINT -> 16;
            case Types.INTEGER -> 32;
            case Types.BIGINT -> 64;
            default -> Integer.MAX_VALUE;
        };
        boolean unsigned = column.typeName().toUpperCase(Locale.ROOT).contains("UNSIGNED");
        int bits = dialect == Dialect.SQLITE ? Long.SIZE - 1 : unsigned ? size : size - 1;
        return new Key(column, dialect.mark(column), bits);
    }

    /** A larger one than the column holds is nobody's, and some databases refuse to look for it. */
    private Optional<Object> number(String id) {
        BigDecimal number = new BigDecimal(id);
        int needed = number.unscaledValue().bitLength();
        if (needed > bits) {
            return Optional.empty();
        }
        return Optional.of(needed < Long.SIZE ? (Object) number.longValueExact() : number);
    }

    /** A value of its kind that is nobody's. */
    List<Object> example() {
        return switch (column.kind()) {
            case NUMBER -> List.of(0L);
            case UUID -> List.of(new UUID(0, 0));
            default -> List.of("");
        };
    }

    Sql is(String alias, Object value) {
        return Sql.of(column.of(alias) + " = " + mark, value);
    }

    Sql in(String alias, List<Object> values) {
        return new Sql(column.of(alias) + " IN (" + Dialect.marks(values.size(), mark) + ")", values);
    }

    /** Who it is; for rows that are {@linkplain #present there}. */
    String read(ResultSet row, int index) throws SQLException {
        String text = row.getString(index);
        return switch (column.kind()) {
            case NUMBER -> WHOLE.matcher(text).matches() ? text : whole(text);
            case PADDED -> BLANKS.trimTrailingFrom(text);
            default -> text;
        };
    }

    /** As of a column of decimals. */
    private String whole(String text) {
        try {
            return new BigDecimal(text).toBigIntegerExact().toString();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalStateException(
                    column.place() + " holds an id that is no whole number: correct it, or map a"
                            + " view that casts all ids to text");
        }
    }

    /** Rows without an id are nobody's. */
    Sql present(String alias) {
        return column.nullable() ? Sql.of(column.of(alias) + " IS NOT NULL") : Sql.TRUE;
    }

    void requireLike(Key other, String field) {
        boolean text = column.kind().isText();
        if (text != other.column.kind().isText() || (!text && column.kind() != other.column.kind())) {
            throw new IllegalArgumentException(field + ": column " + column.name() + " is " + column.typeName()
                    + " but the people's id is " + other.column.typeName()
                    + ": map a view that casts one to the type of the other");
        }
    }
}
