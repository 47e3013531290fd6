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
     * @param providerId how that party names it; empty if it says nothing. Not kept if longer than 500 characters or no valid
     *     text
     */
    record Accepted(String providerId) implements Receipt {

        public Accepted {
            Objects.requireNonNull(providerId, "providerId");
        }
    }

    /**
     * Certainly not taken over.
     *
     * @param reason why, without personal data; the first 1000 characters are kept
     * @param permanent whether trying again is pointless
     * @param retryAfter how long to wait at least before it is tried again; {@code null} leaves it to the engine
     * @param tried whether the next party was asked at all: what a channel holds back by itself, to go easy on the other side,
     *     counts neither as an attempt nor as trouble
     * @param finding what the refusal says of the address; goes on record as a bounce that came back later would
     */
    record Refused(
            String reason, boolean permanent, @Nullable Duration retryAfter, boolean tried, Finding finding)
            implements Receipt {

        public Refused {
            Objects.requireNonNull(reason, "reason");
            if (!permanent && finding != Finding.NONE) {
                throw new IllegalArgumentException("a refusal that may pass says nothing of the address");
            }
            if (!tried && (permanent || retryAfter == null)) {
                throw new IllegalArgumentException("what is held back is held back for a time");
            }
        }

        /** Refused by the next party. */
        public Refused(String reason, boolean permanent, @Nullable Duration retryAfter) {
            this(reason, permanent, retryAfter, true, Finding.NONE);
        }
    }

    /** What a refusal says of the address. */
    enum Finding {
        /** Nothing: it is about the sender, the message, a rule, or not told plainly. */
        NONE,
        /** It takes no mail as it is now, such as a full mailbox; given up if that keeps happening. */
        FAILING,
        /** There is no such address. */
        DEAD
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

    /** Refused for good by whoever is to know the address, with what that says of it. */
    static Receipt bounced(String reason, Finding finding) {
        return new Refused(reason, true, null, true, finding);
    }

    /**
     * Not offered to the next party, so as not to overburden it.
     *
     * @param retryAfter how long to wait before it is tried again, a second at least
     */
    static Receipt heldBack(String reason, Duration retryAfter) {
        return new Refused(reason, false, retryAfter, false, Finding.NONE);
    }

    static Receipt unknown(String reason) {
        return new Unknown(reason);
    }
}
