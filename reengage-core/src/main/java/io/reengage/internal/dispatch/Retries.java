// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.campaign.Action;
import io.reengage.channel.Channel;
import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Receipt;
import io.reengage.ledger.store.DueSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** When a message is handed over again: later each time, a bounded number of times, and not after it would be too late. */
final class Retries {
    /** How often handing over is tried. */
    static final int TRIES = 5;

    private static final Duration FIRST_WAIT = Duration.ofMinutes(15);
    private static final Duration SPREAD = Duration.ofMinutes(10);

    private final Map<String, Channel> channels;

    Retries(Map<String, Channel> channels) {
        this.channels = channels;
    }

    /**
     * When the message is tried again, if it is.
     *
     * @param slice the slice as it was handed over; its {@code now} is the moment of hand-over
     */
    Optional<Instant> at(Slice slice, Receipt receipt, String id, Instant now) {
        if (next(slice.set(), receipt) >= TRIES) {
            return Optional.empty();
        }
        Action.Send send = (Action.Send) slice.step().action();
        Optional<Instant> again = receipt instanceof Receipt.Refused refused
                ? afterRefusal(slice.set(), refused, id, now)
                : afterDoubt(slice, send, receipt, id, now);
        return again.filter(at -> !at.isAfter(send.sendBy().after(slice.set().firstDueAt(), slice.zone(id))));
    }

    /** The number of the attempt after this one: what a channel held back was none. */
    static int next(DueSet set, Receipt receipt) {
        boolean tried = !(receipt instanceof Receipt.Refused refused) || refused.tried();
        return tried ? set.attempt() + 1 : set.attempt();
    }

    private static Optional<Instant> afterRefusal(DueSet set, Receipt.Refused refused, String id, Instant now) {
        if (refused.permanent()) {
            return Optional.empty();
        }
        if (!refused.tried()) {
            return Optional.of(now.plus(Objects.requireNonNull(refused.retryAfter(), "retryAfter")));
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << (2 * set.attempt()));
        Duration asked = refused.retryAfter() == null ? wait : refused.retryAfter();
        return Optional.of(now.plus(asked.compareTo(wait) > 0 ? asked : wait).plus(spread(id, SPREAD)));
    }

    /** What may have left is sent again only if the step says so, and once the channel can no longer be at it. */
    private Optional<Instant> afterDoubt(Slice slice, Action.Send send, Receipt receipt, String id, Instant now) {
        if (!(receipt instanceof Receipt.Unknown) || !send.repeatable()) {
            return Optional.empty();
        }
        ChannelSpec channel =
                Objects.requireNonNull(channels.get(send.channel()), "channel").spec();
        Duration wait = channel.deadline().multipliedBy(1L << slice.set().attempt());
        Duration spread = spread(id, wait.compareTo(SPREAD) < 0 ? wait : SPREAD);
        Instant free = slice.now().plus(wait).plus(spread);
        return Optional.of(free.isAfter(now) ? free : now.plusMillis(1));
    }

    /** By person, so that what failed together does not come back together. */
    private static Duration spread(String id, Duration most) {
        return Duration.ofSeconds(Math.floorMod(id.hashCode(), Math.max(1, most.toSeconds())));
    }
}
