// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import java.util.Arrays;
import java.util.Collection;

/** Activity types in their order. People who did the same kinds of things share one, so that it costs a person nothing. */
final class TypeSet {
    private static final int MOST_REMEMBERED = 16;
    private static final Interner<TypeSet> SHARED = Interners.newWeakInterner();

    static final TypeSet EMPTY = SHARED.intern(new TypeSet(new ActivityType[0]));

    private final ActivityType[] types;
    private final int hash;
    /** Sets with one more type that were asked for; what a thread does not see it finds anew. */
    private TypeSet[] larger = {};

    private TypeSet(ActivityType[] types) {
        this.types = types;
        this.hash = Arrays.hashCode(types);
    }

    /** @param types each once, in their order */
    static TypeSet of(Collection<ActivityType> types) {
        return SHARED.intern(new TypeSet(types.toArray(new ActivityType[0])));
    }

    /** This set with one more type at a place. */
    TypeSet plus(int place, ActivityType type) {
        TypeSet[] known = larger;
        for (TypeSet each : known) {
            if (each.types[place].equals(type)) {
                return each;
            }
        }
        TypeSet found = larger(place, type);
        if (known.length < MOST_REMEMBERED) {
            TypeSet[] more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = found;
            larger = more;
        }
        return found;
    }

    private TypeSet larger(int place, ActivityType type) {
        ActivityType[] more = new ActivityType[types.length + 1];
        System.arraycopy(types, 0, more, 0, place);
        more[place] = type;
        System.arraycopy(types, place, more, place + 1, types.length - place);
        return SHARED.intern(new TypeSet(more));
    }

    int size() {
        return types.length;
    }

    ActivityType get(int place) {
        return types[place];
    }

    /** Where the type is; {@code -1 - place} if it is absent and belongs at {@code place}. */
    int find(ActivityType type) {
        for (int i = 0; i < types.length; i++) {
            if (types[i].equals(type)) {
                return i;
            }
        }
        return Arrays.binarySearch(types, type);
    }

    /** Where the type is; -1 if it is absent. */
    int indexOf(ActivityType type) {
        for (int i = 0; i < types.length; i++) {
            if (types[i].equals(type)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TypeSet that && Arrays.equals(types, that.types);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
