// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Tells visits by machines from visits by people: mail scanners, link previewers, crawlers, prefetching mail programs and
 * others. A guess from what requests say of themselves, when they come and where from: a scanner that poses as a patient
 * browser passes, so no visit alone may change where a person stands.
 *
 * <p>All visits that one message caused are judged together and anew whenever one more is known: the same visits get the same
 * verdicts, in whatever order they became known.
 */
public final class MachineVisits {

    /** What a message causes within this time of its delivery is a scanner's doing, more likely than not. */
    private static final Duration SUSPICIOUSLY_SOON = Duration.ofSeconds(10);

    /** What comes from a data centre, or an image proxy, within this time of the delivery is a machine's doing. */
    private static final Duration SOON = Duration.ofMinutes(1);

    /** Nobody follows all links of a message, or {@value #MANY_LINKS} of them, within this time. */
    private static final Duration BURST = Duration.ofSeconds(10);

    /** So many different links are many for {@link #BURST}. */
    private static final int MANY_LINKS = 3;

    /** Whoever follows the hidden link is a machine, and so is whoever follows others within this time before or after. */
    private static final Duration AROUND_HIDDEN = Duration.ofMinutes(2);

    /** A sign of a person this soon after a visit that was merely too quick makes it that person's. */
    public static final Duration UPGRADED_WITHIN = Duration.ofDays(1);

    /**
     * Machine or person, and why.
     *
     * @param machine whether it looks like a machine
     * @param reason why, in a few lower-case words that stay the same for the same rule
     */
    public record Verdict(boolean machine, String reason) {}

    private static final Verdict PERSON = new Verdict(false, "no sign of a machine");
    private static final Verdict UPGRADED = new Verdict(false, "a person acted on the message after it");
    private static final Verdict HIDDEN = new Verdict(true, "scanner: hidden link followed");
    private static final Verdict MANY = new Verdict(true, "scanner: many links at once");

    /** @param weak whether a person may well be behind it all the same */
    private record Rule(String reason, boolean weak, Predicate<Visit> sign) {}

    /** The first that holds decides. The table of user agents comes between the two. */
    private static final List<Rule> BEFORE_AGENTS = List.of(
            new Rule("hidden link", false, visit -> visit.what() == Visit.What.HIDDEN),
            new Rule(
                    "not a page view", false, visit -> !visit.visitor().method().equals("GET")),
            new Rule("prefetch", false, visit -> visit.visitor().ahead()),
            new Rule("no user agent", false, visit -> visit.visitor().agent().isEmpty()),
            new Rule("bare user agent", true, visit -> isOpen(visit) && isBare(visit)),
            new Rule("bare user agent", false, MachineVisits::isBare));

    private static final List<Rule> AFTER_AGENTS = List.of(
            new Rule("scanner's network", false, visit -> visit.visitor().network() == Networks.Kind.SCANNER),
            new Rule(
                    "image proxy's network",
                    true,
                    visit -> isOpen(visit) && visit.visitor().network() == Networks.Kind.IMAGE_PROXY),
            new Rule("too soon after delivery", true, visit -> isWithin(visit, SUSPICIOUSLY_SOON)),
            new Rule(
                    "data centre soon after delivery",
                    true,
                    visit -> visit.visitor().network() == Networks.Kind.DATA_CENTRE && isWithin(visit, SOON)));

    private static final Rule PROXY_AHEAD = new Rule(
            "image proxy soon after delivery", true, visit -> visit.sinceDelivery() == null || isWithin(visit, SOON));

    private static final Pattern BARE = Pattern.compile("Mozilla/[0-9.]+");

    private MachineVisits() {}

    /** Judges one visit by itself. */
    public static Verdict judge(Visit visit) {
        return rule(visit).map(rule -> new Verdict(true, rule.reason())).orElse(PERSON);
    }

    /**
     * Judges all visits that one message caused.
     *
     * @param signs when the person is known to have acted: answered the message, bought something
     * @return a verdict for each, in the same order
     */
    public static List<Verdict> judge(List<Visit> visits, Collection<Instant> signs) {
        Set<Visit> many = bursts(visits);
        List<Instant> hidden = visits.stream()
                .filter(visit -> visit.what() == Visit.What.HIDDEN)
                .map(Visit::at)
                .toList();
        List<Verdict> alone = new ArrayList<>();
        for (Visit visit : visits) {
            Verdict own = judge(visit);
            if (isFollowed(visit) && hidden.stream().anyMatch(at -> isNear(at, visit.at()))) {
                alone.add(HIDDEN);
            } else {
                alone.add(!own.machine() && many.contains(visit) ? MANY : own);
            }
        }
        return upgraded(visits, alone, signs);
    }

    /** What was merely too quick was a person's, if a person acts soon after. */
    private static List<Verdict> upgraded(List<Visit> visits, List<Verdict> alone, Collection<Instant> signs) {
        List<Instant> people = new ArrayList<>(signs);
        for (int i = 0; i < visits.size(); i++) {
            if (!alone.get(i).machine() && !isOpen(visits.get(i))) {
                people.add(visits.get(i).at());
            }
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < visits.size(); i++) {
            Visit visit = visits.get(i);
            Verdict own = alone.get(i);
            boolean theirs = own.machine()
                    && people.stream().anyMatch(at -> isShortlyAfter(at, visit.at()))
                    && rule(visit)
                            .filter(rule -> rule.weak() && rule.reason().equals(own.reason()))
                            .isPresent();
            verdicts.add(theirs ? UPGRADED : own);
        }
        return verdicts;
    }

    private static boolean isFollowed(Visit visit) {
        return visit.what() == Visit.What.CLICK || visit.what() == Visit.What.PAGE;
    }

    /** Visits that are one of too many different ones at once. */
    private static Set<Visit> bursts(List<Visit> visits) {
        List<Visit> inOrder = visits.stream()
                .filter(MachineVisits::isFollowed)
                .sorted(Comparator.comparing(Visit::at))
                .toList();
        Set<Visit> found = new HashSet<>();
        for (int first = 0; first < inOrder.size(); first++) {
            Instant end = inOrder.get(first).at().plus(BURST);
            int last = first;
            int of = 2;
            Set<String> links = new HashSet<>();
            Set<String> clicks = new HashSet<>();
            while (last < inOrder.size() && !inOrder.get(last).at().isAfter(end)) {
                Visit each = inOrder.get(last++);
                links.add(each.what() + each.link());
                if (each.what() == Visit.What.CLICK) {
                    clicks.add(each.link());
                    of = Math.max(of, each.links());
                }
            }
            if (links.size() >= MANY_LINKS || clicks.size() >= of) {
                found.addAll(inOrder.subList(first, last));
            }
        }
        return found;
    }

    private static Optional<Rule> rule(Visit visit) {
        Optional<Rule> before = first(BEFORE_AGENTS, visit);
        if (before.isPresent()) {
            return before;
        }
        Optional<String> kind = MachineAgents.kind(visit.visitor().agent());
        if (kind.isEmpty()) {
            return first(AFTER_AGENTS, visit);
        }
        boolean fetchesForReaders = isOpen(visit) && kind.get().equals(MachineAgents.IMAGE_PROXY);
        return fetchesForReaders
                ? first(List.of(PROXY_AHEAD), visit)
                : kind.map(reason ->
                        new Rule(reason, isOpen(visit) && reason.equals(MachineAgents.IMAGE_PREFETCH), any -> true));
    }

    private static Optional<Rule> first(List<Rule> rules, Visit visit) {
        return rules.stream().filter(rule -> rule.sign().test(visit)).findFirst();
    }

    private static boolean isOpen(Visit visit) {
        return visit.what() == Visit.What.OPEN;
    }

    private static boolean isBare(Visit visit) {
        return BARE.matcher(visit.visitor().agent()).matches();
    }

    private static boolean isWithin(Visit visit, Duration time) {
        Duration since = visit.sinceDelivery();
        return since != null && since.compareTo(time) <= 0;
    }

    private static boolean isNear(Instant a, Instant b) {
        return Duration.between(a, b).abs().compareTo(AROUND_HIDDEN) <= 0;
    }

    private static boolean isShortlyAfter(Instant sign, Instant visit) {
        return !sign.isBefore(visit) && !sign.isAfter(visit.plus(UPGRADED_WITHIN));
    }
}
