// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/**
 * How a running engine is watched: read {@link io.reengage.monitoring.Health} first, an answer a host can expose; then {@link
 * io.reengage.monitoring.ReengageListener}, for metrics. All values are immutable and may be shared by threads.
 */
package io.reengage.monitoring;
