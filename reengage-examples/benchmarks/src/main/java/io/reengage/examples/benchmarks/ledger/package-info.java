// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What the book-keeping of a send costs: against job schedulers that do the same work, and against a bare append loop as the
 * limit.
 *
 * <p>Read {@link io.reengage.examples.benchmarks.ledger.LedgerBenchmark} first, then {@link
 * io.reengage.examples.benchmarks.ledger.Sends} for what is measured of ours.
 */
@NullMarked
package io.reengage.examples.benchmarks.ledger;

import org.jspecify.annotations.NullMarked;
