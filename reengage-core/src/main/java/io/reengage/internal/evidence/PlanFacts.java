// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.evidence;

import java.time.Duration;
import java.util.List;

/**
 * What was seen while a plan was made.
 *
 * @param weeks the newest first
 * @param people how many are named
 * @param earlier how many the campaign's earlier plans named
 * @param list how many are on the list
 * @param before how it was when the last plan for this list was made; {@code NONE} if there was none
 * @param providers people the campaign asked, by the domain of their address
 * @param pages what the store's pages showed
 */
public record PlanFacts(
        List<Week> weeks,
        long people,
        List<Long> earlier,
        long list,
        Before before,
        List<Provider> providers,
        Pages pages) {

    /**
     * What the store's pages showed of those named.
     *
     * @param looked how many of them were looked for
     * @param unseen how many of them were not there although the store has them on the list
     * @param domains where they have their addresses
     */
    public record Pages(int looked, int unseen, List<Domain> domains) {}

    /**
     * One domain, as far as those looked for tell.
     *
     * @param name the domain
     * @param atOnce how many people there would be retired in one go
     * @param most how many may be
     * @param listed how many people there are on the list
     */
    public record Domain(String name, long atOnce, long most, long listed) {}

    /** Messages sent in seven days, and answers to messages. */
    public record Week(long sent, long answers) {}

    /**
     * People at one domain, as far as a sample tells.
     *
     * @param domain the domain
     * @param silent how many are named
     * @param alive how many gave a sign of life
     */
    public record Provider(String domain, long silent, long alive) {

        long people() {
            return silent + alive;
        }
    }

    /**
     * The list at an earlier plan.
     *
     * @param list how many were on it; 0 if there was no earlier plan
     * @param retired how many we took off it since
     * @param ago how long ago
     */
    public record Before(long list, long retired, Duration ago) {
        public static final Before NONE = new Before(0, 0, Duration.ZERO);
    }
}
