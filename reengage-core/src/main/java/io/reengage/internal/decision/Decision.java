// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.decision;

import java.time.Instant;

/** What is to be done about one person at one step. */
public sealed interface Decision {

    /** Hand the message over. */
    record Send(String variant) implements Decision {}

    /** Do everything but hand over: the person is held out. */
    record Withhold(String variant) implements Decision {}

    /** Not now. */
    record Defer(Instant until, String reason) implements Decision {}

    /** Leave this message unsent and go on. */
    record Skip(String reason) implements Decision {}

    /** Too late for this message; go on. */
    record Expire(String reason) implements Decision {}

    /** Send no more of a message that may have arrived; what is on record stands; go on. */
    record Leave() implements Decision {}

    /** The person leaves the campaign. */
    record Exit(String reason) implements Decision {}

    /** Propose the person for retirement. */
    record Nominate(String evidence) implements Decision {}

    /** Leave the person alone and end. */
    record Spare(String reason) implements Decision {}

    /** Nothing: the step was dealt with before. */
    record Drop() implements Decision {}
}
