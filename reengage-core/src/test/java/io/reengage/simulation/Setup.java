// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.landingPage;
import static io.reengage.campaign.Steps.nominateForSunset;
import static io.reengage.campaign.Steps.percent;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.anyOf;
import static io.reengage.segment.Conditions.clicked;
import static io.reengage.segment.Conditions.confirmed;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.hours;

import io.reengage.activity.ActivityType;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Ramp;
import io.reengage.segment.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The small world a history takes place in.
 *
 * @param caps whether people are capped at one message in 16 hours and three in five days
 * @param quiet whether nothing is sent between {@link #QUIET_FROM} and {@link #QUIET_TO} of a person's day
 * @param hostRecord whether the host keeps a record of visits
 * @param lookup whether the channel can say what it took
 * @param skewMinutes how far the nodes' clocks are apart at the most
 * @param allShards whether all 256 shards exist, or only those with people in them, which is much faster
 * @param perRun share of the list, in percent, that one sunset may retire
 * @param ramp whether the campaigns begin with one person and double each day
 */
record Setup(
        int nodes,
        List<Person> people,
        int campaigns,
        boolean standing,
        boolean holdout,
        boolean caps,
        boolean quiet,
        boolean hostRecord,
        boolean lookup,
        int skewMinutes,
        boolean allShards,
        boolean database,
        int perRun,
        boolean ramp) {

    static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    static final String LIST = "newsletter";
    static final Duration DEADLINE = Duration.ofMinutes(10);
    static final LocalTime QUIET_FROM = LocalTime.of(21, 0);
    static final LocalTime QUIET_TO = LocalTime.of(7, 0);
    static final Duration CAP_WINDOW = Duration.ofHours(16);
    static final Span WAIT = hours(30);
    static final Ramp RAMP = Ramp.startingWith(1);
    /** Steps that send, in order, in every campaign. */
    static final List<String> SENDS = List.of("ask", "remind");

    /** Somebody on the list; several may share an address. */
    record Person(String id, String address, String zone) {}

    /** The campaigns, the first of which nominates for sunset. */
    static String campaignName(int number) {
        return number == 0 ? "win-back" : "news";
    }

    List<Campaign> definitions() {
        return IntStream.range(0, campaigns).mapToObj(this::definition).toList();
    }

    private Campaign definition(int number) {
        Campaign.Builder named = Campaign.named(campaignName(number));
        Campaign.Builder entering = standing ? named.standing() : named.once();
        Campaign.Builder held = holdout ? entering.holdout(percent(30)) : entering.noHoldout("a simulation");
        Campaign.Builder begun = ramp ? held.ramp(RAMP) : held;
        Campaign.Builder sending = begun.purpose(LIST)
                .audience(subscribed(LIST))
                .step("ask", send("email").template("ask").callToAction(landingPage("keep-me")))
                .step("remind", after(WAIT), send("email").template("ask").callToAction(landingPage("keep-me")));
        return number > 0
                ? sending.exitWhen(did(ActivityType.PURCHASED)).build()
                : sending.step(
                                "retire",
                                after(hours(20)),
                                nominateForSunset(LIST).sparing(clicked()))
                        .exitWhen(anyOf(confirmed("keep-me"), did(ActivityType.PURCHASED)))
                        .build();
    }
}
