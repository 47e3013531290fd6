// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Explains a condition about one person at one moment; {@link Checks} are what answers it. */
final class Evaluation {
    private final Profile person;
    private final Instant asOf;
    private final @Nullable Instant since;
    private final boolean past;
    private final Coverage record;
    private final AttributeFacts attributes;
    private final ActivityFacts activities;
    private final HistoryFacts history;

    /** @param since where counts of activities start; {@code null} for the beginning */
    Evaluation(Profile person, Instant asOf, @Nullable Instant since) {
        this(person, asOf, since, false);
    }

    /** @param past whether the moment is long gone, and what the host knows of the person is not of that time */
    Evaluation(Profile person, Instant asOf, @Nullable Instant since, boolean past) {
        this.person = person;
        this.asOf = asOf;
        this.since = since;
        this.past = past;
        this.record = new Coverage(person, asOf, since);
        this.attributes = new AttributeFacts(person.subscriber(), record.zone);
        this.activities = new ActivityFacts(record);
        this.history = new HistoryFacts(record);
    }

    Verdict verdict(Condition condition) {
        return Checks.of(condition, asOf, since, past).of(person);
    }

    Explanation explain(Condition condition) {
        if (condition instanceof AllOf all) {
            return combined(condition, all.parts());
        }
        if (condition instanceof AnyOf any) {
            return combined(condition, any.parts());
        }
        if (condition instanceof Not not) {
            return combined(condition, List.of(not.part()));
        }
        if (condition instanceof InSegment in && in.condition() != null) {
            return combined(condition, List.of(in.condition()));
        }
        Finding finding = leaf(condition);
        return new Explanation(
                finding.verdict(),
                condition,
                finding.because().get(),
                until(condition, finding.verdict()),
                record.zone,
                condition instanceof Was was ? then(was).map(List::of).orElse(List.of()) : List.of());
    }

    private Explanation combined(Condition whole, List<Condition> parts) {
        Verdict verdict = verdict(whole);
        return new Explanation(
                verdict,
                whole,
                Phrase.NONE,
                until(whole, verdict),
                record.zone,
                parts.stream().map(this::explain).toList());
    }

    /** The first later moment with another answer, all facts staying as they are. */
    private @Nullable Instant until(Condition condition, Verdict now) {
        return new Changes(person, asOf)
                .of(condition)
                .filter(moment -> moment.isAfter(asOf))
                .sorted()
                .distinct()
                .filter(moment -> new Evaluation(person, moment, since, past).verdict(condition) != now)
                .findFirst()
                .orElse(null);
    }

    Finding leaf(Condition condition) {
        if (condition instanceof ActivityCount count) {
            return activities.count(count);
        }
        if (condition instanceof Inactive rule) {
            return activities.inactive(rule);
        }
        if (condition instanceof Overdue rule) {
            return activities.overdue(rule);
        }
        if (condition instanceof ActivityAge rule) {
            return rule.of().where().isEmpty() ? activities.age(rule) : history.age(rule);
        }
        if (condition instanceof RfmScore rule) {
            return rule.measure() == RfmScore.Measure.RECENCY ? activities.recency(rule) : history.fifth(rule);
        }
        if (condition instanceof MatchingCount rule) {
            return history.count(rule);
        }
        if (condition instanceof ActivitySum rule) {
            return history.sum(rule);
        }
        if (condition instanceof Sequence rule) {
            return history.sequence(rule);
        }
        if (condition instanceof Abandoned rule) {
            return history.abandoned(rule);
        }
        if (condition instanceof Ignored rule) {
            return new IgnoredFacts(record, history).ignored(rule);
        }
        if (condition instanceof Was was) {
            return was(was);
        }
        return past && new Past(person, asOf).unknowable(condition)
                ? Finding.unknown(Phrase.of("past.unknown"))
                : standing(condition);
    }

    private Finding standing(Condition condition) {
        StandingFacts standing = new StandingFacts(record, attributes);
        if (condition instanceof AttributeTest test) {
            return attributes.test(test);
        }
        if (condition instanceof DateTest test) {
            return new DateFacts(record, attributes).test(test);
        }
        if (condition instanceof OnList on) {
            return standing.onList(on);
        }
        if (condition instanceof Listed listed) {
            return standing.listed(listed);
        }
        if (condition instanceof Consented consented) {
            return standing.consented(consented);
        }
        if (condition instanceof Country country) {
            return standing.country(country);
        }
        if (condition instanceof Language language) {
            return standing.language(language);
        }
        if (condition instanceof Sample sample) {
            return standing.sample(sample);
        }
        if (condition instanceof Score score) {
            return score(score);
        }
        if (condition instanceof InSegment) {
            return Finding.unknown(Phrase.of("segment.unknown"));
        }
        throw new IllegalStateException("no leaf: " + condition);
    }

    private Finding score(Score rule) {
        OptionalDouble found = rule.scorer().score(person, asOf, rule.within());
        if (found.isEmpty() || !Double.isFinite(found.getAsDouble())) {
            return Finding.unknown(Phrase.of("score.none"));
        }
        double score = found.getAsDouble();
        boolean holds = rule.bound() == Score.Bound.BELOW ? score < rule.limit() : score >= rule.limit();
        return Finding.of(holds, () -> Phrase.of("score.value", rounded(score)));
    }

    private static BigDecimal rounded(double score) {
        return BigDecimal.valueOf(score).round(new MathContext(4)).stripTrailingZeros();
    }

    private Finding was(Was rule) {
        Instant then = moment(rule);
        if (then.isAfter(asOf)) {
            return Finding.unknown(Phrase.of("past.future"));
        }
        if (rule.need().needsHistory() && person.history() == null) {
            return Finding.unknown(Phrase.of("history.needed"));
        }
        return Finding.of(at(then).verdict(rule.part()), () -> Phrase.of("past", then));
    }

    private Optional<Explanation> then(Was rule) {
        Instant then = moment(rule);
        boolean known = !then.isAfter(asOf) && !(rule.need().needsHistory() && person.history() == null);
        return known ? Optional.of(at(then).explain(rule.part())) : Optional.empty();
    }

    private Instant moment(Was rule) {
        Instant at = rule.at();
        return at != null ? at : Objects.requireNonNull(rule.ago()).before(record.asOf, record.zone);
    }

    private Evaluation at(Instant then) {
        return new Evaluation(new Past(person, then).profile(), then, null, true);
    }
}
