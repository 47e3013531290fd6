// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is seen whenever a plan is made or applied.
 *
 * @param sent messages sent in the last {@link EvidenceGate#LATELY}
 * @param heard whether anything at all was heard of anybody in that time
 * @param asked how many of those named were asked for
 * @param gone how many of them the store no longer knows
 * @param surelySent the run's messages surely sent
 * @param unknown the run's messages of which nobody knows
 * @param bounces when addresses were refused for good lately, by domain
 * @param clockJump a leap of the clock nobody has confirmed, in words; empty for none
 */
public record LiveFacts(
        long sent,
        boolean heard,
        int asked,
        int gone,
        long surelySent,
        long unknown,
        Map<String, List<Instant>> bounces,
        String clockJump) {}
