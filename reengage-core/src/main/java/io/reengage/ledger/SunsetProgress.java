// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What applying a sunset plan did this time.
 *
 * @param retired taken off the list now
 * @param spared left alone, since something had changed
 * @param left still to come
 * @param nextInstalment when the limits allow more; {@code null} if nothing is left
 */
public record SunsetProgress(
        int retired, int spared, long left, @Nullable Instant nextInstalment) {}
