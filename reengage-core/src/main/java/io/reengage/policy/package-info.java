// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * How often and when people may be contacted, how much of a list may be retired at once, and when a campaign is paused since too
 * many object to it.
 *
 * <p>Read {@link io.reengage.policy.ContactPolicy} first. Pure functions of immutable values, safe for any number of
 * threads.
 */
package io.reengage.policy;
