// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What a re-engagement campaign does, as a value: whom it is for, its steps and when each is due, who is held out, when a
 * person leaves it, and what counts as success.
 *
 * <p>Read {@link io.reengage.campaign.Campaign} first, then {@link io.reengage.campaign.Steps} for the words. All values are
 * immutable and safe to share between threads.
 */
package io.reengage.campaign;
