// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityType;
import io.reengage.activity.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers how many messages in a row a person ignored, see {@link Ignored}. */
final class IgnoredFacts {
    private static final Set<ActivityType> RECEIVED = Set.of(ActivityType.RECEIVED);

    private final Coverage record;
    private final HistoryFacts history;

    IgnoredFacts(Coverage record, HistoryFacts history) {
        this.record = record;
        this.history = history;
    }

    Finding ignored(Ignored rule) {
        List<ActivityType> observed = record.observed(rule.signals());
        if (observed.isEmpty()) {
            return Finding.unknown(Phrase.of("signals.unobserved"));
        }
        String channel = rule.channel();
        Optional<List<List<Instant>>> messages =
                channel == null ? Optional.of(ofAnyChannel()) : history.messages(channel);
        return messages.map(found -> judge(rule, observed, found.get(0), found.get(1)))
                .orElseGet(() -> Finding.unknown(Phrase.of("history.needed")));
    }

    private List<List<Instant>> ofAnyChannel() {
        Timeline timeline = record.person.activity().timeline(ActivityType.RECEIVED);
        return List.of(timeline.newest().stream().sorted().toList(), List.of());
    }

    private Finding judge(Ignored rule, List<ActivityType> observed, List<Instant> sure, List<Instant> maybe) {
        Instant end = Inactive.TOO_NEW.before(record.coveredUntil(observed), record.zone);
        @Nullable
        Instant signal =
                record.person.activity().last(rule.signals(), record.asOf).orElse(null);
        List<Instant> counted = inVain(sure, signal, end);
        int most = counted.size() + inVain(maybe, signal, end).size();
        boolean never = signal == null
                && record.gap(rule.signals(), Coverage.BEGINNING, record.asOf).isEmpty();
        int needed = never ? rule.ifNever() : rule.ifOnce();
        Phrase words = signal == null
                ? Phrase.counted("ignored.seen", counted.size(), needed)
                : Phrase.counted("ignored.since", counted.size(), record.ago(signal), needed);
        if (counted.size() >= needed) {
            Instant oldest = counted.get(counted.size() - needed);
            Instant since = record.coveredSince(observed);
            return since.isAfter(oldest)
                    ? Finding.unknown(Phrase.of("signals.since", record.day(since)))
                    : Finding.of(Verdict.IN, () -> words);
        }
        return open(rule, signal, never, most, end)
                .map(reason -> Finding.unknown(Phrase.of("but", words, reason)))
                .orElseGet(() -> Finding.of(Verdict.OUT, () -> words));
    }

    /** Why it could be more, or less could be enough. */
    private Optional<Phrase> open(Ignored rule, @Nullable Instant signal, boolean never, int most, Instant end) {
        if (signal == null && !never && most >= rule.ifNever()) {
            return Optional.of(Phrase.of("ignored.whoKnows"));
        }
        if (most >= (never ? rule.ifNever() : rule.ifOnce())) {
            return Optional.of(Phrase.of("ignored.channels"));
        }
        Instant from = signal == null ? Coverage.BEGINNING : signal;
        boolean kept = rule.channel() != null
                || record.person.activity().timeline(ActivityType.RECEIVED).reaches(from);
        return kept ? history.gap(RECEIVED, from, end) : Optional.of(Phrase.of("gap.kept"));
    }

    private static List<Instant> inVain(List<Instant> messages, @Nullable Instant signal, Instant end) {
        return messages.stream()
                .filter(each -> !each.isAfter(end) && (signal == null || each.isAfter(signal)))
                .toList();
    }
}
