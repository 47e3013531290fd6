// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The front door: {@link io.reengage.Reengage} and its facets. A host that only runs campaigns needs nothing else but the
 * words it builds them with.
 *
 * <p>Read {@link io.reengage.Reengage} first. Everything here may be used by any number of threads.
 */
package io.reengage;
