// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import io.reengage.text.StorableText;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The kinds of value a column can hold, each with its Java type and its JDBC type. */
enum Kind {
    TEXT(String.class, Types.VARCHAR),
    INTEGER(Integer.class, Types.INTEGER),
    BIG(Long.class, Types.BIGINT),
    DECIMAL(BigDecimal.class, Types.NUMERIC),
    FLAG(Boolean.class, Types.BOOLEAN),
    INSTANT(Instant.class, Types.BIGINT);

    static final int DECIMAL_DIGITS = 19;
    static final int DECIMAL_SCALE = 4;

    private final Class<?> type;
    private final int sqlType;

    Kind(Class<?> type, int sqlType) {
        this.type = type;
        this.sqlType = sqlType;
    }

    int sqlType() {
        return sqlType;
    }

    /** An array for values as they are sent. */
    @Nullable
    Object[] array(int length) {
        return (Object[]) Array.newInstance(this == INSTANT ? Long.class : type, length);
    }

    String typeName() {
        return type.getSimpleName();
    }

    /** The value as it will be stored; fails with {@link IllegalArgumentException}, naming no value, if it cannot be. */
    Object stored(Object value, int longestText, String column) {
        Object widened = this == BIG && value instanceof Integer number ? (Object) number.longValue() : value;
        if (!type.isInstance(widened)) {
            throw new IllegalArgumentException("Column " + column + " holds " + typeName() + ", not "
                    + value.getClass().getSimpleName());
        }
        if (widened instanceof String text) {
            return checked(text, longestText, column);
        }
        if (widened instanceof BigDecimal decimal) {
            return scaled(decimal, column);
        }
        return widened instanceof Instant instant ? cut(instant, column) : widened;
    }

    private static String checked(String text, int longestText, String column) {
        if (text.length() > longestText) {
            throw new IllegalArgumentException("Text for column " + column + " has " + text.length()
                    + " characters; at most " + longestText + " can be stored");
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("Text for column " + column + " contains NUL");
        }
        if (!StorableText.isWhole(text)) {
            throw new IllegalArgumentException("Text for column " + column + " contains half a surrogate pair");
        }
        return text;
    }

    private static BigDecimal scaled(BigDecimal decimal, String column) {
        int wholeDigits = decimal.precision() - decimal.scale();
        if (decimal.signum() != 0
                && (wholeDigits > DECIMAL_DIGITS - DECIMAL_SCALE
                        || decimal.stripTrailingZeros().scale() > DECIMAL_SCALE)) {
            throw new IllegalArgumentException("Decimal for column " + column + " needs more than "
                    + (DECIMAL_DIGITS - DECIMAL_SCALE) + " digits before or " + DECIMAL_SCALE + " after the point");
        }
        return decimal.setScale(DECIMAL_SCALE, RoundingMode.UNNECESSARY);
    }

    private static Instant cut(Instant instant, String column) {
        try {
            return Instant.ofEpochMilli(instant.toEpochMilli());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("Instant for column " + column + " is out of range", e);
        }
    }

    /** Orders two stored values of one kind; text by code points, as the bytes of its UTF-8 form are ordered. */
    static int compare(Object left, Object right) {
        if (left instanceof String text) {
            return compareText(text, (String) right);
        }
        if (left instanceof Long number) {
            return number.compareTo((Long) right);
        }
        if (left instanceof Integer number) {
            return number.compareTo((Integer) right);
        }
        if (left instanceof Instant instant) {
            return instant.compareTo((Instant) right);
        }
        return left instanceof BigDecimal decimal
                ? decimal.compareTo((BigDecimal) right)
                : ((Boolean) left).compareTo((Boolean) right);
    }

    private static int compareText(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean aPaired = Character.isSurrogate(a);
                return aPaired == Character.isSurrogate(b) ? Character.compare(a, b) : aPaired ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
