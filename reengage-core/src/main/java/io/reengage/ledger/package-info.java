// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What was decided and done, durably: enrollments, deliveries, suppressions, sunset plans, the audit trail, and the database
 * they live in.
 *
 * <p>Read {@link io.reengage.ledger.Ledger} first. Values are immutable; a ledger may be used by any number of threads and,
 * over one database, by any number of nodes.
 */
package io.reengage.ledger;
