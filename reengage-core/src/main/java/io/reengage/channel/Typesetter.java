// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.util.List;
import java.util.Map;

/**
 * Makes templates ready for a channel, once for each template and language and before anything is filled in: a mail channel
 * moves styles into attributes, derives the plain text, and says what readers would stumble over.
 *
 * <p>The texts hold Mustache tags, which must come out as they went in; partials and layouts are in their places.
 *
 * <p>Called from several threads at once; the same texts give the same answer.
 */
@FunctionalInterface
public interface Typesetter {

    /** Leaves everything as its author wrote it. */
    Typesetter AS_WRITTEN = (fields, language) -> new Typeset(fields, List.of(), List.of());

    /**
     * Makes a template ready.
     *
     * @param fields the template's texts by field name
     * @param language BCP 47 tag of the language they are written in
     */
    Typeset typeset(Map<String, String> fields, String language);

    /**
     * A template made ready.
     *
     * @param fields texts to fill, by field name
     * @param problems what keeps the template from being used
     * @param warnings what its author should know
     */
    record Typeset(Map<String, String> fields, List<String> problems, List<String> warnings) {

        public Typeset {
            fields = Map.copyOf(fields);
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }
    }
}
