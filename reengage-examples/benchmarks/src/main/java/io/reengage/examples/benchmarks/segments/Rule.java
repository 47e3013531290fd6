// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.activity.ActivityType.RECEIVED;
import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.attribute;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;

import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.segment.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The question: on the list and agreed, in one of two countries, no mail in 7 days, neither an open nor a click in 365 days,
 * a purchase ever, and at least 5 mails in 365 days. About 8 of 100 of the {@link Crowd} are meant.
 */
final class Rule {
    static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    /** When the record begins. */
    static final Instant START = NOW.minus(Duration.ofDays(730));

    static final Instant WEEK_AGO = NOW.minus(Duration.ofDays(7));
    static final Instant YEAR_AGO = NOW.minus(Duration.ofDays(365));
    static final Set<String> COUNTRIES = Set.of("JP", "US");
    static final String LIST = "newsletter";
    static final String COUNTRY = "country";
    static final int MAILS = 5;

    /** What the host records, in the order in which raw tables number it. */
    static final List<ActivityType> TYPES =
            List.of(RECEIVED, OPENED, CLICKED, PURCHASED, ActivityType.of("cart"), ActivityType.APP_OPENED);

    static final Instant RECORDED_SINCE = START.minus(Duration.ofDays(30));

    static final Observation OBSERVED = Observation.live(RECORDED_SINCE, TYPES);

    static final Segment SEGMENT = new Segment(
            "lapsed",
            allOf(
                    subscribed(LIST),
                    attribute(COUNTRY).in("JP", "US"),
                    did(RECEIVED).never().within(days(7)),
                    did(OPENED, CLICKED).never().within(days(365)),
                    did(PURCHASED),
                    did(RECEIVED).atLeast(MAILS).within(days(365))));

    private Rule() {}
}
