// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Handing over what was decided. Read {@link io.reengage.internal.dispatch.Marker} first, the first half of the send protocol;
 * then {@link io.reengage.internal.dispatch.Dispatcher}, and {@link io.reengage.internal.dispatch.Chain}, which commits one
 * set's outcome with the next one's mark. {@link io.reengage.internal.dispatch.TrackedLinks} makes messages tell.
 */
package io.reengage.internal.dispatch;
