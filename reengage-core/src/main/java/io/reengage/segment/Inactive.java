// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivityType;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * No signal of life for a span, although there was opportunity. A signal in the window means OUT. Without one, the verdict
 * is UNKNOWN while any guard is unmet: nothing observed since the window began, joined later than that, or fewer than
 * {@code received} messages got in the window. Messages of the newest {@link #TOO_NEW} do not count, since nobody had time
 * to answer them. Only then it is IN.
 *
 * <p>The window ends at the last moment every observed type covers, so a nightly load postpones the verdict and never
 * distorts it. Types the host does not observe at all are left aside as long as one is.
 *
 * @param types the signals of life; machine activity never is one
 * @param forAtLeast how long the silence must have lasted
 * @param received how many messages the person must have got in that time, 0 for rules that have nothing to do with
 *     messages
 */
public record Inactive(Set<ActivityType> types, Span forAtLeast, int received) implements Condition {

    /** Messages asked for unless said otherwise. */
    public static final int DEFAULT_RECEIVED = 5;

    /** The time a person is given to answer a message before it counts as received in vain. */
    public static final Span TOO_NEW = Span.hours(24);

    /** Messages asked for beyond those needed, for those of the last day; who got more than that is asked about again. */
    private static final int SPARE_MESSAGES = 8;

    public Inactive {
        types = Set.copyOf(types);
        Objects.requireNonNull(forAtLeast, "forAtLeast");
        if (types.isEmpty() || types.stream().anyMatch(ActivityType::isMachine)) {
            throw new IllegalArgumentException("inactive() needs one or more signals of a person, not of a machine");
        }
        if (forAtLeast.amount() == 0) {
            throw new IllegalArgumentException("inactive for no time at all would mean everybody");
        }
        if (received < 0 || received > ActivityCount.MOST_TIMES) {
            throw new IllegalArgumentException(
                    "afterReceiving(" + received + ") is not between 0 and " + ActivityCount.MOST_TIMES);
        }
    }

    /** Only people who got at least so many messages in the time. */
    public Inactive afterReceiving(int messages) {
        return new Inactive(types, forAtLeast, messages);
    }

    @Override
    public ActivityNeed need() {
        ActivityNeed signals = new ActivityNeed(types, 1);
        return received == 0 ? signals : signals.and(answerable(received, Duration.ZERO));
    }

    /** So many messages that somebody had time to answer. */
    static ActivityNeed answerable(int messages, Duration history) {
        return new ActivityNeed(Set.of(ActivityType.RECEIVED), messages + SPARE_MESSAGES, history, messages);
    }

    @Override
    public Phrase question() {
        Object what =
                types.equals(ActivityType.ENGAGEMENT) ? Phrase.of("anyEngagement") : Phrase.list(new TreeSet<>(types));
        return received == 0
                ? Phrase.of("inactive", what, forAtLeast)
                : Phrase.counted("inactive.received", received, what, forAtLeast);
    }
}
