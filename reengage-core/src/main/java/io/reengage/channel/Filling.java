// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.time.temporal.TemporalAccessor;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** One template being filled for one person: what it sees, how values are written, and how much work it may be. */
final class Filling {
    /** A template that asks for more is refused: the limit stands for a second of work. */
    static final int MOST_STEPS = 1_000_000;

    /** Stands for what a name means where nothing is known by it. */
    static final Object UNKNOWN = new Object();

    private static final int SHORTEST_DATE = "2026-01-01".length();

    private final Formats formats;
    private final String language;
    private int steps;

    /**
     * A filling that has not begun.
     *
     * @param language BCP 47 tag of the language the template is written in
     */
    Filling(Formats formats, String language) {
        this.formats = formats;
        this.language = language;
    }

    /** What a template sees first. */
    Object root(Map<String, Object> values) {
        return new Scope(values, true, this);
    }

    /** A value as templates see it; {@code null} if there is nothing to show. */
    @Nullable
    Object shown(@Nullable Object value) {
        Object present = PlainValues.present(value);
        if (present instanceof CharSequence text) {
            return mayBeDate(text) ? new Shown(text, this) : text;
        }
        if (present instanceof Map<?, ?> map) {
            return new Scope(map, false, this);
        }
        if (present instanceof Iterable<?> list) {
            return new Elements(list, this);
        }
        return present instanceof Number || present instanceof TemporalAccessor ? new Shown(present, this) : present;
    }

    private static boolean mayBeDate(CharSequence text) {
        return text.length() >= SHORTEST_DATE && text.charAt(4) == '-' && Character.isDigit(text.charAt(0));
    }

    private void step() {
        if (++steps > MOST_STEPS) {
            throw new FieldText.UnfitException("takes more than " + MOST_STEPS + " steps");
        }
    }

    /**
     * Entries by name.
     *
     * @param root whether this is what the template sees first
     */
    record Scope(Map<?, ?> entries, boolean root, Filling filling) {

        /** What templates know by this name; {@link #UNKNOWN} if it is not known here. */
        @Nullable
        Object entry(String name) {
            filling.step();
            Object value = entries.get(name);
            if (value != null) {
                return filling.shown(value);
            }
            if (root && name.equals(Templates.SALUTATION)) {
                return found(Salutation.of(filling.formats.language(), entries));
            }
            if (root && name.equals(Templates.LANGUAGE)) {
                return filling.language.equals(Templates.DEFAULT_LANGUAGE) ? UNKNOWN : filling.language;
            }
            if (name.equals("money") && !entries.containsKey(name)) {
                return found(money());
            }
            return entries.containsKey(name) ? null : UNKNOWN;
        }

        private @Nullable String money() {
            return entries.get("amount") instanceof Number amount
                            && entries.get("currency") instanceof CharSequence code
                    ? filling.formats.inCurrency(amount, code.toString())
                    : null;
        }
    }

    /** A list whose absent elements are skipped. */
    record Elements(Iterable<?> list, Filling filling) {

        Iterator<?> iterator() {
            return new Shows(list.iterator(), filling);
        }
    }

    /** A date or number: written plainly, or in a form that its language and place use. */
    record Shown(Object value, Filling filling) {

        @Nullable
        Object in(String form) {
            filling.step();
            return found(filling.formats.write(value, form));
        }
    }

    private static Object found(@Nullable Object value) {
        return value == null ? UNKNOWN : value;
    }

    /** Elements as they are shown. */
    private static final class Shows implements Iterator<Object> {
        private final Iterator<?> list;
        private final Filling filling;
        private @Nullable Object next;

        private Shows(Iterator<?> list, Filling filling) {
            this.list = list;
            this.filling = filling;
            advance();
        }

        private void advance() {
            next = null;
            while (next == null && list.hasNext()) {
                filling.step();
                next = filling.shown(list.next());
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Object next() {
            Object given = next;
            if (given == null) {
                throw new NoSuchElementException();
            }
            advance();
            return given;
        }
    }
}
