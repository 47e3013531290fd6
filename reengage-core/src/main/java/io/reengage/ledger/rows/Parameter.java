// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A value on its way into a statement.
 *
 * @param list whether the value is a list, to be sent as an array
 */
record Parameter(Kind kind, @Nullable Object value, boolean list) {

    static Parameter of(Column<?> column, @Nullable Object value) {
        return new Parameter(column.kind(), value, false);
    }

    void set(PreparedStatement statement, int index, Dialect dialect) throws SQLException {
        if (value == null) {
            statement.setNull(index, kind.sqlType());
        } else if (list) {
            statement.setArray(
                    index,
                    statement.getConnection().createArrayOf(dialect.arrayType(kind), elements((Collection<?>) value)));
        } else if (value instanceof String text) {
            statement.setString(index, text);
        } else if (value instanceof Integer number) {
            statement.setInt(index, number);
        } else if (value instanceof BigDecimal decimal) {
            statement.setBigDecimal(index, decimal);
        } else if (value instanceof Boolean flag) {
            statement.setBoolean(index, flag);
        } else {
            statement.setLong(index, value instanceof Instant instant ? instant.toEpochMilli() : (Long) value);
        }
    }

    /** Reads a value of a column. */
    static @Nullable Object read(ResultSet results, int index, Kind kind) throws SQLException {
        Object value = switch (kind) {
            case TEXT -> results.getString(index);
            case INTEGER -> results.getInt(index);
            case BIG -> results.getLong(index);
            case DECIMAL -> results.getBigDecimal(index);
            case FLAG -> results.getBoolean(index);
            case INSTANT -> Instant.ofEpochMilli(results.getLong(index));
        };
        if (results.wasNull()) {
            return null;
        }
        return value instanceof BigDecimal decimal
                ? decimal.setScale(Kind.DECIMAL_SCALE, RoundingMode.UNNECESSARY)
                : value;
    }

    /** In an array of the exact type, which drivers send in binary form. */
    private @Nullable Object[] elements(Collection<? extends @Nullable Object> values) {
        @Nullable Object[] elements = kind.array(values.size());
        int next = 0;
        for (@Nullable Object value : values) {
            elements[next++] = plain(value);
        }
        return elements;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof Instant instant ? (Object) instant.toEpochMilli() : value;
    }
}
