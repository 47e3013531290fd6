// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/** A shop on tables of its own; read {@link io.reengage.examples.jdbcstore.JdbcStoreMain} first. */
package io.reengage.examples.jdbcstore;
