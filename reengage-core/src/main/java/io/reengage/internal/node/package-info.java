// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** What one node has: its set-up, its clock, the shards it may decide about, its audit trail. */
package io.reengage.internal.node;
