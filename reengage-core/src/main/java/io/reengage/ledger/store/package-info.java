// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What the ledger keeps: its tables, and the rows that only the engine sees.
 *
 * <p>Read {@link io.reengage.ledger.store.Schema} first. Rows are immutable; the store may be used by any number of threads.
 */
package io.reengage.ledger.store;
