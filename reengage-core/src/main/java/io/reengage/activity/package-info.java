// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What people did and when: single activities, the summary kept per person, and where both come from.
 *
 * <p>Read {@link io.reengage.activity.Activity} first. A host with its own history implements {@link
 * io.reengage.activity.ActivitySource}; without one, the ledger's own record serves. All values are immutable and safe to
 * share between threads.
 */
package io.reengage.activity;
