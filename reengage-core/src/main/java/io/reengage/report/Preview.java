// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import io.reengage.segment.Explanation;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a campaign would do if it were launched now. Making it writes nothing.
 *
 * @param campaign name of the campaign
 * @param asOf the moment it was made for
 * @param people how many the list holds
 * @param in how many belong and may be contacted
 * @param unknown how many the record does not decide about; they are left alone
 * @param blocked how many belong but are suppressed, lack consent or an address
 * @param heldOut how many of those in would get no message
 * @param waterfall how many are left after each condition, in order
 * @param samples some people of each verdict with the reasons
 * @param problems what keeps the campaign from being launched; empty if nothing
 * @param notes what the reader should know before launching, in words
 */
public record Preview(
        String campaign,
        Instant asOf,
        long people,
        long in,
        long unknown,
        long blocked,
        long heldOut,
        List<Remaining> waterfall,
        List<Sample> samples,
        List<String> problems,
        List<String> notes) {

    public Preview {
        Objects.requireNonNull(asOf, "asOf");
        waterfall = List.copyOf(waterfall);
        samples = List.copyOf(samples);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /**
     * One line of the waterfall.
     *
     * @param condition the condition in words
     * @param in how many satisfy it and all before
     * @param unknown how many might, as far as the record goes
     */
    public record Remaining(String condition, long in, long unknown) {}

    /**
     * One person with the reasons.
     *
     * @param subscriberId who
     * @param explanation why in, why not, why unknown
     */
    public record Sample(String subscriberId, Explanation explanation) {}

    /** The waterfall as lines of text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%,10d  on the list%n", people));
        waterfall.forEach(line -> text.append(String.format(
                Locale.ROOT,
                "%,10d  %s%s%n",
                line.in(),
                line.condition(),
                line.unknown() == 0 ? "" : String.format(Locale.ROOT, "  (%,d unknown)", line.unknown()))));
        return text.toString();
    }
}
