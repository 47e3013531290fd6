// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import com.google.common.collect.ImmutableSet;

/** Everything a landing page can show. Its texts are {@code <key>-heading} and {@code <key>-lead}. */
enum Screen {
    KEEP_ME(200, "keep-me", "keep", "choices"),
    PREFERENCES(200, "preferences", "keep", "choices"),
    UNSUBSCRIBE(200, "unsubscribe", "unsubscribe"),
    KEPT(200, "kept"),
    FEWER(200, "fewer"),
    PAUSED(200, "paused"),
    LEFT(200, "left"),
    LEFT_UNSAID(200, "left", "survey"),
    /** Neither refused nor of use: a scanner that met an error would rate the link as bad. */
    NOTHING_HERE(200, "nothing"),
    REFUSED(404, "refused"),
    METHOD_REFUSED(405, "refused"),
    UNAVAILABLE(503, "unavailable");

    private final int status;
    private final String key;
    private final ImmutableSet<String> parts;

    Screen(int status, String key, String... parts) {
        this.status = status;
        this.key = key;
        this.parts = ImmutableSet.copyOf(parts);
    }

    int status() {
        return status;
    }

    String key() {
        return key;
    }

    /** Whether this part of the template is shown. */
    boolean shows(String part) {
        return parts.contains(part);
    }

    /** The question a page asks. */
    static Screen asking(String page) {
        return switch (page) {
            case LinkToken.KEEP_ME -> KEEP_ME;
            case LinkToken.PREFERENCES -> PREFERENCES;
            case LinkToken.UNSUBSCRIBE -> UNSUBSCRIBE;
            case LinkToken.HIDDEN -> NOTHING_HERE;
            default -> REFUSED;
        };
    }

    /** What follows an answer. */
    static Screen after(Answer answer) {
        if (answer instanceof Answer.Kept) {
            return KEPT;
        }
        if (answer instanceof Answer.Fewer) {
            return FEWER;
        }
        if (answer instanceof Answer.Paused) {
            return PAUSED;
        }
        return answer instanceof Answer.Left left && left.reason() != null ? LEFT : LEFT_UNSAID;
    }
}
