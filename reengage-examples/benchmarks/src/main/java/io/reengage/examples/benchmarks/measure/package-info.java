// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What all benchmarks share: contenders take turns, round after round, and the median of the processor time each used per
 * item is compared.
 *
 * <p>Read {@link io.reengage.examples.benchmarks.measure.Rounds} first.
 */
@NullMarked
package io.reengage.examples.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
