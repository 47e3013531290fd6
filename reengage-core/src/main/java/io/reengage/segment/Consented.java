// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The person agreed to be contacted for a purpose, on whatever list. No word on record is no consent: OUT.
 *
 * @param purpose the purpose
 * @param channel through which channel: the word on {@code purpose/channel} if the person gave one, else that on the purpose
 *     as a whole; {@code null} for the purpose as a whole
 * @param withinLast given at most this long ago; {@code null} for any time
 * @param evidence what the evidence on record must hold, letter case aside; empty for any evidence at all; {@code null} if
 *     none is asked for
 */
public record Consented(
        String purpose,
        @Nullable String channel,
        @Nullable Span withinLast,
        @Nullable String evidence) implements Condition {

    public Consented {
        if (purpose.isBlank()) {
            throw new IllegalArgumentException("the purpose has no name");
        }
        if (channel != null && channel.isBlank()) {
            throw new IllegalArgumentException("the channel has no name");
        }
        Span.requireSome("the age of consent", withinLast);
    }

    /** Whenever, whatever the evidence. */
    public Consented(String purpose) {
        this(purpose, null, null, null);
    }

    /** For this channel. */
    public Consented on(String name) {
        return new Consented(purpose, Objects.requireNonNull(name, "channel"), withinLast, evidence);
    }

    /** Given at most this long ago. */
    public Consented withinLast(Span age) {
        return new Consented(purpose, channel, age, evidence);
    }

    /** With some evidence on record. */
    public Consented proven() {
        return evidencedBy("");
    }

    /** With evidence on record that holds this text, letter case aside. */
    public Consented evidencedBy(String text) {
        return new Consented(purpose, channel, withinLast, Objects.requireNonNull(text, "evidence"));
    }

    @Override
    public Phrase question() {
        Phrase what = Phrase.of("consented", purpose);
        if (channel != null) {
            what = Phrase.of("on", what, channel);
        }
        if (withinLast != null) {
            what = Phrase.of("within", what, withinLast);
        }
        if (evidence != null) {
            what = evidence.isEmpty() ? Phrase.of("consented.proven", what) : Phrase.of("consented.by", what, evidence);
        }
        return what;
    }
}
