// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import io.reengage.channel.Filling.Elements;
import io.reengage.channel.Filling.Scope;
import io.reengage.channel.Filling.Shown;
import java.math.BigDecimal;
import java.net.URI;
import java.time.temporal.TemporalAccessor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a template can see: entries of maps, elements of lists, plain values and their forms. No method, field or {@code
 * toString()} of anything else.
 *
 * <p>A blank text counts as absent, and one with a {@link #MARK}; absent elements of lists are skipped.
 */
final class PlainValues {

    /** A code point that Unicode reserves for use inside a program. */
    static final char MARK = '\uFDD0';

    private PlainValues() {}

    /** A value as plain text. */
    static String format(Object value) {
        if (value instanceof CharSequence) {
            return Kana.widened(value.toString());
        }
        if (value instanceof Shown shown) {
            return format(shown.value());
        }
        if (value instanceof Boolean
                || value instanceof Character
                || value instanceof URI
                || value instanceof UUID
                || value instanceof Enum
                || value instanceof TemporalAccessor) {
            return value.toString();
        }
        if (value instanceof Number number) {
            return decimal(number);
        }
        throw new UnusableValueException("a value of type " + kind(value) + " cannot be written as text");
    }

    private static String kind(Object value) {
        if (value instanceof Scope scope) {
            return scope.entries().getClass().getName();
        }
        return value instanceof Elements elements
                ? elements.list().getClass().getName()
                : value.getClass().getName();
    }

    static String decimal(Number number) {
        if (number instanceof Integer || number instanceof Long) {
            return number.toString();
        }
        if (number instanceof BigDecimal exact) {
            return exact.toPlainString();
        }
        try {
            BigDecimal decimal = new BigDecimal(number.toString());
            return (decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros()).toPlainString();
        } catch (NumberFormatException e) {
            throw new UnusableValueException("a number is not finite", e);
        }
    }

    /** The value, or {@code null} if there is nothing to show. */
    static @Nullable Object present(@Nullable Object value) {
        if (value instanceof CharSequence text) {
            String string = text.toString();
            return string.isBlank() || string.indexOf(MARK) >= 0 ? null : value;
        }
        return value;
    }

    /** A value that no template can show. */
    static final class UnusableValueException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnusableValueException(String message) {
            super(message);
        }

        UnusableValueException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
