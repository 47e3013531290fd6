// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The engine: who enters, what each person is due for, handing over, taking feedback in, retiring. Not exported; the front
 * door alone uses it.
 *
 * <p>Read {@link io.reengage.internal.decision.Planner} first: all decisions are made there, without any input or output.
 */
package io.reengage.internal;
