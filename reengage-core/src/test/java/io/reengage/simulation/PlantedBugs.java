// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import java.util.List;

/** The bugs that are planted. The catalogue's numbers are those of its section 7.2; see {@link #ABSENT} for the others. */
final class PlantedBugs {
    /** Bugs of the catalogue that cannot exist here, and why; the nearest relative is planted instead where there is one. */
    static final List<String> ABSENT = List.of(
            "M-02 record without fence: an outcome is accepted from anyone by design; relative planted: whoever settles goes on",
            "M-12 in the engine itself: it has one clock; planted where that clock is chosen",
            "M-13 <= for < in a lease: a decision needs the epoch, not the time; relative planted: given up before the deadline",
            "M-21 paging by offset: rows are read above a key, the host's cursor is the host's; relative planted: last page lost",
            "M-25 header value unchecked: lives in the mail module, planted there by PlantedHeaderBugTest");

    static final List<PlantedBug> ALL = List.of(
            new PlantedBug(
                    "M-01 hand-over before the mark is kept",
                    "internal/dispatch/Marker.java",
                    "Where row = Where.all().eq(\"shard\", set.shard()).eq(\"id\", set.id());",
                    "Where row = Where.all().eq(\"shard\", set.shard()).eq(\"id\", set.id());"
                            + " if (!outcome.marked.isEmpty()) { return; }",
                    "simulation"),
            new PlantedBug(
                    "M-02 whoever settles goes on",
                    "internal/dispatch/Settlement.java",
                    "        if (mine) {\n            goOn",
                    "        if (mine || !kept.isEmpty()) {\n            goOn",
                    "simulation"),
            new PlantedBug(
                    "M-03 what is in doubt is sent again",
                    "internal/dispatch/Dispatcher.java",
                    "Receipt.unknown(\"the process ended during the hand-over\")",
                    "Receipt.refusedForNow(\"the process ended during the hand-over\")",
                    "simulation"),
            new PlantedBug(
                    "M-04 unknown counted as silence",
                    "internal/decision/Planner.java",
                    "if (state != DeliveryState.SENT) {",
                    "if (state != DeliveryState.SENT && state != DeliveryState.UNKNOWN) {",
                    "unknown to the end"),
            new PlantedBug(
                    "M-05 unknown not counted in caps",
                    "ledger/DeliveryState.java",
                    "return this == SENT || this == UNKNOWN;",
                    "return this == SENT;",
                    "unknown counts"),
            new PlantedBug(
                    "M-06 no unique key on enrollments",
                    "ledger/store/Schema.java",
                    "            .unique(\"run\", \"address\", \"episode\")\n",
                    "",
                    "simulation"),
            new PlantedBug(
                    "M-07 consent looked at only at the entry",
                    "internal/contact/ContactRules.java",
                    "return person.mayReceive(purpose)\n",
                    "return person.id().length() > 0\n",
                    "simulation"),
            new PlantedBug(
                    "M-08 events told apart by what they say alone",
                    "ledger/store/Schema.java",
                    "            .key(\"person\", \"id\")\n",
                    "            .key(\"person\", \"id\")\n            .unique(\"person\", \"type\")\n",
                    "simulation"),
            new PlantedBug(
                    "M-09 the last writer wins",
                    "internal/feedback/Recorder.java",
                    "if (until != null && (paused == null || until.isAfter(paused))) {",
                    "if (until != null) {",
                    "any order"),
            new PlantedBug(
                    "M-10 a restoration lifts an unsubscribe",
                    "internal/sunset/Sunset.java",
                    """
                        .eq("reason", Suppression.Reason.SUNSET.name())
                        .eq("source", "plan " + plan.id()),
""",
                    """
                        .notEqual("reason", Suppression.Reason.HARD_BOUNCE.name()),
""",
                    "sign after a word"),
            new PlantedBug(
                    "M-11 limits not counted over several goes",
                    "internal/sunset/Application.java",
                    "return Math.max(0, week - lastWeek);",
                    "return week + 0 * lastWeek;",
                    "two goes"),
            new PlantedBug(
                    "M-12 the node's own clock",
                    "ReengageBuilder.java",
                    "clock == null ? new DatabaseClock(store.clock()) : clock;",
                    "clock == null ? InstantSource.system() : clock;",
                    "ledger's clock"),
            new PlantedBug(
                    "M-13 given up before the deadline",
                    "internal/dispatch/Dispatcher.java",
                    "if (now.isBefore(workableAt(definition, set))) {",
                    "if (now.plusSeconds(540).isBefore(workableAt(definition, set))) {",
                    "asked too early"),
            new PlantedBug(
                    "M-14 recovery that goes by what was read before",
                    "internal/dispatch/Settlement.java",
                    "return old.state().mayBecome(outcome.state()) &&",
                    "return old.state() != outcome.state() &&",
                    "overtaken successor"),
            new PlantedBug(
                    "M-15 a failed commit swallowed",
                    "internal/feedback/Recorder.java",
                    "List<Activity> fresh = record(activities, work -> settings.ledger().transact(work));",
                    "List<Activity> fresh = record(activities, work -> { try { return settings.ledger().transact(work); }"
                            + " catch (io.reengage.ledger.LedgerException e) { return List.of(); } });",
                    "simulation"),
            new PlantedBug(
                    "M-16 the database's default durability",
                    "ledger/rows/Durability.java",
                    "return !delays.isEmpty() && delays.stream().allMatch(\"0\"::equals);",
                    "return !delays.isEmpty();",
                    "durable"),
            new PlantedBug(
                    "M-17 quiet hours in the account's zone",
                    "policy/ContactPolicy.java",
                    "flatMap(hours -> hours.endsAt(free, zone));",
                    "flatMap(hours -> hours.endsAt(free, fallbackZone));",
                    "simulation"),
            new PlantedBug(
                    "M-18 a day is 24 hours",
                    "segment/Span.java",
                    "case DAYS -> Period.ofDays(amount);",
                    "case DAYS -> Duration.ofDays(amount);",
                    "calendar day"),
            new PlantedBug(
                    "M-19 an undo overrules the person's own word",
                    "internal/sunset/Sunset.java",
                    "if (HostChanges.cancel(rows, retired.id()) && !saidNo(rows, plan, person)) {",
                    "if (HostChanges.cancel(rows, retired.id())) {",
                    "undo after a word"),
            new PlantedBug(
                    "M-20 the plan's hash leaves out the rule",
                    "internal/sunset/Plans.java",
                    ".hashString(run.definition() + ",
                    ".hashString(run.campaign() + ",
                    "plan hash"),
            new PlantedBug(
                    "M-21 the last page is lost",
                    "internal/run/Enroller.java",
                    "return enroll(definition, candidates, finished(definition, scanned, now), tally, now);",
                    "return enroll(definition, List.of(), finished(definition, scanned, now), tally, now);",
                    "simulation"),
            new PlantedBug(
                    "M-22 showing a page unsubscribes",
                    "link/LandingPages.java",
                    "() -> visits.visited(token, request.visitor(networks), now),",
                    "() -> visits.answered(token, new Answer.Unsubscribed(), now),",
                    "looks"),
            new PlantedBug(
                    "M-23 a token without its purpose",
                    "link/TokenFormat.java",
                    "out.writeUTF(token.purpose());",
                    "out.writeUTF(\"newsletter\");",
                    "signed purpose"),
            new PlantedBug(
                    "M-23 a token good for every page",
                    "link/LandingPages.java",
                    "token.page().equals(page) && (Choices",
                    "(Choices",
                    "page of a link"),
            new PlantedBug(
                    "M-24 signatures compared the quick way",
                    "link/TokenFormat.java",
                    "MessageDigest.isEqual(given, keys.sign(keyId, payload, SIGNATURE_BYTES))",
                    "Arrays.equals(given, keys.sign(keyId, payload, SIGNATURE_BYTES))",
                    "constant time"),
            new PlantedBug(
                    "O-1 the stop switch is not read in the decision",
                    "internal/dispatch/Marker.java",
                    "if (!working.getAsBoolean() || !unchanged.getAsBoolean()) {",
                    "if (!unchanged.getAsBoolean()) {",
                    "stop before the decision"),
            new PlantedBug(
                    "O-2 the stop switch is not read in the last look",
                    "internal/dispatch/LastCheck.java",
                    "if (!working.getAsBoolean() || !mine.getAsBoolean()) {",
                    "if (!mine.getAsBoolean()) {",
                    "stop during a hand-over"),
            new PlantedBug(
                    "O-3 whoever leaves does not wait until nobody relies on the contrary",
                    "internal/feedback/Recorder.java",
                    "            freshness.outlive();\n",
                    "",
                    "leaves during a hand-over"),
            new PlantedBug(
                    "O-4 refused for now is forgotten",
                    "internal/dispatch/Settlement.java",
                    "again.forEach((attempt, times) -> times.forEach((at, ids) -> rows.insertSoon(",
                    "new TreeMap<Integer, Map<Instant, List<String>>>().forEach((attempt, times) -> times.forEach((at, ids) -> rows.insertSoon(",
                    "simulation"),
            new PlantedBug(
                    "O-5 held out and mailed all the same",
                    "internal/decision/Planner.java",
                    "return enrollment.arm() == Enrollment.Arm.HELD_OUT\n",
                    "return enrollment.episode() == 0\n",
                    "simulation"),
            new PlantedBug(
                    "O-6 the last look finds a suppression, and nobody minds",
                    "internal/dispatch/LastCheck.java",
                    "if (obstacle == null) {",
                    "if (obstacle == null || waiting.size() >= 0) {",
                    "leaves during a slow hand-over"),
            new PlantedBug(
                    "O-7 the host is told once, whatever it answers",
                    "internal/sunset/HostChanges.java",
                    "failed.contains(id)\n",
                    "failed.contains(id) && each.attempts() > 99\n",
                    "the host refuses"),
            new PlantedBug(
                    "O-8 enrolled, but not made due",
                    "internal/run/Enroller.java",
                    "rows.insert(Schema.DUE_SET, dueSets(definition, added, profiles, now));",
                    "rows.insert(Schema.DUE_SET, dueSets(definition, added.subList(0, added.size() / 2), profiles, now));",
                    "simulation"),
            new PlantedBug(
                    "O-9 what an earlier process of the node held is kept from the others, and never worked on",
                    "internal/node/Leases.java",
                    "lease.owner().equals(node) && !mine",
                    "isHeld(lease) && !mine",
                    "a name comes back"));

    private PlantedBugs() {}
}
