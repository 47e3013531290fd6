// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.policy;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Whether one person may be sent one message now. */
public sealed interface ContactAnswer {

    /** Go ahead, and record what was sent. */
    record Allowed() implements ContactAnswer {}

    /**
     * Do not send this.
     *
     * @param reasons all there are, the gravest first; at least one; no personal data
     */
    record Refused(List<String> reasons) implements ContactAnswer {

        public Refused {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a refusal needs a reason");
            }
        }
    }

    /**
     * Not now: ask again then.
     *
     * @param until the first moment that caps, quiet hours and the person's pause allow, as far as is known now
     * @param reason which rule says so
     */
    record Deferred(Instant until, String reason) implements ContactAnswer {

        public Deferred {
            Objects.requireNonNull(until, "until");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Whether the message may go now. */
    default boolean isAllowed() {
        return this instanceof Allowed;
    }
}
