// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

/**
 * A condition got ready for one moment, so that asking about one person after another costs little: windows are worked out
 * once, nothing is put in words, and what is cheap is asked first. Safe for any number of threads.
 */
abstract class Check {

    /** The answer for one person. */
    abstract Verdict of(Profile person);

    /**
     * What it costs to ask, roughly; the order of asking follows it. Most of it is waiting for memory.
     *
     * @param summarised whether activity is known as a summary, two steps away, or one by one
     */
    abstract int cost(boolean summarised);

    /** The same over columns. */
    BlockCheck over(BlockCheck.Pass pass) {
        return new BlockCheck.Rows(pass, this);
    }
}
