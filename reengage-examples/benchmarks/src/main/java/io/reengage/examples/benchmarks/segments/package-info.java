// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What one rule costs per person: by hand, with streams, with rule and expression engines, in databases, and with this
 * library.
 *
 * <p>Read {@link io.reengage.examples.benchmarks.segments.Rule} first: it is the question everybody answers, and {@link
 * io.reengage.examples.benchmarks.segments.SegmentsBenchmark} says who is compared with whom.
 */
@NullMarked
package io.reengage.examples.benchmarks.segments;

import org.jspecify.annotations.NullMarked;
