// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

/** What the comparison with the people held out allows to say. */
enum Verdict {
    HELPED("Shown: the messages helped"),
    HARMED("Shown: the messages did harm"),
    NOT_SHOWN("Not shown yet"),
    DISTRUSTED("Not to be trusted"),
    TOO_EARLY("Nothing to compare yet"),
    NOT_MEASURED("Not measured");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
