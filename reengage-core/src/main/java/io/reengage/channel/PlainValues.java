// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import com.google.common.collect.Iterators;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.math.BigDecimal;
import java.net.URI;
import java.time.temporal.TemporalAccessor;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a template can see: entries of maps, elements of lists, plain values. No method, field or {@code toString()} of
 * anything else.
 *
 * <p>A blank text counts as absent; absent elements of lists are skipped. An absent value is written as its name between two {@link #MARK}s, so that one pass
 * finds all of them; no value can hold the mark itself.
 */
final class PlainValues implements Mustache.Collector, Mustache.Formatter {

    /** A code point that Unicode reserves for use inside a program. */
    static final char MARK = '\uFDD0';

    private static final Mustache.VariableFetcher ENTRY = (map, name) -> entry((Map<?, ?>) map, name);

    private static final Mustache.VariableFetcher NOTHING = (value, name) -> Template.NO_FETCHER_FOUND;

    @Override
    public @Nullable Iterator<?> toIterator(Object value) {
        return value instanceof Iterable<?> list
                ? Iterators.filter(list.iterator(), each -> present(each) != null)
                : null;
    }

    @Override
    public Mustache.VariableFetcher createFetcher(Object context, String name) {
        return context instanceof Map ? ENTRY : NOTHING;
    }

    @Override
    public <K, V> Map<K, V> createFetcherCache() {
        return new ConcurrentHashMap<>();
    }

    @Override
    public String format(Object value) {
        if (value instanceof CharSequence
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Boolean
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
        throw new UnusableValueException(
                "a value of type " + value.getClass().getName() + " cannot be written as text");
    }

    private static String decimal(Number number) {
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

    private static @Nullable Object entry(Map<?, ?> map, String name) {
        return map.containsKey(name) ? present(map.get(name)) : Template.NO_FETCHER_FOUND;
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
