// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** Deciding and handing over. Read {@link io.reengage.internal.dispatch.Planner} first: all decisions are made there, without any input or output; then {@link io.reengage.internal.dispatch.Marker}, the first half of the send protocol. */
package io.reengage.internal.dispatch;
