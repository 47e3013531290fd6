// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import static io.reengage.activity.ActivityType.*;
import static io.reengage.campaign.Steps.*;
import static io.reengage.segment.Cadence.*;
import static io.reengage.segment.Conditions.*;
import static io.reengage.segment.Lifecycle.Stage.*;
import static io.reengage.segment.Span.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.ActivityType;
import io.reengage.segment.Condition;
import io.reengage.subscriber.Subscription.Status;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The words read as sentences, all of them imported at once; no word of one class hides that of another. */
class CampaignSentencesTest {
    private static final ActivityType WEBINAR = ActivityType.of("webinar_attended");

    @Test
    void a_win_back_campaign_reads_as_designed() {
        Campaign winBack = Campaign.named("win-back")
                .standing()
                .purpose("newsletter")
                .audience(allOf(
                        subscribed("newsletter"),
                        inactive(anyEngagement()).forAtLeast(months(12)).afterReceiving(5)))
                .holdout(percent(10))
                .step("ask", send("email").template("still-interested").callToAction(landingPage("keep-me")))
                .step(
                        "offer",
                        after(days(7)),
                        send("email").template("ten-percent-off").variants("plain", "playful"))
                .step("retire", after(days(5)), nominateForSunset("newsletter").sparing(clicked()))
                .exitWhen(anyOf(confirmed("keep-me"), did(PURCHASED)))
                .conversion(did(PURCHASED), days(30))
                .build();

        assertThat(Definitions.campaign(Definitions.toJson(winBack))).isEqualTo(winBack);
    }

    @Test
    void every_rule_is_one_sentence() {
        List<Condition> rules = List.of(
                inactive(WEEKLY),
                inactive(ENGAGEMENT).forAtLeast(days(90)),
                MONTHLY.lifecycle().is(DORMANT),
                ignored(),
                ignored(11).on("email"),
                abandoned("cartId").after(hours(4)).without(PURCHASED),
                overdue(PURCHASED).typically(days(30)).times(1.5),
                unlikelyToReturn("return-curve").within(days(90)).below(0.2),
                did(PURCHASED)
                        .where(property("category").is("shoes"))
                        .where(property("value").moreThan(50))
                        .atLeast(2)
                        .within(days(90)),
                did(WEBINAR).never().within(months(1)),
                did(confirmedOn("keep-me")),
                spent().atLeast(100).within(days(365)),
                total("points", activities(VISITED, VIEWED)).atMost(5),
                first(PURCHASED).atMost(days(30)),
                last(VISITED, APP_OPENED).atLeast(days(7)),
                sequence(CARTED).notThen(PURCHASED).within(days(3)).inTheLast(days(30)),
                sequence(activities(VIEWED).where(property("category").is("shoes")))
                        .then(PURCHASED)
                        .within(hours(48)),
                consented("offers").on("sms").withinLast(months(24)).proven(),
                listed("vip", Status.RETIRED).forAtLeast(days(30)),
                attribute("address.country").in("JP", "DE"),
                attribute("tags").contains("vip"),
                attribute("renewal").withinNext(days(30)),
                attribute("since").lessThan(LocalDate.of(2026, 1, 1)),
                attribute("birthday").anniversaryToday(),
                livesIn("JP"),
                speaks("ja", "en-GB"),
                sample(percent(10), "spring"),
                inSegment("dormant"),
                was(inSegment("dormant")).at(Instant.parse("2026-01-01T00:00:00Z")),
                not(was(did(CLICKED).within(days(30))).ago(months(6))));

        assertThat(rules)
                .allSatisfy(rule -> assertThat(Definitions.condition(Definitions.toJson(rule)))
                        .isEqualTo(rule));
    }
}
