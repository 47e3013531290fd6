// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What happens in one small world: made from its seed, and from nothing else. */
record History(long seed, Setup setup, List<Command> commands) {

    /** The history of a seed. */
    static History of(long seed) {
        return new Generator(seed).history();
    }

    /** The same without everything whose number is not among these. */
    History keeping(Set<Integer> ids) {
        return new History(seed, setup, kept(commands, ids));
    }

    private static List<Command> kept(List<Command> commands, Set<Integer> ids) {
        return commands.stream()
                .filter(each -> ids.contains(each.id()))
                .map(each -> new Command(
                        each.id(),
                        each.kind(),
                        each.node(),
                        each.person(),
                        each.choice(),
                        each.minutes(),
                        each.faults().stream()
                                .filter(fault -> ids.contains(fault.id()))
                                .map(fault -> new Fault(
                                        fault.id(),
                                        fault.point(),
                                        fault.occurrence(),
                                        fault.kind(),
                                        fault.minutes(),
                                        kept(fault.meanwhile(), ids)))
                                .toList()))
                .toList();
    }

    /** Numbers of all commands and faults. */
    Set<Integer> ids() {
        Set<Integer> ids = new TreeSet<>();
        collect(commands, ids);
        return ids;
    }

    private static void collect(List<Command> commands, Set<Integer> ids) {
        for (Command command : commands) {
            ids.add(command.id());
            for (Fault fault : command.faults()) {
                ids.add(fault.id());
                collect(fault.meanwhile(), ids);
            }
        }
    }

    /** How to run it again, and what it says. */
    String snippet() {
        return "Simulation.run(History.of(" + seed + "L).keeping(Set.of("
                + ids().stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")));\n// " + setup + "\n// "
                + commands.stream().map(Command::toString).collect(Collectors.joining("\n// "));
    }
}
