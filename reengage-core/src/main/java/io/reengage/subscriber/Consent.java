// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.subscriber;

import java.time.Instant;
import java.util.Objects;

/**
 * What a person said about being contacted for one purpose. Only the person's own word counts: no import, sync or
 * campaign turns a refusal into a grant.
 *
 * @param purpose what the contact is for, such as {@code newsletter}
 * @param granted whether the person agreed; {@code false} is a refusal or a withdrawal
 * @param at when the person said so
 * @param evidence how it can be shown later, such as the form and its version; may be empty
 */
public record Consent(String purpose, boolean granted, Instant at, String evidence) {

    public Consent {
        Text.require(purpose, "consent purpose", 100);
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(evidence, "evidence");
    }
}
