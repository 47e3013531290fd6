// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What tests of hosts and of channels need: time that moves by hand, and a channel that keeps what it is given.
 *
 * <p>Read {@link io.reengage.testing.VirtualClock} first. Depends on no test framework.
 */
package io.reengage.testing;
