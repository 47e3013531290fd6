// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import io.reengage.internal.node.SameShard;
import io.reengage.simulation.Command.Kind;
import java.util.ArrayList;
import java.util.List;

/** Histories written by hand, for what chance seldom comes upon. Everybody lives in Paris and shares one shard. */
final class Directed {
    private static final int DAY = 24 * 60;
    private static final int LEAVE = 3;

    private static final Command LEAVES = new Command(90, Kind.RECORD, 1, 1, LEAVE, 0, List.of());
    private static final Command STOPS = new Command(90, Kind.STOP, 1, 0, 1, 0, List.of());

    private final List<Command> commands = new ArrayList<>();
    private int ids;

    private Directed() {}

    private static Setup setup() {
        return setup(1, false, 100);
    }

    private static Setup setup(int campaigns, boolean caps, int perRun) {
        List<Setup.Person> people = SameShard.ids(4).stream()
                .map(id -> new Setup.Person(id, id + "@people.example", "Europe/Paris"))
                .toList();
        return new Setup(2, people, campaigns, false, false, caps, false, false, false, 0, false, false, perRun, false);
    }

    private Directed then(Kind kind, int node, int person, int choice, int minutes, Fault... faults) {
        commands.add(new Command(++ids, kind, node, person, choice, minutes, List.of(faults)));
        return this;
    }

    private Directed run() {
        return then(Kind.RUN, 0, 0, 1, 0);
    }

    private Directed wait(int minutes) {
        return then(Kind.ADVANCE, 0, 0, 0, minutes);
    }

    private History over(Setup setup) {
        return new History(0, setup, List.copyOf(commands));
    }

    private static Directed launched() {
        return new Directed().then(Kind.LAUNCH, 0, 0, 0, 0);
    }

    private static Directed retired() {
        return launched()
                .run()
                .wait(31 * 60)
                .run()
                .wait(21 * 60)
                .run()
                .then(Kind.PLAN, 0, 0, 0, 0)
                .then(Kind.APPROVE, 0, 0, 1, 0)
                .then(Kind.APPLY, 0, 0, 1, 0);
    }

    /** Retired, told to the host, then left by their own word, then the plan is undone. */
    static History undoAfterAWord() {
        return retired()
                .wait(4 * DAY)
                .run()
                .then(Kind.RECORD, 0, 1, LEAVE, 1)
                .wait(1)
                .then(Kind.UNDO, 0, 0, 1, 0)
                .over(setup());
    }

    /** Retired, left by their own word, then a sign of life. */
    static History signAfterAWord() {
        return retired()
                .then(Kind.RECORD, 0, 1, LEAVE, 1)
                .wait(1)
                .then(Kind.RECORD, 0, 1, 1, 0)
                .over(setup());
    }

    /** A message stays unknown all the way to the sunset. */
    static History unknownToTheEnd() {
        return launched()
                .then(Kind.RUN, 0, 0, 1, 0, fault(Points.CHANNEL, 1, Fault.Kind.UNKNOWN, 0))
                .wait(31 * 60)
                .run()
                .wait(21 * 60)
                .run()
                .then(Kind.PLAN, 0, 0, 0, 0)
                .then(Kind.APPROVE, 0, 0, 1, 0)
                .then(Kind.APPLY, 0, 0, 1, 0)
                .over(setup());
    }

    /** Somebody leaves while the message before theirs is being handed over. */
    static History leavesDuringAHandOver() {
        return whileHandingOver(LEAVES, 0);
    }

    /** The same, and the hand-over lasts. */
    static History leavesDuringASlowHandOver() {
        return whileHandingOver(LEAVES, 1);
    }

    /** Everything is stopped while the first message is being handed over. */
    static History stopDuringAHandOver() {
        return whileHandingOver(STOPS, 0);
    }

    private static History whileHandingOver(Command meanwhile, int minutes) {
        Fault frozen = new Fault(91, Points.CHANNEL, 0, Fault.Kind.FROZEN_AFTER, minutes, List.of(meanwhile));
        return launched().then(Kind.RUN, 0, 0, 1, 0, frozen).over(setup());
    }

    /** Everything is stopped after a round has begun and before anything is decided. */
    static History stopBeforeTheDecision() {
        Command stop = new Command(90, Kind.STOP, 1, 0, 1, 0, List.of());
        Fault frozen = new Fault(91, Points.FIND, 0, Fault.Kind.FROZEN_AFTER, 0, List.of(stop));
        return launched().then(Kind.RUN, 0, 0, 1, 0, frozen).over(setup());
    }

    /** Two campaigns in one hour, and the fate of the first one's messages is open. */
    static History unknownCountsInCaps() {
        return launched()
                .then(Kind.RUN, 0, 0, 1, 0, fault(Points.CHANNEL, 1, Fault.Kind.UNKNOWN, 0))
                .then(Kind.LAUNCH, 0, 0, 1, 0)
                .wait(30)
                .run()
                .over(setup(2, true, 100));
    }

    /** A plan is applied twice, beyond the limit of a week. */
    static History twoGoes() {
        return retired().wait(60).then(Kind.APPLY, 0, 0, 1, 0).over(setup(1, false, 40));
    }

    /** Others come along before the channel of a dead process must have given up. */
    static History askedTooEarly() {
        return launched()
                .then(Kind.RUN, 0, 0, 1, 0, fault(Points.CHANNEL, 0, Fault.Kind.CRASH_AFTER, 0))
                .wait(5)
                .run()
                .over(setup());
    }

    /** A successor finds out what became of messages while the one who knows puts it on record. */
    static History overtakenSuccessor() {
        Command knows = new Command(90, Kind.RUN, 0, 0, 1, 0, List.of());
        Fault slow = new Fault(91, Points.RESOLVE, 0, Fault.Kind.FROZEN_BEFORE, 0, List.of(knows));
        return launched()
                .then(Kind.RUN, 0, 0, 1, 0, fault(Points.SETTLE, 0, Fault.Kind.NOT_APPLIED, 0))
                .wait(11)
                .then(Kind.RUN, 1, 0, 1, 0, slow)
                .over(setup());
    }

    /** The host does not take what it is told. */
    static History theHostRefuses() {
        return launched()
                .run()
                .then(Kind.RECORD, 0, 1, LEAVE, 1)
                .then(Kind.RUN, 0, 0, 1, 0, fault(Points.HOST_APPLY, 0, Fault.Kind.PARTIAL, 0))
                .over(setup());
    }

    /** A page is only looked at. */
    static History looks() {
        return launched().run().wait(DAY).then(Kind.LAND, 0, 1, 0, 0).over(setup());
    }

    private static Fault fault(String point, int occurrence, Fault.Kind kind, int minutes) {
        return new Fault(80, point, occurrence, kind, minutes, List.of());
    }
}
