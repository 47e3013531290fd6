// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.breaker;

import io.reengage.policy.ContactPolicy;
import java.util.List;
import java.util.Map;

/**
 * Who may be handed over now as far as the breakers are concerned.
 *
 * @param refused who may not, by id, with until when and why
 * @param counted places taken of breakers that let only a few through, by id
 */
public record Admission(Map<String, ContactPolicy.Deferral> refused, Map<String, List<Circuit>> counted) {
    /** Everybody may. */
    public static final Admission OF_ALL = new Admission(Map.of(), Map.of());
}
