// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.anyEngagement;
import static io.reengage.segment.Conditions.attribute;
import static io.reengage.segment.Conditions.clicked;
import static io.reengage.segment.Conditions.confirmed;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.not;
import static io.reengage.segment.Conditions.subscribed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reengage.activity.ActivityType;
import io.reengage.segment.Condition;
import io.reengage.segment.Share;
import io.reengage.segment.Span;
import java.time.LocalDate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionsTest {
    private static final String WIN_BACK = """
            {
              "formatVersion" : 1,
              "name" : "win-back",
              "entry" : "standing",
              "purpose" : "newsletter",
              "audience" : {
                "allOf" : [ {
                  "subscribed" : "newsletter"
                }, {
                  "inactive" : {
                    "signals" : "anyEngagement",
                    "forAtLeast" : "P12M",
                    "afterReceiving" : 5
                  }
                } ]
              },
              "holdout" : {
                "percent" : 10
              },
              "steps" : [ {
                "id" : "ask",
                "send" : {
                  "channel" : "email",
                  "template" : "still-interested",
                  "landingPage" : "keep-me",
                  "sendBy" : "PT72H"
                }
              }, {
                "id" : "retire",
                "after" : "P5D",
                "nominateForSunset" : {
                  "subscription" : "newsletter",
                  "sparing" : {
                    "did" : [ "clicked" ]
                  }
                }
              } ],
              "exitWhen" : {
                "did" : [ "confirmed:keep-me" ]
              },
              "conversion" : {
                "did" : [ "purchased" ],
                "within" : "P30D"
              }
            }""";

    private static final Campaign CAMPAIGN = Campaign.named("win-back")
            .standing()
            .purpose("newsletter")
            .audience(allOf(subscribed("newsletter"), inactive(anyEngagement()).forAtLeast(Span.months(12))))
            .step("ask", Steps.send("email").template("still-interested").callToAction(Steps.landingPage("keep-me")))
            .step("retire", Span.days(5), Steps.nominateForSunset("newsletter").sparing(clicked()))
            .exitWhen(confirmed("keep-me"))
            .conversion(did(ActivityType.PURCHASED), Span.days(30))
            .build();

    @Test
    void a_campaign_reads_like_its_java() {
        assertThat(Definitions.toJson(CAMPAIGN)).isEqualTo(WIN_BACK);
        assertThat(Definitions.campaign(WIN_BACK)).isEqualTo(CAMPAIGN);
    }

    @Test
    void what_java_leaves_out_may_be_left_out_with_the_same_meaning() {
        String brief = WIN_BACK.replace("\"formatVersion\" : 1,", "")
                .replace(",\n        \"afterReceiving\" : 5", "")
                .replace(",\n      \"sendBy\" : \"PT72H\"", "")
                .replace("\"holdout\" : {\n    \"percent\" : 10\n  },", "");

        assertThat(brief).hasSizeLessThan(WIN_BACK.length() - 100);
        assertThat(Definitions.campaign(brief)).isEqualTo(CAMPAIGN);
    }

    @Test
    void a_ramp_reads_like_its_java_and_is_left_out_where_there_is_none() {
        String ramped = WIN_BACK.substring(0, WIN_BACK.length() - 2)
                + ",\n  \"ramp\" : {\n    \"first\" : 1000,\n    \"factor\" : 1.5\n  }\n}";
        Campaign campaign = Definitions.campaign(ramped);

        assertThat(campaign.ramp()).isEqualTo(Ramp.startingWith(1000).growingBy(1.5));
        assertThat(Definitions.toJson(campaign)).isEqualTo(ramped);
        assertThat(Definitions.campaign(ramped.replace(",\n    \"factor\" : 1.5", ""))
                        .ramp())
                .isEqualTo(Ramp.startingWith(1000));
        assertThat(Definitions.changes(CAMPAIGN, campaign))
                .extracting(DefinitionChange::path)
                .containsExactly("/ramp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"first\" : 0}",
                "{\"first\" : 1.5}",
                "{\"factor\" : 2}",
                "{\"first\" : 1, \"factor\" : 0.5}",
                "{\"first\" : 1, \"factor\" : 1e400}",
                "{\"first\" : 1, \"factor\" : \"2\"}",
                "{\"first\" : 1, \"days\" : 2}",
                "[ ]"
            })
    void a_ramp_that_is_none_is_refused_where_it_stands(String ramp) {
        String ramped = WIN_BACK.substring(0, WIN_BACK.length() - 2) + ", \"ramp\" : " + ramp + "}";
        DefinitionException refused =
                catchThrowableOfType(DefinitionException.class, () -> Definitions.campaign(ramped));

        assertThat(refused).hasMessageContaining("/ramp");
    }

    @Test
    void values_keep_their_kind() {
        Condition condition = allOf(
                attribute("a").is("2026-01-01"),
                attribute("a").is(LocalDate.parse("2026-01-01")),
                attribute("a").in(1, "1", true),
                not(attribute("a").exists()));

        assertThat(Definitions.condition(Definitions.toJson(condition))).isEqualTo(condition);
        assertThat(Definitions.toJson(condition))
                .contains("\"is\" : \"2026-01-01\"", "\"date\" : \"2026-01-01\"", "\"in\" : [ 1, \"1\", true ]");
    }

    @Test
    void percent_is_the_percent_of_java() {
        Campaign campaign = Definitions.campaign(WIN_BACK.replace("\"percent\" : 10", "\"percent\" : 7.1"));

        assertThat(campaign.holdout().share()).isEqualTo(Share.percent(7.1));
    }

    /** A13: an unknown or empty condition is an error, never everyone. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | /condition | no field at all",
                "{\"everyone\":true} | /condition | only 'everyone'",
                "{\"allOf\":[]} | /condition/allOf | empty list",
                "{\"anyOf\":[]} | /condition/anyOf | empty list",
                "{\"allOf\":[{\"not\":{}}]} | /condition/allOf/0/not | no field at all",
                "{\"not\":null} | /condition/not | is null",
                "[] | /condition | is a list of 0",
                "{\"subscribed\":\"a\",\"consented\":\"b\"} | /condition | exactly one",
                "{\"subscribed\":\"a\",\"extra\":1} | /condition/extra | unknown field 'extra'",
                "{\"subscribed\":7} | /condition/subscribed | is a whole number; allowed is a text",
                "{\"subscribed\":\"\"} | /condition/subscribed | no name",
                "{\"did\":[]} | /condition/did | empty list",
                "{\"did\":[\"Clicked\"]} | /condition/did/0 | lower-case",
                "{\"did\":[\"a\",\"a\"]} | /condition/did/1 | twice",
                "{\"did\":{\"any\":[\"a\"],\"atLeast\":1.5}} | /condition/did/atLeast | a number with a fraction",
                "{\"did\":{\"any\":[\"a\"],\"atLeast\":0}} | /condition/did | times 0",
                "{\"did\":{\"any\":[\"a\"],\"atLeast\":1,\"atMost\":2}} | /condition/did | both",
                "{\"did\":{\"any\":[\"a\"],\"within\":\"P1W\"}} | /condition/did/within | not a span",
                "{\"did\":{\"any\":[\"a\"],\"within\":\"PT1D\"}} | /condition/did/within | mixes",
                "{\"did\":{\"within\":\"P1D\"}} | /condition/did | 'any' is missing",
                "{\"inactive\":{\"signals\":\"all\",\"forAtLeast\":\"P1D\"}} | /condition/inactive/signals | anyEngagement",
                "{\"inactive\":{\"signals\":[\"machine:opened\"],\"forAtLeast\":\"P1D\"}} | /condition/inactive | machine",
                "{\"attribute\":\"a\"} | /condition | has only 'attribute'",
                "{\"attribute\":\"a\",\"is\":1,\"in\":[1]} | /condition | exactly one",
                "{\"attribute\":\"a\",\"is\":{\"instant\":\"now\"}} | /condition/is/instant | is not an instant",
                "{\"attribute\":\"a\",\"is\":null} | /condition/is | is null",
                "{\"attribute\":\"a\",\"exists\":false} | /condition/exists | true alone",
                "{\"attribute\":\"a\",\"lessThan\":true} | /condition | no order",
                "{\"attribute\":\"a\",\"is\":NaN} | /condition/is | is not JSON at line 1",
            })
    void a_wrong_condition_is_refused_at_its_spot(String condition, String path, String problem) {
        refused(() -> Definitions.condition("{\"condition\":" + condition + "}"), path, problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"win-back\" | \"Win back\" | '' | campaign name",
                "\"standing\" | \"sometimes\" | /entry | 'once' or 'standing'",
                "\"percent\" : 10 | \"percent\" : 60 | /holdout | more than half",
                "\"percent\" : 10 | \"percent\" : 101 | /holdout/percent | not between 0 and 1",
                "\"holdout\" : | \"noHoldout\" : \"no\", \"holdout\" : | '' | both",
                "\"send\" : | \"ring\" : | /steps/0 | exactly one of the fields [nominateForSunset, send]",
                "\"keep-me\" | \"Keep me\" | /steps/0/send | landing page",
                "\"PT72H\" | \"PT0H\" | /steps/0/send | no time",
                "\"retire\" | \"ask\" | '' | same id",
                "\"purchased\" | \"clicked\" | /conversion | holdout",
                "\"formatVersion\" : 1 | \"formatVersion\" : 2 | /formatVersion | reads version 1",
                "\"purpose\" : \"newsletter\", | '' | '' | 'purpose' is missing",
                "\"name\" : | \"name\" : \"x\", \"name\" : | /name | twice",
            })
    void a_wrong_campaign_is_refused_at_its_spot(String right, String wrong, String path, String problem) {
        assertThat(WIN_BACK).contains(right);
        refused(() -> Definitions.campaign(WIN_BACK.replace(right, wrong)), path, problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "null", "[]", "\"a\"", "{", "{} {}", "{\"a\":1}x", "{'a':1}", "{\"a\":1,}", "// {}"})
    void what_is_no_single_json_object_is_refused(String json) {
        assertThat(catchThrowableOfType(DefinitionException.class, () -> Definitions.segment(json)))
                .isNotNull();
        assertThat(catchThrowableOfType(DefinitionException.class, () -> Definitions.contactPolicy(json)))
                .isNotNull();
        assertThat(catchThrowableOfType(DefinitionException.class, () -> Definitions.sunsetPolicy(json)))
                .isNotNull();
    }

    @Test
    void trailing_text_is_refused() {
        refused(() -> Definitions.campaign(WIN_BACK + " {}"), "", "goes on after its end");
    }

    @Test
    void documents_that_are_too_long_or_too_deep_are_neither_read_nor_written() {
        String deep = "{\"condition\":" + "{\"not\":".repeat(100) + "{\"did\":[\"a\"]}" + "}".repeat(101);
        Condition tower = clicked();
        for (int i = 0; i < 100; i++) {
            tower = not(tower);
        }
        Condition built = tower;

        refused(() -> Definitions.condition(" ".repeat(Definitions.MAX_LENGTH + 1)), "", "at most 1000000");
        assertThat(catchThrowableOfType(DefinitionException.class, () -> Definitions.condition(deep)))
                .hasMessageContaining("deeper than 100");
        assertThat(catchThrowableOfType(DefinitionException.class, () -> Definitions.toJson(built)))
                .hasMessageContaining("deeper than 100");
    }

    @Test
    void messages_tell_shapes_and_never_values() {
        String json = "{\"condition\":{\"attribute\":\"email\",\"is\":{\"date\":\"jane@example.com\"}}}";
        DefinitionException refusal =
                catchThrowableOfType(DefinitionException.class, () -> Definitions.condition(json));

        assertThat(refusal)
                .hasMessage("definition at /condition/is/date: is a text of 16 characters that is not"
                        + " a date such as 2026-03-01")
                .hasNoCause();
    }

    @Test
    void pointers_escape_names() {
        refused(() -> Definitions.segment("{\"a/b~c\":1}"), "/a~1b~0c", "allowed are [condition, formatVersion, name]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"caps\":[],\"fallbackZone\":\"Mars\"} | /fallbackZone | not a time zone",
                "{\"caps\":[{\"atMost\":0,\"within\":\"P1D\"}],\"fallbackZone\":\"Z\"} | /caps/0 | cap of 0",
                "{\"caps\":[],\"fallbackZone\":\"Z\",\"quietHours\":{\"from\":\"25:00\",\"to\":\"08:00\"}}"
                        + " | /quietHours/from | time of day",
                "{\"fallbackZone\":\"Z\"} | '' | 'caps' is missing",
            })
    void a_wrong_contact_policy_is_refused_at_its_spot(String json, String path, String problem) {
        refused(() -> Definitions.contactPolicy(json), path, problem);
    }

    @Test
    void a_wrong_sunset_policy_is_refused_at_its_spot() {
        String json = "{\"perRun\":{\"percent\":9},\"perWeek\":{\"percent\":5},"
                + "\"finaliseAfter\":\"P30D\",\"planValidFor\":\"PT24H\"}";

        refused(() -> Definitions.sunsetPolicy(json), "", "perRun 9 % must be");
        refused(
                () -> Definitions.sunsetPolicy("{\"perDomain\":{\"percent\":8},"
                        + json.replace("\"percent\":5", "\"percent\":9").substring(1)),
                "",
                "perDomain 8 % must not be below perRun 9 %");
        refused(() -> Definitions.sunsetPolicy(json.replace("PT24H", "a day")), "/planValidFor", "not a duration");
    }

    @ParameterizedTest
    @CsvSource({"2, 10", "10, 10", "12, 12"})
    void a_sunset_policy_that_says_nothing_of_domains_keeps_to_the_usual_limit(int perRun, int perDomain) {
        String json = "{\"perRun\":{\"percent\":" + perRun + "},\"perWeek\":{\"percent\":50},"
                + "\"finaliseAfter\":\"P30D\",\"planValidFor\":\"PT24H\"}";

        assertThat(Definitions.sunsetPolicy(json).perDomain()).isEqualTo(Share.percent(perDomain));
    }

    private static void refused(ThrowingCallable reading, String path, String problem) {
        DefinitionException refusal = catchThrowableOfType(DefinitionException.class, reading);

        assertThat(refusal).as("refusal").isNotNull().hasMessageContaining(problem);
        assertThat(refusal.path()).isEqualTo(path);
    }
}
