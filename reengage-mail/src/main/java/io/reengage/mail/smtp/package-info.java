// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Hands finished mails over to a server and says how far it came. Read {@link io.reengage.mail.smtp.SmtpPool} first: it is
 * safe for several threads, what is below it is used by one at a time. Not exported.
 */
package io.reengage.mail.smtp;
