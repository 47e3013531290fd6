// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What may have happened to whom, from what was said and acknowledged and from what the channel got: an account of its own,
 * kept without a look into the ledger. Moments are sequence numbers; a fact counts from its acknowledgement on.
 */
final class Model {
    private static final Set<ActivityType> FINAL_WORDS =
            Set.of(ActivityType.UNSUBSCRIBED, ActivityType.COMPLAINED, ActivityType.HARD_BOUNCED);
    private static final Set<ActivityType> ANSWERS = Set.of(
            ActivityType.confirmedOn("keep-me"), ActivityType.PURCHASED, ActivityType.PAUSED, ActivityType.ASKED_FEWER);
    private static final String EVERYTHING = "";

    private final Setup setup;
    private final Statistics statistics;
    private final Duration slack;
    private final Map<String, Setup.Person> people;
    private final List<HandOver> handOvers = new ArrayList<>();
    private final Map<String, Activity> told = new LinkedHashMap<>();
    private final Map<String, Long> acknowledged = new HashMap<>();
    private final Map<String, Instant> saidNo = new HashMap<>();
    private final Map<String, Long> goneFromHost = new HashMap<>();
    private final Map<String, Instant> seenByHost = new HashMap<>();
    /** Since when nothing may leave: of one run, or of everything. */
    private final Map<String, Long> halted = new HashMap<>();

    private final Map<String, Integer> resuming = new HashMap<>();
    private final Map<String, Integer> resumes = new HashMap<>();
    private final Set<String> launched = new HashSet<>();
    private final Map<String, Long> retired = new HashMap<>();
    private final Set<String> undone = new HashSet<>();
    private final Set<String> removed = new HashSet<>();
    private final Set<String> possible = new LinkedHashSet<>();
    private boolean anyHalt;
    private boolean anyCut;

    Model(Setup setup, Statistics statistics) {
        this.setup = setup;
        this.statistics = statistics;
        this.slack = Duration.ofMinutes(2L * setup.skewMinutes());
        this.people = setup.people().stream().collect(Collectors.toMap(Setup.Person::id, each -> each));
    }

    Duration slack() {
        return slack;
    }

    List<HandOver> handOvers() {
        return handOvers;
    }

    Set<String> launched() {
        return launched;
    }

    Map<String, Activity> told() {
        return told;
    }

    Map<String, Long> acknowledged() {
        return acknowledged;
    }

    boolean wasEverHalted() {
        return anyHalt;
    }

    /** Whether the channel has this message. */
    boolean took(String key) {
        return handOvers.stream().anyMatch(each -> each.message.key().equals(key) && each.mayHaveArrived());
    }

    // ---- what was said

    void tells(Activity activity) {
        told.putIfAbsent(activity.id(), activity);
        retired.remove(activity.subscriberId());
    }

    void acknowledge(Activity activity, long sequence, Instant now) {
        acknowledged.putIfAbsent(activity.id(), sequence);
        boolean no = activity.type().equals(ActivityType.UNSUBSCRIBED)
                || activity.type().equals(ActivityType.COMPLAINED);
        if (no) {
            saidNo.putIfAbsent(activity.subscriberId(), now);
        }
    }

    /** When it was acknowledged that a person left for good. */
    Optional<Instant> saidNoAt(String person) {
        return Optional.ofNullable(saidNo.get(person));
    }

    void launched(String run) {
        launched.add(run);
    }

    /** Acknowledged: from now on nothing of this run leaves, unless somebody is about to say the contrary. */
    void halt(String what, long sequence, int resumedBefore) {
        anyHalt = true;
        if (resuming.getOrDefault(what, 0) == 0 && resumed(what) == resumedBefore) {
            halted.putIfAbsent(what, sequence);
        }
    }

    void haltEverything(long sequence, int resumedBefore) {
        halt(EVERYTHING, sequence, resumedBefore);
    }

    /** How often somebody began to resume it: whoever halts meanwhile may be overruled at once. */
    int resumed(String what) {
        return resumes.getOrDefault(what, 0);
    }

    int resumedEverything() {
        return resumed(EVERYTHING);
    }

    void beginsToResume(String what) {
        resuming.merge(what, 1, Integer::sum);
        resumes.merge(what, 1, Integer::sum);
        halted.remove(what);
    }

    void endsToResume(String what) {
        resuming.merge(what, -1, Integer::sum);
    }

    void beginsToResumeEverything() {
        beginsToResume(EVERYTHING);
    }

    void endsToResumeEverything() {
        endsToResume(EVERYTHING);
    }

    void leftHost(String person, long sequence) {
        goneFromHost.putIfAbsent(person, sequence);
    }

    void seenByHost(String person, Instant at) {
        seenByHost.put(person, at);
        retired.remove(person);
    }

    /** From now on nothing more to this person, unless something on its way already may bring them back at any moment. */
    void retired(String person, Instant enrolledAt, long sequence) {
        Instant since = enrolledAt.minus(slack);
        boolean mayReturn = seenByHost(person).filter(since::isBefore).isPresent()
                || told.values().stream()
                        .anyMatch(each -> each.subscriberId().equals(person) && since.isBefore(each.at()));
        if (!mayReturn) {
            retired.putIfAbsent(person, sequence);
        }
    }

    void undoes() {
        retired.clear();
    }

    void undone(String plan) {
        undone.add(plan);
    }

    Set<String> undone() {
        return undone;
    }

    void removed(String person) {
        removed.add(person);
    }

    /** Whether the host no longer knows the person. */
    boolean isRemoved(String person) {
        return removed.contains(person);
    }

    /** A process was ended from outside while it was at work. */
    void cut() {
        anyCut = true;
    }

    boolean anyCut() {
        return anyCut;
    }

    /** A run that may exist from now on. */
    void mayRun(String run) {
        possible.add(run);
    }

    Set<String> possibleRuns() {
        return possible;
    }

    /** Whether nothing was ever said by or about this person, nor by those who share the address. */
    boolean isSilent(String person) {
        return told.values().stream().noneMatch(each -> sameAddress(each.subscriberId(), person))
                && !goneFromHost.containsKey(person)
                && !seenByHost.containsKey(person);
    }

    boolean sharesAddress(String person) {
        return people.values().stream()
                        .filter(each -> sameAddress(each.id(), person))
                        .count()
                > 1;
    }

    /** The newest sign of life on the host's record alone. */
    Optional<Instant> seenByHost(String person) {
        return Optional.ofNullable(seenByHost.get(person));
    }

    /** Acknowledged signs of life of a person. */
    List<Activity> signs(String person) {
        return told.values().stream()
                .filter(each -> each.subscriberId().equals(person) && acknowledged.containsKey(each.id()))
                .filter(each -> isSign(each.type()))
                .toList();
    }

    static boolean isSign(ActivityType type) {
        return ActivityType.ENGAGEMENT.contains(type) || type.equals(ActivityType.confirmedOn("keep-me"));
    }

    static boolean isFinalWord(ActivityType type) {
        return FINAL_WORDS.contains(type);
    }

    private boolean sameAddress(String one, String other) {
        return one.equals(other) || address(one).equals(address(other));
    }

    private String address(String person) {
        return Optional.ofNullable(people.get(person))
                .map(Setup.Person::address)
                .orElse(person);
    }

    // ---- what may be handed over

    /** Takes down a hand-over, unless a promise forbids it. */
    void handedOver(HandOver next) {
        try {
            once(next);
            notAgainstAWord(next);
            notWhileHalted(next);
            asTheHostKnows(next);
            withinCaps(next);
            outsideQuietHours(next);
            inOrder(next);
        } finally {
            handOvers.add(next);
        }
    }

    private void once(HandOver next) {
        statistics.checked("I1");
        for (HandOver each : handOvers) {
            if (each.message.key().equals(next.message.key()) && each.mayHaveArrived()) {
                throw new Violation("I1", "handed over twice: " + next + " after " + each);
            }
        }
        statistics.checked("I3");
        long before = handOvers.stream()
                .filter(each -> each.run.equals(next.run) && each.step.equals(next.step) && each.mayHaveArrived())
                .filter(each -> each.address().equals(next.address()))
                .count();
        long signs = told.values().stream()
                        .filter(each -> sameAddress(each.subscriberId(), next.person()) && isSign(each.type()))
                        .count()
                + seenByHost.keySet().stream()
                        .filter(each -> sameAddress(each, next.person()))
                        .count();
        if (before > signs) {
            throw new Violation(
                    "I3", next + " is number " + (before + 1) + " to the address, with " + signs + " signs");
        }
    }

    private void notAgainstAWord(HandOver next) {
        statistics.checked("I4");
        statistics.checked("I8");
        for (Activity each : told.values()) {
            long since = acknowledged.getOrDefault(each.id(), Long.MAX_VALUE);
            boolean about = each.type().equals(ActivityType.HARD_BOUNCED) || isFinalWord(each.type());
            if (about && since < next.checked && sameAddress(each.subscriberId(), next.person())) {
                throw new Violation("I4", next + " although " + each + " was acknowledged before the last look");
            }
            boolean answer =
                    ANSWERS.contains(each.type()) && each.subscriberId().equals(next.person());
            boolean onTheWay = each.at().isAfter(next.enrolledAt.plus(slack))
                    && each.at().isBefore(next.at().minus(slack));
            if (answer && onTheWay && since < next.marked) {
                throw new Violation("I8", next + " although " + each + " was acknowledged before the decision");
            }
        }
        statistics.checked("I10");
        long goneAt = retired.getOrDefault(next.person(), Long.MAX_VALUE);
        if (goneAt < next.checked) {
            throw new Violation("I10", next + " although retired");
        }
    }

    private void notWhileHalted(HandOver next) {
        statistics.checked("stop");
        for (String what : List.of(EVERYTHING, next.run)) {
            if (halted.getOrDefault(what, Long.MAX_VALUE) < next.checked) {
                throw new Violation("stop", next + " although stopped: " + (what.isEmpty() ? "everything" : what));
            }
        }
    }

    private void asTheHostKnows(HandOver next) {
        statistics.checked("consent");
        if (next.found == 0 || goneFromHost.getOrDefault(next.person(), Long.MAX_VALUE) < next.found) {
            throw new Violation("consent", next + " although the host did not agree when it was asked");
        }
    }

    private void withinCaps(HandOver next) {
        if (!setup.caps()) {
            return;
        }
        statistics.checked("I5");
        for (HandOver each : handOvers) {
            Duration apart = Duration.between(each.at(), next.at()).abs();
            if (each.person().equals(next.person())
                    && each.mayHaveArrived()
                    && apart.plus(slack).compareTo(Setup.CAP_WINDOW) < 0) {
                throw new Violation("I5", next + " only " + apart + " after " + each);
            }
        }
    }

    private void outsideQuietHours(HandOver next) {
        if (!setup.quiet()) {
            return;
        }
        statistics.checked("I6");
        String zone =
                Optional.ofNullable(people.get(next.person())).orElseThrow().zone();
        LocalTime time = next.at().atZone(ZoneId.of(zone)).toLocalTime();
        if (!time.isBefore(Setup.QUIET_FROM) || time.isBefore(Setup.QUIET_TO)) {
            throw new Violation("I6", next + " at " + time + " in " + zone);
        }
    }

    private void inOrder(HandOver next) {
        statistics.checked("order");
        for (HandOver each : handOvers) {
            boolean sameWay = each.person().equals(next.person())
                    && each.run.equals(next.run)
                    && each.episode == next.episode
                    && each.mayHaveArrived();
            if (sameWay && Setup.SENDS.indexOf(each.step) > Setup.SENDS.indexOf(next.step)) {
                throw new Violation("order", next + " after " + each);
            }
            if (sameWay
                    && Setup.SENDS.indexOf(each.step) < Setup.SENDS.indexOf(next.step)
                    && next.at().isBefore(each.at().plus(Duration.ofHours(30)).minus(slack))) {
                throw new Violation("order", next + " too soon after " + each);
            }
        }
    }
}
