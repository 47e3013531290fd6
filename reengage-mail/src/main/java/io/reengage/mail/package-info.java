// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Messages by e-mail: composed with Jakarta Mail, handed to a mail server over SMTP, with a receipt that says truthfully
 * whether the server has the message.
 *
 * <p>Read {@link io.reengage.mail.MailChannel} first. A channel serves several threads at once.
 */
package io.reengage.mail;
