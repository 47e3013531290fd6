// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What comes back: bounces, complaints, unsubscribes by mail, answers by people and by machines, read and judged, and put on
 * record if they prove which message they belong to.
 *
 * <p>Read {@link io.reengage.mail.inbound.MailReader} first for judging mails, {@link io.reengage.mail.inbound.Verdict} for
 * what a judgement says. All may be used by several threads at once, but a {@link
 * io.reengage.mail.inbound.MailSource} by one at a time.
 */
package io.reengage.mail.inbound;
