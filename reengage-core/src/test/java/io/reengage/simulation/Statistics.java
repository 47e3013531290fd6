// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What many histories did, all told. */
final class Statistics {
    private static final List<String> PORTS = List.of(
            Points.CHANNEL, Points.FIND, Points.PAGE, Points.HOST_APPLY, Points.LOOKUP, Points.SIGNS, Points.WAIT);

    private final Map<String, Long> checks = new TreeMap<>();
    private final Map<Fault.Kind, Long> faults = new TreeMap<>();
    private final Map<String, Map<Fault.Kind, Long>> coverage = new TreeMap<>();
    private final Map<Command.Kind, Long> commands = new TreeMap<>();
    long histories;
    long handOvers;
    long unknown;
    long sent;
    long retired;
    long restored;

    /** A promise was looked at. */
    void checked(String promise) {
        checks.merge(promise, 1L, Long::sum);
    }

    void injected(String point, Fault.Kind kind) {
        faults.merge(kind, 1L, Long::sum);
        coverage.computeIfAbsent(point, key -> new TreeMap<>()).merge(kind, 1L, Long::sum);
    }

    void did(Command.Kind kind) {
        commands.merge(kind, 1L, Long::sum);
    }

    /** What others did, told with ours. */
    void add(Statistics other) {
        other.checks.forEach((promise, count) -> checks.merge(promise, count, Long::sum));
        other.faults.forEach((kind, count) -> faults.merge(kind, count, Long::sum));
        other.commands.forEach((kind, count) -> commands.merge(kind, count, Long::sum));
        other.coverage.forEach((point, kinds) -> kinds.forEach((kind, count) ->
                coverage.computeIfAbsent(point, key -> new TreeMap<>()).merge(kind, count, Long::sum)));
        histories += other.histories;
        handOvers += other.handOvers;
        unknown += other.unknown;
        sent += other.sent;
        retired += other.retired;
        restored += other.restored;
    }

    long checks(String promise) {
        return checks.getOrDefault(promise, 0L);
    }

    /** Places and faults that are possible there and never came together. */
    List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        for (String point : places()) {
            for (Fault.Kind kind : Generator.possible(point)) {
                if (!coverage.getOrDefault(point, Map.of()).containsKey(kind)) {
                    gaps.add(point + " x " + kind);
                }
            }
        }
        return gaps;
    }

    private static List<String> places() {
        List<String> places = new ArrayList<>(Points.TRANSACTIONS);
        places.addAll(PORTS);
        return places;
    }

    String report() {
        StringBuilder text = new StringBuilder();
        text.append("histories ").append(histories).append(", hand-overs ").append(handOvers);
        text.append(", on record as sent ").append(sent).append(", unknown ").append(unknown);
        text.append(", retired ")
                .append(retired)
                .append(", restored ")
                .append(restored)
                .append('\n');
        text.append("commands ").append(commands).append('\n');
        text.append("faults ").append(faults).append('\n');
        text.append("promises looked at ").append(checks).append('\n');
        for (String point : places()) {
            text.append(String.format(Locale.ROOT, "%-14s", point));
            for (Fault.Kind kind : Generator.possible(point)) {
                text.append(' ').append(kind).append('=');
                text.append(coverage.getOrDefault(point, Map.of()).getOrDefault(kind, 0L));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
