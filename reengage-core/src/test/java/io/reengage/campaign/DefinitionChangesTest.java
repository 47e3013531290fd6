// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.livesIn;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Span.months;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.Observation;
import io.reengage.segment.Condition;
import io.reengage.segment.Explanation;
import io.reengage.segment.Profile;
import io.reengage.segment.Segment;
import io.reengage.segment.Trees;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changed between two definitions, explanations as JSON, and refusals that name the spot. */
class DefinitionChangesTest {
    private static final Condition A =
            allOf(subscribed("news"), inactive(CLICKED).forAtLeast(months(12)).afterReceiving(5), did(PURCHASED));

    private static final Schema EXPLANATION = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                    Definitions.schema()
                            .replaceFirst("(?s)\"oneOf\": \\[.*?],", "\"\\$ref\": \"#/\\$defs/explanationDocument\","),
                    InputFormat.JSON);

    @Provide
    Arbitrary<Condition> trees() {
        return Trees.conditions();
    }

    private static List<String> changes(Condition before, Condition after) {
        return Definitions.changes(before, after).stream()
                .map(DefinitionChange::text)
                .toList();
    }

    @Test
    void a_changed_number_is_named_by_its_spot() {
        Condition b = allOf(
                subscribed("news"), inactive(CLICKED).forAtLeast(months(6)).afterReceiving(5), did(PURCHASED));

        assertThat(changes(A, b)).containsExactly("/condition/allOf/1/inactive/forAtLeast: \"P12M\" became \"P6M\"");
    }

    @Test
    void a_part_put_in_or_taken_out_is_one_change() {
        Condition more = allOf(
                subscribed("news"),
                livesIn("JP"),
                inactive(CLICKED).forAtLeast(months(12)).afterReceiving(5),
                did(PURCHASED));

        assertThat(changes(A, more)).containsExactly("/condition/allOf/1: added {\"livesIn\":[\"JP\"]}");
        assertThat(changes(more, A)).containsExactly("/condition/allOf/1: removed {\"livesIn\":[\"JP\"]}");
        assertThat(changes(A, did(PURCHASED))).hasSize(1);
    }

    @Test
    void steps_are_told_apart_by_their_ids() {
        Campaign.Builder one = Campaign.named("c").once().purpose("news").audience(subscribed("news"));
        Campaign before = one.step("ask", send("email").template("ask")).build();
        Campaign after = Campaign.named("c")
                .once()
                .purpose("news")
                .audience(subscribed("news"))
                .step("hello", send("email").template("ask"))
                .step("ask", after(days(1)), send("email").template("ask"))
                .build();

        assertThat(Definitions.changes(before, after))
                .extracting(DefinitionChange::path)
                .contains("/steps/0", "/steps/1/after")
                .doesNotContain("/steps/0/id");
    }

    @Property(tries = 200)
    void equal_definitions_have_no_changes_and_others_have_some(
            @ForAll("trees") Condition a, @ForAll("trees") Condition b) {
        assertThat(Definitions.changes(a, a)).isEmpty();
        assertThat(Definitions.changes(new Segment("s", a), new Segment("s", b)).isEmpty())
                .isEqualTo(a.equals(b));
    }

    @Test
    void an_explanation_is_json_for_programs_and_people() {
        Profile person = new Profile(
                Subscriber.withId("1").build(),
                ActivitySummary.EMPTY,
                Observation.live(Instant.EPOCH, List.of(PURCHASED)),
                ZoneOffset.UTC);
        Explanation why = new Segment("s", allOf(did(PURCHASED).atLeast(2).within(days(90)), livesIn("JP")))
                .explain(person, Instant.parse("2026-01-01T00:00:00Z"));

        assertThat(Definitions.toJson(why, Locale.JAPANESE)).isEqualToIgnoringWhitespace("""
                {"formatVersion":1,"zone":"Z","verdict":"OUT","kind":"allOf","question":"次のすべてに当てはまる","parts":[
                 {"verdict":"OUT","kind":"did","question":"購入が2回以上（過去90日以内）","because":"2025年10月3日以降に0回",
                  "facts":{"key":"since","values":[{"key":"seen.none"},"2025-10-03"]},
                  "condition":{"did":{"any":["purchased"],"atLeast":2,"within":"P90D"}}},
                 {"verdict":"UNKNOWN","kind":"livesIn","question":"居住国がJP","because":"値の記録がない",
                  "facts":{"key":"missing"},"condition":{"livesIn":["JP"]}}]}
                """);
    }

    @Property(tries = 100)
    void every_explanation_is_written_in_the_published_form(@ForAll("trees") Condition tree) {
        Profile person = new Profile(
                Subscriber.withId("1").build(),
                ActivitySummary.EMPTY,
                Observation.live(Instant.EPOCH, List.of(PURCHASED)),
                ZoneOffset.UTC);

        String json = Definitions.toJson(new Segment("s", tree).explain(person, Instant.EPOCH), Locale.ENGLISH);

        assertThat(EXPLANATION.validate(json, InputFormat.JSON)).as(json).isEmpty();
        assertThat(EXPLANATION.validate(json.replaceFirst("\"kind\"", "\"sort\""), InputFormat.JSON))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'did':{'any':['a'],'where':[]}} | /condition/did/where | empty list",
                "{'did':{'any':['a'],'where':[{'property':'x','is':1,'in':[2]}]}} | /condition/did/where/0 | exactly one",
                "{'did':{'any':['a'],'where':[{'attribute':'x','is':1}]}} | /condition/did/where/0/attribute | unknown field",
                "{'sum':{'of':'value','any':['a'],'atLeast':'much'}} | /condition/sum/atLeast | a number",
                "{'sum':{'of':'value','any':['a']}} | /condition/sum | exactly one",
                "{'age':{'of':'next','any':['a'],'atLeast':'P1D'}} | /condition/age/of | one of [first, last]",
                "{'age':{'of':'last','any':['a'],'atLeast':'P1W'}} | /condition/age/atLeast | one unit",
                "{'sequence':{'first':{'any':['a']},'then':{'any':[]},'within':'P1D'}} | /condition/sequence/then/any | empty",
                "{'ignored':{'ifNever':0}} | /condition/ignored | ignored 0",
                "{'abandoned':{'by':'x','after':'P9D','without':['a']}} | /condition/abandoned | is never",
                "{'overdue':{'any':['a'],'typically':'P0D'}} | /condition/overdue | no time at all",
                "{'score':{'by':'x','within':'P1D','above':1}} | /condition/score | exactly one",
                "{'rfm':{'any':['a'],'measure':'recency','cuts':[1,2,3],'from':1,'to':5}} | /condition/rfm | 4 limits",
                "{'was':{'condition':{'everyone':true},'ago':'P1D'}} | /condition/was/condition | exactly one",
                "{'inSegment':{'name':'x'}} | /condition/inSegment | 'condition' is missing",
                "{'sample':{'salt':'x','percent':0}} | /condition/sample | nobody",
                "{'livesIn':['Japan']} | /condition/livesIn | two-letter",
                "{'consented':{'purpose':'x','age':'P1D'}} | /condition/consented/age | unknown field",
                "{'attribute':'a','withinLast':'soon'} | /condition/withinLast | one unit",
                "{'attribute':'a','matches':7} | /condition | takes a text"
            })
    void what_is_wrong_is_refused_at_its_spot(String condition, String path, String problem) {
        String json = "{\"condition\":" + condition.replace((char) 39, '"') + "}";
        DefinitionException refusal =
                catchThrowableOfType(DefinitionException.class, () -> Definitions.condition(json));

        assertThat(refusal).as(json).isNotNull().hasMessageContaining(problem);
        assertThat(refusal.path()).isEqualTo(path);
    }

    @Test
    void depth_over_a_hundred_and_ten_megabytes_are_refused() {
        String deep = "{\"condition\":" + "{\"not\":".repeat(100) + "{\"subscribed\":\"a\"}" + "}".repeat(101);
        String long10 = "{\"condition\":{\"subscribed\":\"" + "a".repeat(10_000_000) + "\"}}";

        assertThat(catchThrowableOfType(DefinitionException.class, () -> Definitions.condition(deep)))
                .hasMessageContaining("deeper than 100");
        assertThat(catchThrowableOfType(DefinitionException.class, () -> Definitions.condition(deep))
                        .path())
                .startsWith("/condition/not/not");
        assertThat(catchThrowableOfType(DefinitionException.class, () -> Definitions.condition(long10)))
                .hasMessageContaining("at most 1000000");
    }
}
