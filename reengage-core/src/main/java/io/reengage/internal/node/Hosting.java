// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import io.reengage.monitoring.ReengageListener;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the host runs and watches an engine; nothing of it changes what is decided.
 *
 * @param journal directory for results the database cannot take at the moment; {@code null} for memory only
 * @param listeners told what happens
 * @param timeZoneRules version of the rules by which this machine tells times of day, such as {@code 2026a}
 * @param nodeClock this machine's own clock, to compare the database's with
 */
public record Hosting(
        @Nullable Path journal, List<ReengageListener> listeners, String timeZoneRules, InstantSource nodeClock) {

    public Hosting {
        listeners = List.copyOf(listeners);
    }
}
