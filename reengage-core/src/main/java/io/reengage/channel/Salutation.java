// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a mail addresses its reader, whole: half a name is worse than none. */
final class Salutation {
    private static final String HONOURED = "様";
    private static final String SOMEBODY = "お客様";

    private Salutation() {}

    /**
     * In Japanese the family name first and 様, or お客様 where the family name is not known; in English {@code Hi} and the first
     * name, or {@code Hello}.
     *
     * @return {@code null} for other languages
     */
    static @Nullable String of(Locale language, Map<?, ?> person) {
        String first = name(person, "firstName");
        String last = name(person, "lastName");
        if (language.getLanguage().equals("ja")) {
            return last.isEmpty() ? SOMEBODY : honoured(first.isEmpty() ? last : last + " " + first);
        }
        if (language.getLanguage().equals("en")) {
            return first.isEmpty() ? "Hello" : "Hi " + first;
        }
        return null;
    }

    private static String honoured(String name) {
        return name.endsWith(HONOURED) ? name : name + HONOURED;
    }

    private static String name(Map<?, ?> person, String field) {
        return PlainValues.present(person.get(field)) instanceof CharSequence text
                ? text.toString().strip()
                : "";
    }
}
