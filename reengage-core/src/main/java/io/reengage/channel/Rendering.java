// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What came of filling a template. */
public sealed interface Rendering {

    /**
     * A message's content, complete.
     *
     * @param language BCP 47 tag of the language it is written in
     * @param fields content by field name
     */
    record Rendered(String language, Map<String, String> fields) implements Rendering {

        public Rendered {
            Objects.requireNonNull(language, "language");
            fields = Map.copyOf(fields);
        }

        /** Says which fields, not what they hold. */
        @Override
        public String toString() {
            return "Rendered[" + language + " " + fields.keySet() + "]";
        }
    }

    /**
     * The template names values this person lacks and that have no fallback.
     *
     * @param missing their names, as the template spells them
     */
    record Incomplete(List<String> missing) implements Rendering {

        public Incomplete {
            missing = List.copyOf(missing);
        }
    }

    /**
     * The template is broken, or cannot be filled with these values.
     *
     * @param reason why, without personal data
     */
    record Failed(String reason) implements Rendering {

        public Failed {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
