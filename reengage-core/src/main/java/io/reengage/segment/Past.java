// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.History;
import io.reengage.activity.Observation;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscription;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A person as they were at an earlier moment, as far as can be known. */
final class Past {
    private final Profile person;
    private final Instant then;

    Past(Profile person, Instant then) {
        this.person = person;
        this.then = then;
    }

    /** What they had done until then. */
    Profile profile() {
        @Nullable History history = person.history();
        if (history == null) {
            return new Profile(
                    person.subscriber(), ActivitySummary.EMPTY, new Observation(Map.of()), person.fallbackZone());
        }
        History until = history.until(then);
        return new Profile(
                person.subscriber(),
                ActivitySummary.of(until.activities(), Integer.MAX_VALUE),
                observed(until),
                person.fallbackZone(),
                until);
    }

    /** What is on record, no further back than the history. */
    private Observation observed(History history) {
        Map<ActivityType, Observation.Range> ranges = new HashMap<>();
        @Nullable Instant joined = person.subscriber().joinedAt();
        boolean whole = joined != null && !history.since().isAfter(joined);
        person.observed().ranges().forEach((type, range) -> {
            Instant since = whole || range.since().isAfter(history.since()) ? range.since() : history.since();
            if (!since.isAfter(range.through()) && !history.lacking().contains(type)) {
                ranges.put(type, new Observation.Range(since, range.through()));
            }
        });
        return new Observation(ranges);
    }

    /** Whether the host's word is of now and says nothing of then. */
    boolean unknowable(Condition condition) {
        if (condition instanceof AttributeTest test) {
            return !test.path().equals(AttributeFacts.JOINED_AT);
        }
        if (condition instanceof DateTest test) {
            return !test.path().equals(AttributeFacts.JOINED_AT);
        }
        if (condition instanceof OnList on) {
            return consentIsNewer(on.list(), null) || listIsNewer(on.list());
        }
        if (condition instanceof Listed listed) {
            return listIsNewer(listed.list());
        }
        if (condition instanceof Consented consented) {
            return consentIsNewer(consented.purpose(), consented.channel());
        }
        return condition instanceof Country || condition instanceof Language;
    }

    private boolean consentIsNewer(String purpose, @Nullable String channel) {
        @Nullable Consent word = person.subscriber().consent(purpose, channel).orElse(null);
        return word != null && word.at().isAfter(then);
    }

    private boolean listIsNewer(String list) {
        @Nullable
        Subscription subscription = person.subscriber().subscriptions().get(list);
        return subscription != null && subscription.since().isAfter(then);
    }
}
