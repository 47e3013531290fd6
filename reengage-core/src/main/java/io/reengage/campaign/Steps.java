// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import io.reengage.segment.Share;
import io.reengage.segment.Span;
import java.util.List;
import java.util.Objects;

/** The words that make steps; import them statically. */
public final class Steps {

    private Steps() {}

    /** Starts a message through a channel; {@link SendWords#template(String)} ends it. */
    public static SendWords send(String channel) {
        return new SendWords(channel);
    }

    /** Names a person for retirement from a list. */
    public static Action.NominateForSunset nominateForSunset(String list) {
        return new Action.NominateForSunset(list, null);
    }

    public static LandingPage landingPage(String name) {
        return new LandingPage(name);
    }

    /** The wait before a step. */
    public static Span after(Span wait) {
        return wait;
    }

    public static Share percent(double percent) {
        return Share.percent(percent);
    }

    /** A message that still lacks its template. */
    public static final class SendWords {
        private final String channel;

        private SendWords(String channel) {
            this.channel = Objects.requireNonNull(channel, "channel");
        }

        public Action.Send template(String name) {
            return new Action.Send(
                    channel, name, null, List.of(), Action.Send.DEFAULT_SEND_BY, false, Action.Send.DEFAULT_TRACKED);
        }
    }
}
