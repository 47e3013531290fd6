// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.internal.breaker.Breakers;
import io.reengage.internal.guard.HealthWatch;
import io.reengage.internal.hold.Holds;
import io.reengage.internal.monitor.Announcer;

/**
 * What keeps trouble from spreading.
 *
 * @param breakers channels and domains messages are kept back from
 * @param holds steps whose messages cannot be written
 * @param health runs that too many object to
 * @param unsettled results that wait for the database
 * @param announcer tells listeners
 */
public record Guards(Breakers breakers, Holds holds, HealthWatch health, Unsettled unsettled, Announcer announcer) {}
