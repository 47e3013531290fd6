// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivityType;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * So many messages in a row without a signal of life. A count suits lists that are mailed at uneven intervals better than a
 * span. Messages of the newest {@link Inactive#TOO_NEW} do not count, since nobody had time to answer them.
 *
 * <p>A signal among the newest messages means OUT, so do too few messages where the record is whole; where the signals were
 * not on record for as long as the messages went out, or not all of them are, it is UNKNOWN. One channel's messages are told
 * apart by their property {@link io.reengage.activity.Activity#CHANNEL}, which needs the history.
 *
 * @param ifNever how many of whoever never gave a signal
 * @param ifOnce how many of whoever did, or may have; not fewer than {@code ifNever}
 * @param channel through which channel, by name; {@code null} for any
 * @param signals the signals of life; machine activity never is one
 */
public record Ignored(int ifNever, int ifOnce, @Nullable String channel, Set<ActivityType> signals)
        implements Condition {

    /** Messages in a row for whoever never gave a signal: the limit a large mail provider's own clean-up uses. */
    public static final int IF_NEVER_ENGAGED = 11;
    /** Messages in a row for whoever once gave a signal, by the same source. */
    public static final int IF_ONCE_ENGAGED = 16;

    public Ignored {
        signals = Set.copyOf(signals);
        if (ifNever < 1 || ifOnce < ifNever || ifOnce > ActivityCount.MOST_TIMES) {
            throw new IllegalArgumentException("ignored " + ifNever + " (never engaged) or " + ifOnce
                    + " (once engaged) messages: both from 1 to " + ActivityCount.MOST_TIMES
                    + ", the second not below the first");
        }
        if (signals.isEmpty() || signals.stream().anyMatch(ActivityType::isMachine)) {
            throw new IllegalArgumentException("ignored() needs one or more signals of a person, not of a machine");
        }
        if (channel != null && channel.isBlank()) {
            throw new IllegalArgumentException("the channel has no name");
        }
    }

    /** Only messages of this channel. */
    public Ignored on(String name) {
        return new Ignored(ifNever, ifOnce, Objects.requireNonNull(name, "channel"), signals);
    }

    /** With these signals of life. */
    public Ignored without(Set<ActivityType> types) {
        return new Ignored(ifNever, ifOnce, channel, types);
    }

    @Override
    public ActivityNeed need() {
        Duration history = channel == null ? Duration.ZERO : ActivityNeed.EVER;
        return new ActivityNeed(signals, 1).and(Inactive.answerable(ifOnce, history));
    }

    @Override
    public Phrase question() {
        Phrase what =
                ifNever == ifOnce ? Phrase.counted("ignored", ifNever) : Phrase.of("ignored.both", ifNever, ifOnce);
        return channel == null ? what : Phrase.of("on", what, channel);
    }
}
