// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A small typed row store under the ledger, once over JDBC and once in memory, so that every operation of the ledger is
 * written once above it.
 *
 * <p>Read {@link io.reengage.ledger.rows.RowStore} first, then {@link io.reengage.ledger.rows.Table}. Stores and tables
 * are safe to share between threads; {@link io.reengage.ledger.rows.Rows} belongs to the one transaction, and the one
 * thread, it was handed to.
 */
package io.reengage.ledger.rows;
