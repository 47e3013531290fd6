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
     */
    record Refused(
            String reason, boolean permanent, @Nullable Duration retryAfter) implements Receipt {

        public Refused {
            Objects.requireNonNull(reason, "reason");
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

    static Receipt unknown(String reason) {
        return new Unknown(reason);
    }
}
