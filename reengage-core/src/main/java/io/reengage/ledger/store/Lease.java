// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import java.time.Instant;

/**
 * Who may decide about one shard, or do one of the jobs there is one of.
 *
 * @param id 0 to 255 for shards, above for jobs
 * @param owner the node; empty for nobody
 * @param epoch grows with every change of hands, so that a former owner's decisions are refused
 * @param until when it lapses
 * @param fence grows with every suppression in the shard, so that a suppression and a mark never pass each other
 */
public record Lease(int id, String owner, long epoch, Instant until, long fence) {}
