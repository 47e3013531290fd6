// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.subscriber.Subscription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds a condition over one person at one moment, to a bare verdict or to an explanation. */
final class Evaluation {
    private final Profile person;
    private final Instant asOf;
    private final @Nullable Instant since;
    private final AttributeFacts attributes;
    private final ActivityFacts activities;

    /** @param since where counts of activities start; {@code null} for the beginning */
    Evaluation(Profile person, Instant asOf, @Nullable Instant since) {
        this.person = person;
        this.asOf = asOf;
        this.since = since;
        this.attributes = new AttributeFacts(person.subscriber());
        this.activities = new ActivityFacts(person, asOf, since);
    }

    Verdict verdict(Condition condition) {
        if (condition instanceof AllOf all) {
            Verdict verdict = Verdict.IN;
            for (Condition part : all.parts()) {
                verdict = verdict.and(verdict(part));
                if (verdict == Verdict.OUT) {
                    return verdict;
                }
            }
            return verdict;
        }
        if (condition instanceof AnyOf any) {
            Verdict verdict = Verdict.OUT;
            for (Condition part : any.parts()) {
                verdict = verdict.or(verdict(part));
                if (verdict == Verdict.IN) {
                    return verdict;
                }
            }
            return verdict;
        }
        return condition instanceof Not not
                ? verdict(not.part()).negate()
                : leaf(condition).verdict();
    }

    Explanation explain(Condition condition) {
        if (condition instanceof AllOf all) {
            return combined("all of", all.parts(), condition);
        }
        if (condition instanceof AnyOf any) {
            return combined("any of", any.parts(), condition);
        }
        if (condition instanceof Not not) {
            return combined("not", List.of(not.part()), condition);
        }
        Finding finding = leaf(condition);
        return new Explanation(
                finding.verdict(),
                condition.describe(),
                finding.because().get(),
                until(condition, finding.verdict()),
                List.of());
    }

    private Explanation combined(String question, List<Condition> parts, Condition whole) {
        Verdict verdict = verdict(whole);
        return new Explanation(
                verdict,
                question,
                "",
                until(whole, verdict),
                parts.stream().map(this::explain).toList());
    }

    /** The first later moment with another answer, all facts staying as they are. */
    private @Nullable Instant until(Condition condition, Verdict now) {
        return new Changes(person, asOf)
                .of(condition)
                .filter(moment -> moment.isAfter(asOf))
                .sorted()
                .distinct()
                .filter(moment -> new Evaluation(person, moment, since).verdict(condition) != now)
                .findFirst()
                .orElse(null);
    }

    private Finding leaf(Condition condition) {
        if (condition instanceof AttributeTest test) {
            return attributes.test(test);
        }
        if (condition instanceof ActivityCount count) {
            return activities.count(count);
        }
        if (condition instanceof Inactive rule) {
            return activities.inactive(rule);
        }
        if (condition instanceof OnList on) {
            return onList(on.list());
        }
        if (condition instanceof Consented consented) {
            boolean yes = person.subscriber().consented(consented.purpose());
            return Finding.of(yes, () -> yes ? "consent on record" : "no consent on record");
        }
        throw new IllegalStateException("no leaf: " + condition);
    }

    private Finding onList(String list) {
        return Finding.of(person.subscriber().mayReceive(list), () -> {
            String consent = person.subscriber().consented(list) ? "consent on record" : "no consent on record";
            Subscription subscription = person.subscriber().subscriptions().get(list);
            return consent + ", "
                    + (subscription == null
                            ? "never on the list"
                            : "list status " + subscription.status() + " since " + subscription.since());
        });
    }
}
