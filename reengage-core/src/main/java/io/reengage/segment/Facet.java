// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is known of everybody and is the same for many, such as the country: a small number per person, and one
 * person for each number. Whatever depends on the thing alone needs to be asked about that person alone.
 */
final class Facet {
    private static final int MOST = 1000;

    private final char[] codes;
    private final List<Integer> examples;

    private Facet(char[] codes, List<Integer> examples) {
        this.codes = codes;
        this.examples = examples;
    }

    static Facet of(Profile[] people, Function<Profile, @Nullable Object> value) {
        char[] codes = new char[people.length];
        List<Integer> examples = new ArrayList<>();
        Map<Optional<Object>, Integer> known = new HashMap<>();
        for (int place = 0; place < people.length; place++) {
            Optional<Object> its = Optional.ofNullable(value.apply(people[place]));
            Integer code = known.get(its);
            if (code == null) {
                code = examples.size();
                if (code == MOST) {
                    return new Facet(new char[0], List.of());
                }
                known.put(its, code);
                examples.add(place);
            }
            codes[place] = (char) code.intValue();
        }
        return new Facet(codes, examples);
    }

    int code(int place) {
        return codes[place];
    }

    /** Places of people, one for each code. */
    List<Integer> examples() {
        return examples;
    }

    /** Whether people have it in common enough to be worth a column. */
    boolean pays() {
        return !examples.isEmpty();
    }
}
