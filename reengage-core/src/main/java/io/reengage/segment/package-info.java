// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Who belongs to a group and why: segments, the closed tree of conditions they are made of, inactivity rules, and verdicts
 * that say "unknown" where the record proves nothing.
 *
 * <p>Read {@link io.reengage.segment.Segment} first, then {@link io.reengage.segment.Conditions} for the words; {@link
 * io.reengage.segment.Population} is for asking about many people at once. Everything here is a pure function of immutable
 * values and safe for any number of threads.
 */
package io.reengage.segment;
