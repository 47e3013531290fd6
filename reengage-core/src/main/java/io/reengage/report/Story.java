// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import io.reengage.segment.Explanation;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One person's way through one campaign: what was decided and why, and what comes next.
 *
 * @param subscriberId who
 * @param campaign the campaign
 * @param asOf the moment of the answer
 * @param standing where the person stands, in a sentence
 * @param events what happened, oldest first
 * @param nextDue when something is due next; {@code null} if nothing is
 * @param audience whether the person belongs to the audience now, and why; {@code null} if the host does not know them
 */
public record Story(
        String subscriberId,
        String campaign,
        Instant asOf,
        String standing,
        List<Event> events,
        @Nullable Instant nextDue,
        @Nullable Explanation audience) {

    public Story {
        Objects.requireNonNull(asOf, "asOf");
        Objects.requireNonNull(standing, "standing");
        events = List.copyOf(events);
    }

    /**
     * One decision or deed.
     *
     * @param at when
     * @param what what
     * @param why why; may be empty
     */
    public record Event(Instant at, String what, String why) {}

    /** All of it as lines of text. */
    public String text() {
        StringBuilder text =
                new StringBuilder(subscriberId + " in " + campaign + " at " + asOf + "\n" + standing + "\n");
        for (Event event : events) {
            text.append("  ").append(event.at()).append("  ").append(event.what());
            if (!event.why().isEmpty()) {
                text.append(": ").append(event.why());
            }
            text.append('\n');
        }
        if (audience != null) {
            text.append("In the audience now?\n").append(audience.text().indent(2));
        }
        return text.toString();
    }
}
