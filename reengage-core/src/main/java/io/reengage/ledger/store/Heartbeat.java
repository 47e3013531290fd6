// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import java.time.Instant;

/**
 * A node that is at work, among which the shards are shared out.
 *
 * @param node its name
 * @param until when it is taken for gone if it says nothing more
 */
public record Heartbeat(String node, Instant until) {}
