// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Intervals, tests, sample sizes, random assignment and survival curves: what it takes to say honestly what a campaign
 * was worth. Plain numbers in, plain numbers out; no type of the domain and no dependency is used here.
 *
 * <p>Read {@link io.reengage.statistics.Proportion} first, then {@link io.reengage.statistics.Difference}.
 *
 * <p>Every type is immutable and safe for use by any number of threads.
 */
package io.reengage.statistics;
