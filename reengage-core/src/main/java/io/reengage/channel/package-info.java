// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * How messages leave: the {@link io.reengage.channel.Channel} a host or a vendor implements, what it is given and what it
 * answers, and the templates that fill a message.
 *
 * <p>Read {@link io.reengage.channel.Channel} first. Channels are called from several threads at once; all values are
 * immutable.
 */
package io.reengage.channel;
