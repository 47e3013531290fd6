// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import io.reengage.mail.kill.Journal.Pull;
import io.reengage.mail.kill.MailSink.Fault;
import io.reengage.mail.kill.MailSink.Mail;
import io.reengage.mail.kill.Tables.Delivery;
import io.reengage.mail.kill.Tables.Enrollment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Holds what the ledger says against what the sink saw. */
final class Verdict {
    private static final String SENT = "SENT";
    private static final String UNKNOWN = "UNKNOWN";
    /** The longest that a hand-over of a whole slice takes on a busy machine, from its mark to its record. */
    private static final long LONGEST = Duration.ofSeconds(60).toNanos();
    /** Nodes read the database's clock a round trip apart. */
    private static final long CLOCKS_APART = Duration.ofSeconds(1).toNanos();

    private final Evidence evidence;
    private final Map<String, List<String>> problems = new TreeMap<>();
    private final Map<Message, List<Mail>> mails;
    private final Map<Message, List<Pull>> pulls;
    private final Map<Message, Delivery> deliveries = new HashMap<>();
    private int unknownInSink;

    Verdict(Evidence evidence) {
        this.evidence = evidence;
        this.mails = evidence.mails().stream()
                .collect(Collectors.groupingBy(each -> new Message(Crowd.id(each.to()), each.subject())));
        this.pulls = evidence.pulls().stream()
                .collect(Collectors.groupingBy(each -> new Message(each.person(), each.subject())));
        for (Delivery each : evidence.deliveries()) {
            if (deliveries.put(new Message(each.person(), each.subject()), each) != null) {
                problem("two rows for one message", each);
            }
        }
        judge();
    }

    /** One step of one campaign for one person. */
    private record Message(String person, String subject) {}

    /** Contradictions by kind; empty if there are none. */
    Map<String, List<String>> problems() {
        return problems;
    }

    long count(String state) {
        return evidence.deliveries().stream()
                .filter(each -> each.state().equals(state))
                .count();
    }

    int unknownInSink() {
        return unknownInSink;
    }

    int problems(String kind) {
        return problems.getOrDefault(kind, List.of()).size();
    }

    private void problem(String kind, Object what) {
        problems.computeIfAbsent(kind, any -> new ArrayList<>()).add(String.valueOf(what));
    }

    private void judge() {
        evidence.left().forEach(each -> problem("left undone", each));
        mails.forEach(this::nothingTwice);
        mails.forEach(this::everyMailIsOnRecord);
        deliveries.forEach(this::everyRowIsTrue);
        evidence.lists().forEach(this::nobodyIsLost);
        evidence.deliveries().stream()
                .filter(each -> each.state().equals(SENT) || each.state().equals(UNKNOWN))
                .collect(Collectors.groupingBy(Delivery::person))
                .forEach(this::capsHold);
        evidence.pulls().forEach(this::nobodyIsPickedTooLate);
    }

    private void nothingTwice(Message message, List<Mail> seen) {
        if (seen.stream().filter(Mail::taken).count() > 1) {
            problem("duplicate", seen);
        } else if (seen.stream()
                        .filter(each -> each.dot() && each.fault() != Fault.REFUSED)
                        .count()
                > 1) {
            problem("handed over twice", seen);
        }
        if (seen.stream().map(Mail::key).distinct().count() > 1) {
            problem("one message with several keys", seen);
        }
    }

    private void everyMailIsOnRecord(Message message, List<Mail> seen) {
        for (Mail mail : seen) {
            if (pulls.getOrDefault(message, List.of()).stream().noneMatch(pull -> pull.asked() < mail.mailNanos())) {
                problem("sent without being given out", mail);
            }
        }
        Delivery row = deliveries.get(message);
        boolean taken = seen.stream().anyMatch(Mail::taken);
        if (taken && (row == null || !Set.of(SENT, UNKNOWN).contains(row.state()))) {
            problem("in the sink and not on record", seen + " but " + row);
        }
    }

    private void everyRowIsTrue(Message message, Delivery row) {
        List<Mail> seen = mails.getOrDefault(message, List.of());
        boolean taken = seen.stream().anyMatch(Mail::taken);
        List<Pull> given = pulls.getOrDefault(message, List.of());
        if (row.state().equals(SENT)) {
            if (!taken) {
                problem("called sent and not in the sink", row);
            }
            if (given.stream().noneMatch(each -> each.receipt().equals("Accepted"))) {
                problem("called sent without a receipt", row);
            }
        } else if (row.state().equals(UNKNOWN)) {
            unknownInSink += taken ? 1 : 0;
            if (!isDoubtful(seen) && !isDisturbed(row, given)) {
                problem("unknown for no reason", row + " " + seen + " " + given);
            }
        }
        for (Mail mail : seen) {
            long at = evidence.nanos(row.atMillis());
            if (mail.taken() && mail.mailNanos() < at - CLOCKS_APART) {
                problem("sent before it was marked", row + " " + mail);
            }
            if (mail.taken()
                    && mail.mailNanos() > at + LONGEST
                    && !isDisturbed(mail.instance(), at, mail.mailNanos())) {
                problem("sent long after it was marked", row + " " + mail);
            }
        }
    }

    /** Whether the sink left the client in doubt. */
    private static boolean isDoubtful(List<Mail> seen) {
        return seen.stream().anyMatch(each -> each.fault() == Fault.CUT || each.fault() == Fault.STALLED);
    }

    /** Whether a process went down, or stood still, between the mark and the record. */
    private boolean isDisturbed(Delivery row, List<Pull> given) {
        if (given.isEmpty()) {
            long at = evidence.nanos(row.atMillis());
            return evidence.disturbances().stream()
                    .anyMatch(each -> each.to() > at - CLOCKS_APART && each.from() < at + LONGEST);
        }
        Pull last = given.stream().max(Comparator.comparing(Pull::asked)).orElseThrow();
        return isDisturbed(last.worker(), last.asked(), last.asked() + LONGEST);
    }

    private boolean isDisturbed(String worker, long from, long to) {
        return evidence.disturbances().stream()
                .anyMatch(each -> each.isOf(worker) && each.to() > from && each.from() < to);
    }

    private void nobodyIsLost(String run, int list) {
        Map<String, List<Enrollment>> ways = evidence.enrollments().stream()
                .filter(each -> each.run().equals(run))
                .collect(Collectors.groupingBy(Enrollment::person));
        Set<String> strangers = new HashSet<>(ways.keySet());
        for (String person : evidence.members().get(list)) {
            strangers.remove(person);
            List<Enrollment> way = ways.getOrDefault(person, List.of());
            if (way.size() > 1) {
                problem("enrolled twice", way);
            }
            if (evidence.leaving().containsKey(person)) {
                way.stream().filter(each -> each.state().equals("ACTIVE")).forEach(each -> problem("lost", each));
            } else if (way.size() != 1 || !way.get(0).state().equals("COMPLETED")) {
                problem("lost", run + " " + person + " " + way);
            } else {
                stepsAreDone(run, person);
            }
        }
        strangers.forEach(each -> problem("enrolled without belonging", run + " " + each));
    }

    private void stepsAreDone(String run, String person) {
        String campaign = run.substring(0, run.lastIndexOf('/'));
        for (String step : List.of(WorkerMain.ASK, WorkerMain.REMIND)) {
            Delivery row = deliveries.get(new Message(person, WorkerMain.subject(campaign, step)));
            if (row == null || !Set.of(SENT, UNKNOWN).contains(row.state())) {
                problem("lost", run + " " + step + " " + person + ": " + row);
            }
        }
    }

    /** By the moments of the marks, which are what caps are reckoned by; a mail leaves within its hand-over after that. */
    private void capsHold(String person, List<Delivery> contacts) {
        long[] times = contacts.stream().mapToLong(Delivery::atMillis).sorted().toArray();
        LongStream.range(WorkerMain.CAP, times.length)
                .filter(i -> times[(int) i] - times[(int) i - WorkerMain.CAP] < WorkerMain.CAP_WINDOW.toMillis())
                .forEach(i -> problem("cap exceeded", contacts));
    }

    private void nobodyIsPickedTooLate(Pull pull) {
        Long told = evidence.acknowledged().get(pull.person());
        if (told != null && pull.asked() > told) {
            problem("given out after leaving", pull + " told " + told);
        }
        for (long[] stop : evidence.stops()) {
            if (pull.asked() > stop[0] && pull.asked() < stop[1]) {
                problem("given out while stopped", pull + " stopped from " + stop[0] + " to " + stop[1]);
            }
        }
    }
}
