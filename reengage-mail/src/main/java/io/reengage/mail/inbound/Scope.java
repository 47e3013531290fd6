// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

/** Whom a verdict is about. */
public enum Scope {
    /** The one address. */
    ADDRESS,
    /** Every address of its domain. */
    DOMAIN,
    /** Ourselves: our servers, our domain, our mail. Never held against the recipient. */
    US,
    /** Nobody in particular. */
    NOBODY
}
