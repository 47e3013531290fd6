// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.evidence;

import io.reengage.ledger.EvidenceFinding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is doubtful about the evidence, in words: a pure function of the facts. Each check asks for enough people or messages
 * that chance alone does not turn it red.
 */
public final class EvidenceGate {
    /** How far back "lately" reaches. */
    public static final Duration LATELY = Duration.ofDays(7);
    /** How far back refused addresses are looked at. */
    public static final Duration BOUNCES_WITHIN = Duration.ofDays(3);

    /** At one answer in a hundred, hearing nothing of so many has a chance of one in twenty. */
    private static final long ENOUGH = 300;
    /** So many answers expected, fewer than a third of them is not chance. */
    private static final double ENOUGH_ANSWERS = 10;

    private static final long FEW = 10;
    private static final int FEW_DOMAIN_BOUNCES = 20;

    private EvidenceGate() {}

    /** Doubts that arise from making the plan; they stand until overruled or a new plan is made. */
    static Map<Kind, String> of(PlanFacts facts) {
        Map<Kind, String> found = new EnumMap<>(Kind.class);
        answers(facts.weeks()).ifPresent(words -> found.put(Kind.FEWER_ANSWERS, words));
        providers(facts.providers()).ifPresent(words -> found.put(Kind.SILENT_PROVIDER, words));
        domains(facts.pages().domains()).ifPresent(words -> found.put(Kind.MANY_AT_ONE_DOMAIN, words));
        candidates(facts).ifPresent(words -> found.put(Kind.MANY_CANDIDATES, words));
        list(facts.list(), facts.before()).ifPresent(words -> found.put(Kind.LIST_CHANGED, words));
        PlanFacts.Pages pages = facts.pages();
        if (pages.unseen() * 100 > pages.looked()) {
            found.put(
                    Kind.PAGES_INCOMPLETE,
                    pages.unseen() + " of " + pages.looked()
                            + " people named are on the list, but not on the store's pages");
        }
        return found;
    }

    /** Doubts as of now; they go when their cause goes. */
    static Map<Kind, String> of(LiveFacts facts) {
        Map<Kind, String> found = new EnumMap<>(Kind.class);
        if (facts.sent() >= ENOUGH && !facts.heard()) {
            found.put(
                    Kind.DEAD_FEED,
                    facts.sent() + " messages were sent in " + LATELY.toDays()
                            + " days, and nothing was heard of anybody: is the feed of events alive?");
        }
        if (facts.gone() >= FEW && facts.gone() * 10L > facts.asked()) {
            found.put(
                    Kind.PEOPLE_GONE,
                    "the store no longer knows " + facts.gone() + " of " + facts.asked() + " people named");
        }
        long handedOver = facts.surelySent() + facts.unknown();
        if (facts.unknown() >= FEW && facts.unknown() * 20 > handedOver) {
            found.put(
                    Kind.UNKNOWN_OUTCOMES,
                    "of " + facts.unknown() + " of the run's " + handedOver
                            + " messages nobody knows whether they were sent");
        }
        facts.bounces()
                .forEach((domain, times) -> storm(domain, times)
                        .ifPresent(words -> found.merge(Kind.BOUNCE_STORM, words, (a, b) -> a + "; " + b)));
        if (!facts.clockJump().isEmpty()) {
            found.put(Kind.CLOCK_JUMPED, facts.clockJump());
        }
        return found;
    }

    /** The newest week with enough messages against the middle one of those before it. */
    private static Optional<String> answers(List<PlanFacts.Week> weeks) {
        List<PlanFacts.Week> full =
                weeks.stream().filter(week -> week.sent() >= ENOUGH).toList();
        if (full.size() < 4) {
            return Optional.empty();
        }
        PlanFacts.Week last = full.get(0);
        List<Double> shares = full.stream()
                .skip(1)
                .map(week -> (double) week.answers() / week.sent())
                .sorted()
                .toList();
        double expected = shares.get(shares.size() / 2) * last.sent();
        return expected >= ENOUGH_ANSWERS && last.answers() * 3 < expected
                ? Optional.of(last.answers() + " answers to " + last.sent()
                        + " messages in a week where the weeks before let " + Math.round(expected) + " be expected")
                : Optional.empty();
    }

    /** Each domain against all others together. */
    private static Optional<String> providers(List<PlanFacts.Provider> providers) {
        long people = providers.stream().mapToLong(PlanFacts.Provider::people).sum();
        long alive = providers.stream().mapToLong(PlanFacts.Provider::alive).sum();
        String words = providers.stream()
                .flatMap(each -> silent(each, people - each.people(), alive - each.alive()).stream())
                .collect(Collectors.joining("; "));
        return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }

    private static Optional<String> silent(PlanFacts.Provider provider, long others, long othersAlive) {
        double expected = others == 0 ? 0 : (double) provider.people() * othersAlive / others;
        return expected >= ENOUGH_ANSWERS && provider.alive() * 3 < expected
                ? Optional.of("of " + provider.people() + " people at " + provider.domain() + " only "
                        + provider.alive() + " gave a sign of life where the others let " + Math.round(expected)
                        + " be expected: does mail arrive there?")
                : Optional.empty();
    }

    private static Optional<String> domains(List<PlanFacts.Domain> domains) {
        String words = domains.stream()
                .filter(each -> each.atOnce() >= FEW && each.atOnce() > each.most())
                .map(each -> "about " + each.atOnce() + " of the " + each.listed() + " people at " + each.name()
                        + " would be retired in one go, at most " + each.most() + " may: does mail arrive there?")
                .collect(Collectors.joining("; "));
        return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }

    private static Optional<String> candidates(PlanFacts facts) {
        List<Long> earlier =
                facts.earlier().stream().filter(each -> each > 0).sorted().toList();
        if (facts.people() >= ENOUGH && facts.people() * 2 > facts.list()) {
            return Optional.of(facts.people() + " people named are more than half of the list of " + facts.list());
        }
        if (earlier.isEmpty()) {
            return Optional.empty();
        }
        long middle = earlier.get(earlier.size() / 2);
        return facts.people() > 3 * middle && facts.people() - middle >= FEW
                ? Optional.of(facts.people() + " people named are more than three times the " + middle
                        + " of the campaign's earlier plans")
                : Optional.empty();
    }

    /** A tenth more or less is life; over several months, a tenth for each. Whom we retired may be missing. */
    private static Optional<String> list(long list, PlanFacts.Before before) {
        if (before.list() == 0) {
            return Optional.empty();
        }
        double months = Math.max(1, before.ago().toDays() / 30.0);
        double change = Math.max(FEW, before.list() * 0.1 * months);
        boolean grown = list > before.list() + change;
        boolean shrunk = list < before.list() - before.retired() - change;
        return grown || shrunk
                ? Optional.of("the list had " + before.list() + " people at the plan before, " + before.retired()
                        + " were retired since, and now it has " + list)
                : Optional.empty();
    }

    /** Within some hour far more than in all the other hours on average. */
    private static Optional<String> storm(String domain, List<Instant> times) {
        List<Instant> sorted = times.stream().sorted().toList();
        int most = 0;
        int from = 0;
        for (int to = 0; to < sorted.size(); to++) {
            while (!sorted.get(from).isAfter(sorted.get(to).minus(Duration.ofHours(1)))) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        double otherwise = (sorted.size() - most) / (double) (BOUNCES_WITHIN.toHours() - 1);
        return most >= FEW_DOMAIN_BOUNCES && most > 10 * otherwise
                ? Optional.of(most + " addresses at " + domain + " were refused within an hour: did the provider fail?")
                : Optional.empty();
    }
}
