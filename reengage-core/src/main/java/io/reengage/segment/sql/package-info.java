// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A host's own tables as subscriber store and activity source, and conditions as SQL on them.
 *
 * <p>Read {@link io.reengage.segment.sql.HostTables} first: it maps the tables once. {@link
 * io.reengage.segment.sql.SegmentStore} is what the engine asks, so that a standing campaign does not read everybody; {@link
 * io.reengage.segment.sql.PushDown} shows what of a condition the database answers and what is checked in memory; {@link
 * io.reengage.segment.sql.SummaryBackfill} keeps summaries beside a table too large to be asked. Values go in as
 * parameters only. Everything is safe for any number of threads once built.
 */
package io.reengage.segment.sql;
