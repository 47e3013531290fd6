// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** Handing over what was decided. Read {@link io.reengage.internal.dispatch.Marker} first, the first half of the send protocol; then {@link io.reengage.internal.dispatch.Dispatcher}. */
package io.reengage.internal.dispatch;
