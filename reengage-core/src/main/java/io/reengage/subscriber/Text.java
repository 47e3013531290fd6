// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.subscriber;

import io.reengage.text.StorableText;

/** Checks the short texts that identify people and places. */
final class Text {

    private Text() {}

    static void require(String text, String what, int longest) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is blank");
        }
        if (text.length() > longest) {
            throw new IllegalArgumentException(
                    what + " has " + text.length() + " characters, at most " + longest + " are allowed");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " holds a control character");
        }
        if (!StorableText.isWhole(text)) {
            throw new IllegalArgumentException(
                    what + " holds half a surrogate pair, as where a text was cut within a character");
        }
    }
}
