// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** What is to be done about one person at one step: decisions only, without any input or output. Read {@link io.reengage.internal.decision.Planner} first. */
package io.reengage.internal.decision;
