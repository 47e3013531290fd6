// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import static io.reengage.segment.Conditions.attribute;
import static io.reengage.segment.Conditions.clicked;
import static io.reengage.segment.Conditions.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reengage.segment.Condition;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents made to be misread, or to cost more than they are worth: each is refused, and the refusal names the spot. */
class HostileDefinitionsTest {
    private static final String NESTED = "{\"not\":";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'attribute':'a','is':NaN} | /condition/is | is not JSON",
                "{'attribute':'a','is':Infinity} | /condition/is | is not JSON",
                "{'attribute':'a','is':007} | /condition/is | is not JSON",
                "{'attribute':'a','is':1e1001} | /condition/is | more than 1000 digits",
                "{'attribute':'a','is':1e-1001} | /condition/is | more than 1000 digits",
                "{'attribute':'a','is':1e999999999} | /condition/is | more than 1000 digits",
                "{'attribute':'a','is':1e99999999999} | /condition/is | more than 1000 digits",
                "{'attribute':'a','in':[1,{'date':'2026-02-30'}]} | /condition/in/1/date | is not a date",
                "{'sum':{'of':'value','any':['a'],'atMost':1e999999999}} | /condition/sum/atMost | more than 1000 digits",
                "{'overdue':{'any':['a'],'typically':'P1D','times':1e-999999999}} | /condition/overdue/times | 1000 digits",
                "{'sample':{'salt':'x','percent':1e999999999}} | /condition/sample/percent | 1000 digits",
                "{'sample':{'salt':'x','percent':1e400}} | /condition/sample/percent | not between",
                "{'did':{'any':['a'],'atLeast':'2'}} | /condition/did/atLeast | is a text of 1 characters",
                "{'did':{'any':['a'],'atLeast':99999999999}} | /condition/did/atLeast | far too large",
                "{'did':[null]} | /condition/did/0 | is null",
                "{'inactive':{'signals':'anyEngagement','forAtLeast':90}} | /condition/inactive/forAtLeast | a text",
                "{'inactive':{'signals':'anyEngagement','forAtLeast':'90 days'}} | /condition/inactive/forAtLeast | one unit",
                "{'inactive':{'signals':'anyEngagement','forAtLeast':'P1Y6M'}} | /condition/inactive/forAtLeast | one unit",
                "{'inactive':{'signals':'anyEngagement','forAtLeast':'P٩D'}} | /condition/inactive/forAtLeast | one unit",
                "{'was':{'condition':{'subscribed':'a'},'at':'2026-01-01'}} | /condition/was/at | not an instant",
                "{'AllOf':[{'subscribed':'a'}]} | /condition | exactly one",
                "{'@class':'java.lang.Runtime','subscribed':'a'} | /condition/@class | unknown field",
                "{'subscribed':'a\\ud800'} | /condition/subscribed | half a character",
                "{'allOf':[{'subscribed':'a'},{'did':{'any':['a'],'any':['b']}}]} | /condition/allOf/1/did/any | twice",
                "{'subscribed':'a',} | /condition/subscribed | is not JSON"
            })
    void what_would_be_misread_is_refused_at_its_spot(String condition, String path, String problem) {
        refused(document(condition.replace('\'', '"')), path, problem);
    }

    @Test
    void a_byte_order_mark_a_comment_and_what_follows_are_refused() {
        String fine = document("{\"subscribed\":\"a\"}");

        refused("\uFEFF" + fine, "", "is not JSON at line 1, column 1");
        refused("/* */" + fine, "", "is not JSON at line 1, column 1");
        refused(fine + fine, "", "goes on after its end");
        refused(fine + "x", "", "is not JSON at line 1");
    }

    @Test
    void a_hundred_levels_are_read_and_written_and_a_hundred_and_one_are_not() {
        Condition deepest = clicked();
        for (int i = 0; i < 97; i++) {
            deepest = not(deepest);
        }
        Condition tooDeep = not(deepest);
        String inText = document(NESTED.repeat(99) + "{\"subscribed\":\"a\"}" + "}".repeat(99));

        assertThat(Definitions.condition(Definitions.toJson(deepest))).isEqualTo(deepest);
        assertThat(catchThrowableOfType(DefinitionException.class, () -> Definitions.toJson(tooDeep)))
                .hasMessageContaining("nested deeper than 100 levels");
        refused(inText, "/condition" + "/not".repeat(99), "nested deeper than 100 levels");
        refused(document("[".repeat(900_000)), "/condition" + "/0".repeat(99), "nested deeper than 100 levels");
    }

    @Test
    void a_whole_number_may_be_written_with_a_point() {
        assertThat(Definitions.condition(document("{\"did\":{\"any\":[\"clicked\"],\"atLeast\":2.0}}")))
                .isEqualTo(clicked().atLeast(2));
        refused(
                document("{\"did\":{\"any\":[\"clicked\"],\"atLeast\":2.5}}"),
                "/condition/did/atLeast",
                "with a fraction");
    }

    @Test
    void ten_megabytes_are_refused_unread() {
        refused(document("{\"subscribed\":\"" + "a".repeat(10_000_000) + "\"}"), "", "at most 1000000 are allowed");
    }

    @Test
    void long_names_and_numbers_say_so() {
        refused(document("{\"" + "k".repeat(60_000) + "\":1}"), "/condition", "a name is too long");
        refused(document("{\"attribute\":\"a\",\"is\":" + "9".repeat(1001) + "}"), "/condition/is", "1000 digits");
    }

    @Test
    void what_could_not_be_read_again_is_not_written() {
        Condition huge = attribute("a").is(new BigDecimal("1e999999999"));

        assertThat(catchThrowableOfType(DefinitionException.class, () -> Definitions.toJson(huge)))
                .hasMessageContaining("more than 1000 digits")
                .extracting(DefinitionException::path)
                .isEqualTo("/condition/is");
    }

    @Test
    void long_lists_are_compared_in_the_memory_of_one() {
        Condition before = attribute("code").in(numbers(0, 30_000));
        Condition more = attribute("code")
                .in(Stream.concat(Stream.of(numbers(0, 30_000)), Stream.of(-1)).toArray());

        assertThat(Definitions.changes(before, more))
                .extracting(DefinitionChange::text)
                .containsExactly("/condition/in/30000: added -1");
        List<DefinitionChange> all =
                Definitions.changes(before, attribute("code").in(numbers(100_000, 130_000)));
        assertThat(all).extracting(DefinitionChange::path).containsExactly("/condition/in");
    }

    private static Object[] numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toArray();
    }

    private static String document(String condition) {
        return "{\"condition\":" + condition + "}";
    }

    private static void refused(String json, String path, String problem) {
        DefinitionException refusal =
                catchThrowableOfType(DefinitionException.class, () -> Definitions.condition(json));

        assertThat(refusal).as("refusal").isNotNull().hasMessageContaining(problem);
        assertThat(refusal.path()).isEqualTo(path);
    }
}
