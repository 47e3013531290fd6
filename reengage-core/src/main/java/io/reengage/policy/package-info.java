// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * How often and when people may be contacted, and how much of a list may be retired at once.
 *
 * <p>Read {@link io.reengage.policy.ContactPolicy} first. Pure functions of immutable values, safe for any number of
 * threads.
 */
package io.reengage.policy;
