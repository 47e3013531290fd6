// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a template calls a value.
 *
 * @param text as the template has it
 * @param parts what its dots separate
 * @param plain whether none of them means something to Mustache
 */
record ValueName(String text, List<String> parts, boolean plain) {
    private static final String THIS = "this";

    static ValueName of(String text) {
        List<String> parts = text.equals(".") ? List.of(THIS) : List.of(text.split("\\."));
        return new ValueName(text, parts, parts.stream().noneMatch(part -> part.equals(THIS) || part.startsWith("-")));
    }

    /**
     * The value: its first part from the innermost section that knows it, the rest from within. A dotted name is never the name
     * of one entry.
     *
     * @return {@code null} if there is none
     */
    @Nullable
    Object in(Script.Place place) {
        if (parts.isEmpty()) {
            return null;
        }
        try {
            Object value = plain ? innermost(parts.get(0), place) : first(parts.get(0), place);
            for (int i = 1; i < parts.size() && value != null; i++) {
                Object found = named(parts.get(i), value);
                value = found == Filling.UNKNOWN ? null : found;
            }
            return value;
        } catch (FieldText.UnfitException | PlainValues.UnusableValueException e) {
            throw e;
        } catch (RuntimeException e) { // a map of the host's
            throw new FieldText.UnfitException("value " + text + " cannot be looked up", e);
        }
    }

    private @Nullable Object first(String name, Script.Place place) {
        return switch (name) {
            case "-first" -> place.first();
            case "-last" -> place.last();
            case "-index" -> place.index();
            default -> innermost(name, place);
        };
    }

    private @Nullable Object innermost(String name, Script.Place place) {
        for (Script.Place each = place; each != null; each = each.around()) {
            Object value = named(name, each.here());
            if (value != Filling.UNKNOWN) {
                return value;
            }
        }
        return null;
    }

    private @Nullable Object named(String name, Object here) {
        if (!plain && name.equals(THIS)) {
            return here;
        }
        if (here instanceof Filling.Scope scope) {
            return scope.entry(name);
        }
        return here instanceof Filling.Shown shown ? shown.in(name) : Filling.UNKNOWN;
    }
}
