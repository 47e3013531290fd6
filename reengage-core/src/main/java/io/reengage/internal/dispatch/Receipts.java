// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.channel.Receipt;
import io.reengage.text.StorableText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes receipts such that they can be put on record: what one channel says must not keep all results waiting for ever. */
final class Receipts {
    /** Longer ones are cut: the same words stand on record for each message. */
    static final int LONGEST_REASON = 1000;
    /** No provider tells more of a message by a longer id, see {@link io.reengage.activity.ProviderActivity}. */
    static final int LONGEST_ID = 500;
    /** No message waits that long, and moments far beyond cannot be told. */
    static final Duration LONGEST_WAIT = Duration.ofDays(366);
    /** A channel that holds a message back for no time would be asked again as fast as it answers. */
    static final Duration SHORTEST_HOLD = Duration.ofSeconds(1);

    private Receipts() {}

    /** The receipt, or one that says the same as far as it can be kept. */
    static Receipt kept(Receipt receipt) {
        if (receipt instanceof Receipt.Accepted accepted) {
            return StorableText.is(accepted.providerId())
                            && accepted.providerId().length() <= LONGEST_ID
                    ? accepted
                    : Receipt.accepted("");
        }
        if (receipt instanceof Receipt.Unknown unknown) {
            return Receipt.unknown(reason(unknown.reason()));
        }
        Receipt.Refused refused = (Receipt.Refused) receipt;
        return new Receipt.Refused(
                reason(refused.reason()),
                refused.permanent(),
                wait(refused.retryAfter(), refused.tried() ? Duration.ZERO : SHORTEST_HOLD),
                refused.tried(),
                refused.finding());
    }

    private static @Nullable Duration wait(@Nullable Duration asked, Duration least) {
        if (asked == null) {
            return null;
        }
        if (asked.compareTo(least) < 0) {
            return least;
        }
        return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }

    private static String reason(String text) {
        return StorableText.of(text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text);
    }
}
