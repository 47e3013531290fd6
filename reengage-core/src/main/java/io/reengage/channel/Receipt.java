// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a channel says became of one message. Accepted means the next party took it over, not that a person saw it.
 */
public sealed interface Receipt {

    /**
     * The next party took the message over.
     *
     * @param providerId how that party names it; empty if it says nothing
     */
    record Accepted(String providerId) implements Receipt {

        public Accepted {
            Objects.requireNonNull(providerId, "providerId");
        }
    }

    /**
     * Certainly not taken over.
     *
     * @param reason why, without personal data
     * @param permanent whether trying again is pointless
     * @param retryAfter when to try again at the earliest; {@code null} leaves it to the engine
     * @param tried whether the next party was asked at all: what a channel holds back by itself, to go easy on the other side,
     *     counts neither as an attempt nor as trouble
     */
    record Refused(
            String reason, boolean permanent, @Nullable Duration retryAfter, boolean tried) implements Receipt {

        public Refused {
            Objects.requireNonNull(reason, "reason");
            if (!tried && (permanent || retryAfter == null)) {
                throw new IllegalArgumentException("what is held back is held back for a time");
            }
        }

        /** Refused by the next party. */
        public Refused(String reason, boolean permanent, @Nullable Duration retryAfter) {
            this(reason, permanent, retryAfter, true);
        }
    }

    /**
     * Nobody can know: it may have left. Not sent again unless the step says so.
     *
     * @param reason what happened, without personal data
     */
    record Unknown(String reason) implements Receipt {

        public Unknown {
            Objects.requireNonNull(reason, "reason");
        }
    }

    static Receipt accepted(String providerId) {
        return new Accepted(providerId);
    }

    /** Refused for now; trying again may help. */
    static Receipt refusedForNow(String reason) {
        return new Refused(reason, false, null);
    }

    /** Refused for good. */
    static Receipt refusedForGood(String reason) {
        return new Refused(reason, true, null);
    }

    /** Not offered to the next party, so as not to overburden it. */
    static Receipt heldBack(String reason, Duration retryAfter) {
        return new Refused(reason, false, retryAfter, false);
    }

    static Receipt unknown(String reason) {
        return new Unknown(reason);
    }
}
