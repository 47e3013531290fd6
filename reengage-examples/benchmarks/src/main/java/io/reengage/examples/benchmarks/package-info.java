// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Measures the library against what it replaces and against the limit, in one jar: {@code java -jar benchmarks.jar <name>}.
 *
 * <p>Read {@link io.reengage.examples.benchmarks.BenchmarksMain} first; each benchmark has a package of its own.
 */
@NullMarked
package io.reengage.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
