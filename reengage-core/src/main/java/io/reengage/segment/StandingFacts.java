// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.Subscription;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Answers where a person stands: consent, lists, country, language, chance. */
final class StandingFacts {
    private final Coverage record;
    private final Subscriber person;
    private final AttributeFacts attributes;

    StandingFacts(Coverage record, AttributeFacts attributes) {
        this.record = record;
        this.person = record.person.subscriber();
        this.attributes = attributes;
    }

    Finding onList(OnList rule) {
        return Finding.of(
                person.mayReceive(rule.list()),
                () -> Phrase.of(
                        "comma",
                        word(person.consents().get(rule.list())),
                        standing(person.subscriptions().get(rule.list()))));
    }

    private Phrase standing(@Nullable Subscription subscription) {
        return subscription == null
                ? Phrase.of("list.never")
                : Phrase.of(
                        "status.since",
                        Phrase.of("status." + subscription.status().name().toLowerCase(Locale.ROOT)),
                        record.ago(subscription.since()));
    }

    private Phrase word(@Nullable Consent consent) {
        return consent == null
                ? Phrase.of("consent.none")
                : Phrase.of(consent.granted() ? "consent.given" : "consent.refused", record.ago(consent.at()));
    }

    Finding listed(Listed rule) {
        @Nullable Subscription found = person.subscriptions().get(rule.list());
        boolean holds = found != null && found.status() == rule.status() && inTime(rule, found.since());
        return Finding.of(holds, () -> standing(found));
    }

    private boolean inTime(Listed rule, Instant since) {
        if (rule.span() == null) {
            return true;
        }
        Instant start = rule.span().before(record.asOf, record.zone);
        return rule.bound() == ActivityCount.Bound.AT_LEAST ? !since.isAfter(start) : !since.isBefore(start);
    }

    Finding consented(Consented rule) {
        @Nullable Consent word = person.consent(rule.purpose(), rule.channel()).orElse(null);
        if (word == null || !word.granted()) {
            return Finding.of(false, () -> word(word));
        }
        boolean fresh = rule.withinLast() == null
                || !word.at().isBefore(rule.withinLast().before(record.asOf, record.zone));
        String evidence = rule.evidence();
        boolean proven = evidence == null
                || (!word.evidence().isBlank()
                        && AttributeFacts.fold(word.evidence()).contains(AttributeFacts.fold(evidence)));
        return Finding.of(fresh && proven, () -> proven ? word(word) : Phrase.of("consent.unproven", word(word)));
    }

    Finding country(Country rule) {
        return attributes.country() instanceof String code
                ? Finding.of(
                        rule.codes().contains(code.strip().toUpperCase(Locale.ROOT)), () -> Phrase.of("value", code))
                : Finding.unknown(Phrase.of("missing"));
    }

    Finding language(Language rule) {
        @Nullable String tag = person.language();
        return tag == null
                ? Finding.unknown(Phrase.of("missing"))
                : Finding.of(rule.holds(tag), () -> Phrase.of("value", tag));
    }

    Finding sample(Sample rule) {
        boolean in = rule.holds(person.id());
        return Finding.of(in, () -> Phrase.of(in ? "sample.in" : "sample.out"));
    }
}
