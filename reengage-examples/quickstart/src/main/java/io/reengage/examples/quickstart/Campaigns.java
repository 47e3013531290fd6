// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.landingPage;
import static io.reengage.campaign.Steps.nominateForSunset;
import static io.reengage.campaign.Steps.percent;
import static io.reengage.campaign.Steps.send;
import static io.reengage.campaign.Tracked.CLICKS;
import static io.reengage.campaign.Tracked.HIDDEN_LINK;
import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.anyEngagement;
import static io.reengage.segment.Conditions.anyOf;
import static io.reengage.segment.Conditions.clicked;
import static io.reengage.segment.Conditions.confirmed;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Span.months;

import io.reengage.campaign.Campaign;
import io.reengage.policy.ContactPolicy;
import io.reengage.segment.Condition;
import io.reengage.segment.Span;
import java.time.LocalTime;

/** What the demo does to its list, in the words of the library. */
final class Campaigns {

    private Campaigns() {}

    /** Asks people who were silent for a year whether they want to stay, reminds them once, and proposes the rest for retirement. */
    static Campaign winBack() {
        return askAndRemind(
                        Campaign.named("win-back").standing().track(CLICKS, HIDDEN_LINK),
                        DemoPeople.NEWSLETTER,
                        inactive(anyEngagement()).forAtLeast(months(12)).afterReceiving(5))
                .build();
    }

    /** The same steps for whomever a rule means, once. */
    static Campaign overOwnList(String purpose, Condition rule) {
        return askAndRemind(Campaign.named("own-list").once(), purpose, rule).build();
    }

    private static Campaign.Builder askAndRemind(Campaign.Builder campaign, String list, Condition rule) {
        return campaign.purpose(list)
                .audience(allOf(subscribed(list), rule))
                .holdout(percent(10))
                .step("ask", send("email").template("still-interested").callToAction(landingPage("keep-me")))
                .step(
                        "remind",
                        after(days(7)),
                        send("email").template("goodbye").callToAction(landingPage("keep-me")))
                .step("retire", after(days(5)), nominateForSunset(list).sparing(clicked()))
                .exitWhen(anyOf(confirmed("keep-me"), did(PURCHASED)))
                .conversion(did(PURCHASED), days(30));
    }

    /** At most two mails a week, one in 16 hours, and none at night. */
    static ContactPolicy politeness() {
        return ContactPolicy.builder()
                .atMost(1, Span.hours(16))
                .atMost(2, days(7))
                .quietHours(LocalTime.of(21, 0), LocalTime.of(8, 0))
                .build();
    }
}
