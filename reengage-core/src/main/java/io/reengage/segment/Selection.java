// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivityType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Some activities of a person: of these types, with these properties. An activity that does not say a property asked for
 * may or may not be meant; where that decides, the verdict is UNKNOWN.
 *
 * @param types the types, at least one
 * @param where tests of properties, all of which must hold; the path of each is the name of a property. Numbers, dates,
 *     instants and booleans are read from the property's text
 */
public record Selection(Set<ActivityType> types, List<AttributeTest> where) {

    public Selection {
        types = Set.copyOf(types);
        where = List.copyOf(where);
        if (types.isEmpty()) {
            throw new IllegalArgumentException("activities of no type: name at least one");
        }
    }

    /** All activities of these types. */
    public static Selection of(Set<ActivityType> types) {
        return new Selection(types, List.of());
    }

    /** Only those with this property too. */
    public Selection where(AttributeTest property) {
        List<AttributeTest> more = new ArrayList<>(where);
        more.add(property);
        return new Selection(types, more);
    }

    /** Single activities of these types, this far back; {@code null} for ever. */
    ActivityNeed history(@Nullable Span within) {
        return new ActivityNeed(types, 1, within == null ? ActivityNeed.EVER : within.longest());
    }

    Phrase words() {
        Phrase what = Phrase.or(new TreeSet<>(types));
        return where.isEmpty()
                ? what
                : Phrase.of(
                        "selection.where",
                        what,
                        Phrase.and(where.stream().map(AttributeTest::question).toList()));
    }
}
