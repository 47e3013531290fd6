// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import io.reengage.internal.node.SameShard;
import io.reengage.simulation.Command.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Makes histories. Each draws which kinds of faults it knows at all, so that rare ones are not drowned by common ones. */
final class Generator {
    private static final List<String> TWINS = SameShard.ids(8);
    private static final int[] MINUTES = {1, 2, 5, 11, 11, 61, 6 * 60, 16 * 60 + 1, 24 * 60, 31 * 60, 50 * 60};
    private static final List<Fault.Kind> AROUND_TRANSACTIONS = List.of(
            Fault.Kind.CRASH_BEFORE,
            Fault.Kind.CRASH_AFTER,
            Fault.Kind.LOST_ANSWER,
            Fault.Kind.NOT_APPLIED,
            Fault.Kind.TIMEOUT,
            Fault.Kind.RETRIED,
            Fault.Kind.FROZEN_BEFORE,
            Fault.Kind.FROZEN_AFTER);
    private static final List<Fault.Kind> IN_THE_CHANNEL = List.of(
            Fault.Kind.CRASH_BEFORE,
            Fault.Kind.CRASH_AFTER,
            Fault.Kind.FROZEN_AFTER,
            Fault.Kind.REFUSED_FOR_NOW,
            Fault.Kind.REFUSED_FOR_GOOD,
            Fault.Kind.UNKNOWN,
            Fault.Kind.EXCEPTION,
            Fault.Kind.ERROR,
            Fault.Kind.NULL,
            Fault.Kind.NEVER);
    private static final List<Fault.Kind> IN_FIND = List.of(
            Fault.Kind.CRASH_BEFORE,
            Fault.Kind.FAILS,
            Fault.Kind.STALE,
            Fault.Kind.FROZEN_BEFORE,
            Fault.Kind.FROZEN_AFTER);
    private static final List<Fault.Kind> IN_PAGE =
            List.of(Fault.Kind.CRASH_BEFORE, Fault.Kind.FAILS, Fault.Kind.DUPLICATES, Fault.Kind.FROZEN_AFTER);
    private static final List<Fault.Kind> IN_HOST_APPLY = List.of(
            Fault.Kind.CRASH_BEFORE,
            Fault.Kind.CRASH_AFTER,
            Fault.Kind.FAILS,
            Fault.Kind.LOST_ANSWER,
            Fault.Kind.PARTIAL,
            Fault.Kind.FROZEN_AFTER);

    private final long seed;
    private final SplittableRandom random;
    private final Set<Fault.Kind> swarm = EnumSet.noneOf(Fault.Kind.class);
    private final int faultPercent;
    private final Setup setup;
    private int lastId;

    Generator(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.faultPercent = random.nextInt(6) == 0 ? 0 : 20 + random.nextInt(50);
        for (Fault.Kind kind : Fault.Kind.values()) {
            if (random.nextBoolean()) {
                swarm.add(kind);
            }
        }
        this.setup = setup();
    }

    /** Which kinds of faults are possible at a place. */
    static List<Fault.Kind> possible(String point) {
        return switch (point) {
            case Points.CHANNEL -> IN_THE_CHANNEL;
            case Points.FIND -> IN_FIND;
            case Points.PAGE -> IN_PAGE;
            case Points.HOST_APPLY -> IN_HOST_APPLY;
            case Points.WAIT -> List.of(Fault.Kind.CRASH_BEFORE, Fault.Kind.FROZEN_BEFORE, Fault.Kind.FROZEN_AFTER);
            case Points.LOOKUP, Points.SIGNS -> List.of(Fault.Kind.FAILS, Fault.Kind.CRASH_BEFORE);
            default -> AROUND_TRANSACTIONS;
        };
    }

    private boolean oneIn(int number) {
        return random.nextInt(number) == 0;
    }

    private Setup setup() {
        int size = 3 + random.nextInt(6);
        boolean twins = random.nextBoolean();
        boolean shared = oneIn(4);
        List<Setup.Person> people = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String id = twins && i < TWINS.size() - 1 ? TWINS.get(i) : "p-" + random.nextInt(10) + i;
            String address = shared && i == 1 ? people.get(0).address() : id + "@people.example";
            people.add(new Setup.Person(id, address, oneIn(3) ? "Asia/Tokyo" : "Europe/Paris"));
        }
        return new Setup(
                2 + random.nextInt(2),
                people,
                oneIn(3) ? 2 : 1,
                random.nextBoolean(),
                oneIn(4),
                oneIn(3),
                oneIn(5),
                oneIn(3),
                oneIn(4),
                oneIn(6) ? 5 : 0,
                oneIn(30),
                oneIn(300),
                oneIn(3) ? 40 : 100,
                // not drawn, so that every other history stays what it was
                seed % 8 == 5);
    }

    History history() {
        List<Command> commands = new ArrayList<>();
        commands.add(command(Kind.LAUNCH, 0, 0, 1));
        commands.add(command(Kind.RUN, anyNode(), 0, 1));
        if (random.nextBoolean()) {
            toSunset(commands);
        } else {
            some(commands, 6 + random.nextInt(16), 1);
        }
        return new History(seed, setup, List.copyOf(commands));
    }

    /** Straight to the end of the first campaign, with this and that in between. */
    private void toSunset(List<Command> commands) {
        for (int wait : new int[] {0, 31 * 60, 21 * 60}) {
            commands.add(command(Kind.ADVANCE, 0, wait, 0));
            some(commands, random.nextInt(3), 1);
            commands.add(command(Kind.RUN, anyNode(), 0, 1));
            if (oneIn(3)) {
                // long enough for a successor to call open what a dead process left
                commands.add(command(Kind.ADVANCE, 0, 11, 0));
                commands.add(command(Kind.RUN, anyNode(), 0, 1));
            }
        }
        for (Kind kind : List.of(Kind.PLAN, Kind.APPROVE, Kind.APPLY)) {
            some(commands, random.nextInt(2), 1);
            commands.add(command(kind, anyNode(), 0, 1));
        }
        some(commands, random.nextInt(7), 1);
        if (oneIn(3)) {
            commands.add(command(Kind.UNDO, anyNode(), 0, 1));
        }
        some(commands, random.nextInt(3), 1);
    }

    private void some(List<Command> commands, int number, int depth) {
        for (int i = 0; i < number; i++) {
            if (depth > 0 && faultPercent > 0 && oneIn(14)) {
                trouble(commands);
            } else {
                commands.add(command(kind(), anyNode(), MINUTES[random.nextInt(MINUTES.length)], depth));
            }
        }
    }

    /** Straight to the places that are seldom passed: what others left open, and what the host is told. */
    private void trouble(List<Command> commands) {
        if (random.nextBoolean()) {
            String left = oneIn(2) ? Points.SETTLE : Points.CHANNEL;
            commands.add(troubled(Kind.RUN, left, Fault.Kind.CRASH_AFTER));
            commands.add(command(Kind.ADVANCE, 0, 11, 0));
            String point =
                    List.of(Points.RESOLVE_READ, Points.RESOLVE, Points.LOOKUP).get(random.nextInt(3));
            commands.add(troubled(Kind.RUN, point, any(possible(point))));
        } else {
            commands.add(command(Kind.RECORD, anyNode(), 1, 0));
            String point = List.of("host-claim", "host-done", Points.HOST_APPLY, Points.SIGNS)
                    .get(random.nextInt(4));
            commands.add(troubled(Kind.RUN, point, any(possible(point))));
        }
        if (oneIn(3)) {
            commands.add(troubled(Kind.RENEW, "renew", any(possible("renew"))));
        }
    }

    private Fault.Kind any(List<Fault.Kind> kinds) {
        return kinds.get(random.nextInt(kinds.size()));
    }

    private Command troubled(Kind kind, String point, Fault.Kind trouble) {
        Command bare = command(kind, anyNode(), 0, 0);
        Fault fault = new Fault(++lastId, point, 0, trouble, random.nextInt(3), List.of());
        return new Command(bare.id(), kind, bare.node(), bare.person(), bare.choice(), bare.minutes(), List.of(fault));
    }

    private int anyNode() {
        return random.nextInt(setup.nodes());
    }

    private Kind kind() {
        int draw = random.nextInt(100);
        if (draw < 30) {
            return Kind.RUN;
        }
        if (draw < 48) {
            return Kind.ADVANCE;
        }
        if (draw < 62) {
            return Kind.RECORD;
        }
        List<Kind> rest = List.of(
                Kind.LAND,
                Kind.LAND,
                Kind.LAND,
                Kind.RENEW,
                Kind.RENEW,
                Kind.KILL,
                Kind.KILL,
                Kind.CLOSE,
                Kind.PAUSE,
                Kind.RESUME,
                Kind.CANCEL,
                Kind.STOP,
                Kind.GO,
                Kind.LAUNCH,
                Kind.LAUNCH,
                Kind.PLAN,
                Kind.APPROVE,
                Kind.APPLY,
                Kind.UNDO,
                Kind.WITHDRAW,
                Kind.REMOVE,
                Kind.SIGN,
                Kind.PREVIEW);
        return rest.get(random.nextInt(rest.size()));
    }

    private Command command(Kind kind, int node, int minutes, int depth) {
        int id = ++lastId;
        int person = random.nextInt(setup.people().size());
        int choice = random.nextInt(12);
        List<Fault> faults = new ArrayList<>();
        if (depth > 0 && passesPoints(kind) && random.nextInt(100) < faultPercent) {
            int number = 1 + random.nextInt(kind == Kind.RUN ? 4 : 2);
            for (int i = 0; i < number; i++) {
                fault(kind, depth).ifPresent(faults::add);
            }
        }
        return new Command(id, kind, node, person, choice, minutes, List.copyOf(faults));
    }

    private static boolean passesPoints(Kind kind) {
        return switch (kind) {
            case ADVANCE, KILL, WITHDRAW, REMOVE, SIGN, PREVIEW -> false;
            default -> true;
        };
    }

    private Optional<Fault> fault(Kind command, int depth) {
        int id = ++lastId;
        String point = point(command);
        List<Fault.Kind> kinds =
                possible(point).stream().filter(swarm::contains).toList();
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        Fault.Kind kind = kinds.get(random.nextInt(kinds.size()));
        boolean lasts = kind == Fault.Kind.FROZEN_BEFORE || kind == Fault.Kind.FROZEN_AFTER || kind == Fault.Kind.NEVER;
        List<Command> meanwhile = new ArrayList<>();
        if (lasts) {
            some(meanwhile, 1 + random.nextInt(3), depth - 1);
        }
        int minutes = kind == Fault.Kind.NEVER ? 11 : lasts ? random.nextInt(12) : 0;
        int occurrence = oneIn(3) ? random.nextInt(4) : 0;
        return Optional.of(new Fault(id, point, occurrence, kind, minutes, List.copyOf(meanwhile)));
    }

    private String point(Kind command) {
        return switch (command) {
            case LAUNCH -> "launch";
            case RENEW -> "renew";
            case RECORD ->
                List.of(Points.FIND, Points.WAIT, Points.FEEDBACK, Points.FEEDBACK)
                        .get(random.nextInt(4));
            case LAND -> oneIn(3) ? Points.WAIT : Points.LANDING;
            case PAUSE, RESUME, CANCEL -> oneIn(3) ? Points.WAIT : "pause";
            case STOP, GO -> oneIn(3) ? Points.WAIT : "stop";
            case APPLY -> oneIn(4) ? Points.FIND : "sunset-apply";
            case UNDO -> "sunset-undo";
            case PLAN, APPROVE, CLOSE -> Points.ANY;
            default -> ofRun();
        };
    }

    private String ofRun() {
        List<String> points = List.of(
                Points.CHANNEL,
                Points.CHANNEL,
                Points.CHANNEL,
                Points.MARK,
                Points.MARK,
                Points.SETTLE,
                Points.SETTLE,
                Points.RECHECK,
                Points.RECHECK,
                Points.RESOLVE,
                Points.RESOLVE_READ,
                "enroll",
                "acquire",
                "host-claim",
                "host-done",
                Points.FIND,
                Points.PAGE,
                Points.HOST_APPLY,
                Points.LOOKUP,
                Points.SIGNS,
                Points.ANY);
        return points.get(random.nextInt(points.size()));
    }
}
