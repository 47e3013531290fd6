// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Mailbox providers and how much mail each of them is sent at most. Read {@link io.reengage.mail.provider.ProviderGroups}
 * first. Values only; safe for several threads.
 */
package io.reengage.mail.provider;
