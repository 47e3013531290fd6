// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person said by pressing a button on a landing page. */
public sealed interface Answer {

    /** Keep me on the list. */
    record Kept() implements Answer {}

    /** Keep me, with fewer mails. */
    record Fewer() implements Answer {}

    /**
     * Keep me, but be quiet for a while.
     *
     * @param until when the quiet ends; the start of a day in UTC, so that a button pressed twice says the same
     */
    record Paused(Instant until) implements Answer {

        public Paused {
            Objects.requireNonNull(until, "until");
        }
    }

    /**
     * Take me off the list. Also comes after {@link Unsubscribed}, when the person says why.
     *
     * @param reason why; {@code null} if not said
     */
    record Left(@Nullable Reason reason) implements Answer {}

    /** Take me off the list, said on the unsubscribe page or by the mail program's own button (RFC 8058). */
    record Unsubscribed() implements Answer {}

    /** Why people leave. */
    enum Reason {
        /** Too many mails. */
        TOO_MANY,
        /** Not what the person cares about. */
        NOT_RELEVANT,
        /** The person does not remember having signed up. */
        NEVER_SIGNED_UP,
        /** Too expensive. */
        PRICE,
        /** The person buys elsewhere. */
        PREFER_OTHER,
        /** Something else. */
        OTHER;

        /** The reason as it is stored and posted, such as {@code too_many}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The reason of this code, if it is one. */
        public static Optional<Reason> of(String code) {
            return Arrays.stream(values())
                    .filter(reason -> reason.code().equals(code))
                    .findFirst();
        }
    }
}
