// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import com.google.common.base.Suppliers;
import com.samskivert.mustache.MustacheException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A template taken apart once: words, values and sections, in their order. The engine reads templates and says what is wrong
 * with them; filled as it fills them, name by name and part by part, a mail would take three times as long.
 */
final class Script {
    private final Piece[] pieces;

    private Script(List<Piece> pieces) {
        this.pieces = pieces.toArray(Piece[]::new);
    }

    /**
     * A template that the engine understood.
     *
     * @param text all of it, partials in their places
     * @param markup whether values are escaped, and links looked at
     * @param partials a partial that holds itself, by name and the blanks before its lines; asked for when it is first filled
     */
    static Script of(String text, boolean markup, BiFunction<String, String, Script> partials) {
        return new Parser(text, markup, partials).script();
    }

    /** Writes it as one person sees it. */
    void fill(Object root, FieldText.Page page) {
        write(new Place(root, null, 0, false, false), page);
    }

    private void write(Place place, FieldText.Page page) {
        for (Piece piece : pieces) {
            piece.write(place, page);
        }
    }

    /** What a section is about, and what is around it. */
    record Place(Object here, @Nullable Place around, int index, boolean first, boolean last) {

        Place within(Object value) {
            return new Place(value, this, index, first, last);
        }
    }

    /** One stretch of a template. */
    private interface Piece {
        void write(Place place, FieldText.Page page);
    }

    private record Words(String text) implements Piece {
        @Override
        public void write(Place place, FieldText.Page page) {
            page.write(text);
        }
    }

    /** Here a link begins. */
    private record Link() implements Piece {
        @Override
        public void write(Place place, FieldText.Page page) {
            page.link();
        }
    }

    private record Value(ValueName name, boolean escaped) implements Piece {
        @Override
        public void write(Place place, FieldText.Page page) {
            Object value = name.in(place);
            if (value == null) {
                page.lacks(name.text());
            } else {
                String text = PlainValues.format(value);
                page.write(escaped ? Escaper.escape(text) : text);
            }
        }
    }

    private record Section(ValueName name, Script content) implements Piece {
        @Override
        public void write(Place place, FieldText.Page page) {
            Object value = name.in(place);
            if (value instanceof Filling.Elements elements) {
                int index = 0;
                for (Iterator<?> each = elements.iterator(); each.hasNext(); ) {
                    Object element = each.next();
                    content.write(new Place(element, place, ++index, index == 1, !each.hasNext()), page);
                }
            } else if (value instanceof Boolean yes) {
                if (yes) {
                    content.write(place, page);
                }
            } else if (value != null) {
                content.write(place.within(value), page);
            }
        }
    }

    private record Otherwise(ValueName name, Script content) implements Piece {
        @Override
        public void write(Place place, FieldText.Page page) {
            Object value = name.in(place);
            boolean nothing = value instanceof Filling.Elements elements
                    ? !elements.iterator().hasNext()
                    : value == null || value.equals(false);
            if (nothing) {
                content.write(place, page);
            }
        }
    }

    private record Repetition(Supplier<Script> partial) implements Piece {
        @Override
        public void write(Place place, FieldText.Page page) {
            partial.get().write(place, page);
        }
    }

    /** Takes a text apart. */
    private static final class Parser {
        private final String text;
        private final boolean markup;
        private final BiFunction<String, String, Script> partials;
        private final List<Tag> tags;
        private int next;
        private int at;

        private Parser(String text, boolean markup, BiFunction<String, String, Script> partials) {
            this.text = text;
            this.markup = markup;
            this.partials = partials;
            this.tags = Tag.in(text);
        }

        private Script script() {
            Script all = content();
            if (next < tags.size()) {
                throw new MustacheException("{{/" + tags.get(next).name() + "}} closes nothing");
            }
            return all;
        }

        /** Up to the tag that closes, or the end. */
        private Script content() {
            List<Piece> pieces = new ArrayList<>();
            while (next < tags.size()) {
                Tag tag = tags.get(next);
                boolean link = markup && LinkPlaces.endsBefore(text, tag.start());
                Lines lines = new Lines(text, tag, tag);
                boolean alone = !link && !tag.isValue() && lines.areAlone(at);
                words(pieces, alone ? lines.beforeLine() : tag.start());
                at = alone ? lines.afterLine() : tag.end();
                if (link) {
                    pieces.add(new Link());
                }
                if (tag.kind() == '/') {
                    return new Script(pieces);
                }
                next++;
                add(pieces, tag, alone ? lines.before() : "");
            }
            words(pieces, text.length());
            return new Script(pieces);
        }

        private void words(List<Piece> pieces, int end) {
            if (at < end) {
                pieces.add(new Words(text.substring(at, end)));
            }
        }

        private void add(List<Piece> pieces, Tag tag, String indentation) {
            switch (tag.kind()) {
                case '#' -> pieces.add(new Section(ValueName.of(tag.name()), closed(tag)));
                case '^' -> pieces.add(new Otherwise(ValueName.of(tag.name()), closed(tag)));
                case '>' ->
                    pieces.add(new Repetition(Suppliers.memoize(() -> partials.apply(tag.name(), indentation))));
                case '&' -> pieces.add(new Value(ValueName.of(tag.name()), false));
                case Tag.VARIABLE -> pieces.add(new Value(ValueName.of(tag.name()), markup));
                default -> {} // remarks and delimiters
            }
        }

        private Script closed(Tag tag) {
            Script content = content();
            if (next == tags.size()) {
                throw new MustacheException("{{" + tag.kind() + tag.name() + "}} is never closed");
            }
            next++;
            return content;
        }
    }
}
