// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One command while it runs: what it has passed so far, and what it has looked at. */
final class Execution {
    final Command command;
    final NodeProcess process;
    /** When the transaction committed in which the last decision was made. */
    long marked;
    /** When the last look was taken. */
    long checked;
    /** When people were last read from the host. */
    final Map<String, Long> found = new HashMap<>();

    /** Whether time passed between the last look and what was done on its account. */
    boolean frozenAfterLook;

    boolean resolving;
    int writes;
    private final Map<String, Integer> passed = new HashMap<>();
    private final Set<Integer> fired = new HashSet<>();

    Execution(Command command, NodeProcess process) {
        this.command = command;
        this.process = process;
    }

    /** What goes wrong at this passing of a place, if anything does. */
    Optional<Fault> pass(String point, boolean transaction) {
        int here = passed.merge(point, 1, Integer::sum) - 1;
        int anywhere = transaction ? passed.merge(Points.ANY, 1, Integer::sum) - 1 : -1;
        return command.faults().stream()
                .filter(fault -> !fired.contains(fault.id()))
                .filter(fault -> fault.point().equals(point)
                        ? fault.occurrence() == here
                        : fault.point().equals(Points.ANY) && fault.occurrence() == anywhere)
                .findFirst()
                .filter(fault -> fired.add(fault.id()));
    }
}
