// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import io.reengage.segment.VerdictCount;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Who a segment would hold now. Making it writes nothing.
 *
 * @param asOf the moment it was made for
 * @param count how many belong, do not, and are undecided
 * @param waterfall how many are left after each part of the condition, in order
 * @param samples some people of each verdict with the reasons
 */
public record SegmentPreview(
        Instant asOf, VerdictCount count, List<Preview.Remaining> waterfall, List<Preview.Sample> samples) {

    public SegmentPreview {
        Objects.requireNonNull(asOf, "asOf");
        Objects.requireNonNull(count, "count");
        waterfall = List.copyOf(waterfall);
        samples = List.copyOf(samples);
    }

    /** The waterfall as lines of text: how many each part leaves, and how many it took away. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%,12d %12s  on the list%n", count.people(), ""));
        long before = count.people();
        for (Preview.Remaining line : waterfall) {
            long left = line.in() + line.unknown();
            text.append(String.format(
                    Locale.ROOT,
                    "%,12d %,12d  %s%s%n",
                    line.in(),
                    left - before,
                    line.condition(),
                    line.unknown() == 0 ? "" : String.format(Locale.ROOT, "  (%,d unknown)", line.unknown())));
            before = left;
        }
        return text.toString();
    }
}
