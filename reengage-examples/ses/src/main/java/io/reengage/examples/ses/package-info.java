// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Mail through Amazon SES: its receipt names the message, its notifications tell what became of it, and none is believed
 * unless its signature holds. {@link io.reengage.examples.ses.SesMain} runs it against a counterpart on this machine; {@link
 * io.reengage.examples.ses.SnsEndpoint} is what a host takes over.
 */
@NullMarked
package io.reengage.examples.ses;

import org.jspecify.annotations.NullMarked;
