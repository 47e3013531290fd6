// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.landingPage;
import static io.reengage.campaign.Steps.nominateForSunset;
import static io.reengage.campaign.Steps.percent;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.clicked;
import static io.reengage.segment.Conditions.confirmed;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.reengage.activity.ActivityType;
import io.reengage.segment.ActivityCount;
import io.reengage.segment.Share;
import io.reengage.segment.Span;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CampaignTest {

    static Campaign.Builder aCampaign() {
        return Campaign.named("win-back")
                .standing()
                .purpose("newsletter")
                .audience(subscribed("newsletter"))
                .step("ask", send("email").template("still-interested").callToAction(landingPage("keep-me")));
    }

    @Test
    void reads_as_it_is_said() {
        Campaign campaign = aCampaign()
                .holdout(percent(20))
                .step("retire", after(days(5)), nominateForSunset("newsletter").sparing(clicked()))
                .exitWhen(confirmed("keep-me"))
                .conversion(did(ActivityType.PURCHASED), days(30))
                .build();

        assertThat(campaign.entry()).isEqualTo(Entry.STANDING);
        assertThat(campaign.holdout().share()).isEqualTo(Share.percent(20));
        assertThat(campaign.step("retire")).map(Step::after).contains(days(5));
        assertThat(campaign.step("ask")).map(Step::after).contains(Span.NONE);
        assertThat(campaign.indexOf("retire")).isEqualTo(1);
        assertThat(campaign.indexOf("nowhere")).isEqualTo(-1);
        assertThat(campaign.segment().condition()).isEqualTo(subscribed("newsletter"));
    }

    @Test
    void an_unfinished_sentence_names_the_missing_word() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Campaign.named("a").build())
                .withMessage("campaign a lacks once() or standing()");
        assertThatIllegalStateException()
                .isThrownBy(() -> Campaign.named("a").once().build())
                .withMessage("campaign a lacks purpose(...)");
        assertThatIllegalStateException()
                .isThrownBy(() -> Campaign.named("a").once().purpose("p").build())
                .withMessage("campaign a lacks audience(...)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Campaign.named("a")
                        .once()
                        .purpose("p")
                        .audience(clicked())
                        .build())
                .withMessage("campaign a has no step");
        assertThatIllegalStateException().isThrownBy(() -> aCampaign().once()).withMessageContaining("STANDING");
    }

    @Test
    void a_builder_can_be_built_twice() {
        Campaign.Builder builder = aCampaign();
        Campaign first = builder.build();
        builder.step("more", nominateForSunset("newsletter"));

        assertThat(first.steps()).hasSize(1);
        assertThat(builder.build().steps()).hasSize(2);
    }

    @Test
    void one_in_ten_is_held_out_unless_a_reason_is_given() {
        assertThat(aCampaign().build().holdout()).isEqualTo(new Holdout(Share.percent(10), ""));
        assertThat(aCampaign().noHoldout("legal notice").build().holdout())
                .isEqualTo(new Holdout(Share.NONE, "legal notice"));
        assertThatIllegalArgumentException().isThrownBy(() -> aCampaign().noHoldout(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> aCampaign().holdout(Share.NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> aCampaign().holdout(percent(50.1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Holdout(Share.percent(10), "why"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"clicked", "opened", "confirmed", "confirmed:keep-me", "replied", "received", "machine:visited"})
    void a_conversion_only_the_contacted_can_reach_is_refused(String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aCampaign().conversion(did(ActivityType.of(type)), days(30)))
                .withMessageContaining("holdout");
    }

    @Test
    void a_conversion_is_a_plain_activity_within_a_time() {
        ActivityType order = ActivityType.of("confirmed_order");

        assertThat(aCampaign().conversion(did(order), days(30)).build().conversion())
                .isEqualTo(new Conversion(Set.of(order), days(30)));
        for (ActivityCount goal :
                List.of(did(order).atLeast(2), did(order).never(), did(order).within(days(1)))) {
            assertThatIllegalArgumentException().isThrownBy(() -> aCampaign().conversion(goal, days(30)));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> aCampaign().conversion(did(order), Span.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ask", "a b", "-a", "a_b", "12345678901234567890123456789012345678901"})
    void a_step_id_is_plain(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aCampaign().step(id, nominateForSunset("newsletter")))
                .withMessageContaining("step id");
    }

    @Test
    void step_ids_and_campaign_names_identify() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> aCampaign().step("ask", nominateForSunset("x")).build())
                .withMessageContaining("same id");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Campaign.named("Win back")
                        .once()
                        .purpose("p")
                        .audience(clicked())
                        .build());
    }

    @Test
    void variants_are_two_or_more_endings_of_the_template() {
        Action.Send send = send("email").template("ask").variants("plain", "playful");

        assertThat(send.templates()).containsExactly("ask-plain", "ask-playful");
        assertThat(send("email").template("ask").templates()).containsExactly("ask");
        assertThatIllegalArgumentException().isThrownBy(() -> send.variants("a", "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> send.variants("a", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> send.sendBy(Span.NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> send("").template("ask"));
        assertThatIllegalArgumentException().isThrownBy(() -> landingPage("Keep me"));
        assertThatIllegalArgumentException().isThrownBy(() -> nominateForSunset(""));
    }
}
