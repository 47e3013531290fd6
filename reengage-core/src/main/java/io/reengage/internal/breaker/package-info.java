// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** Keeps messages back from a channel, or a domain of recipients, that is in trouble. Read {@link io.reengage.internal.breaker.Breaker} first: it is the whole state machine, without any input or output. */
package io.reengage.internal.breaker;
