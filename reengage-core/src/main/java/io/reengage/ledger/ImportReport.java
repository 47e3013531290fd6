// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import java.util.List;

/**
 * What became of a list of suppressions.
 *
 * @param lines lines read, the header and empty ones not counted
 * @param added how many were new, or newer than the same unsubscribe on record
 * @param known how many said nothing new
 * @param rejected how many could not be taken; all others were
 * @param firstRejected the first {@value #MOST_SHOWN} of those, in order
 */
public record ImportReport(long lines, long added, long known, long rejected, List<Rejected> firstRejected) {

    /** How many lines that could not be taken are shown. */
    public static final int MOST_SHOWN = 1000;

    public ImportReport {
        firstRejected = List.copyOf(firstRejected);
    }

    /**
     * A line that could not be taken.
     *
     * @param line its number in the file, the header being line 1; where it begins, if it runs over several
     * @param reason what is wrong; does not repeat what the line says
     */
    public record Rejected(long line, String reason) {}
}
