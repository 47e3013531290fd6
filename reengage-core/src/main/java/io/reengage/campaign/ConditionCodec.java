// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reengage.segment.Abandoned;
import io.reengage.segment.ActivityAge;
import io.reengage.segment.ActivityCount;
import io.reengage.segment.ActivitySum;
import io.reengage.segment.AllOf;
import io.reengage.segment.AnyOf;
import io.reengage.segment.AttributeTest;
import io.reengage.segment.Condition;
import io.reengage.segment.Consented;
import io.reengage.segment.Country;
import io.reengage.segment.DateTest;
import io.reengage.segment.Ignored;
import io.reengage.segment.InSegment;
import io.reengage.segment.Inactive;
import io.reengage.segment.Language;
import io.reengage.segment.Listed;
import io.reengage.segment.MatchingCount;
import io.reengage.segment.Not;
import io.reengage.segment.OnList;
import io.reengage.segment.Overdue;
import io.reengage.segment.RfmScore;
import io.reengage.segment.Sample;
import io.reengage.segment.Score;
import io.reengage.segment.Sequence;
import io.reengage.segment.Was;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** Conditions as JSON: an object whose one kind field says what it asks. */
final class ConditionCodec {
    private static final Map<String, Function<Spot, Condition>> READERS = new HashMap<>();
    private static final Map<Class<?>, Function<Condition, JsonNode>> WRITERS = new HashMap<>();
    private static final Map<Class<?>, String> KINDS = new HashMap<>();

    static {
        kind("allOf", AllOf.class, all -> list(all.parts()), spot -> new AllOf(parts(spot)));
        kind("anyOf", AnyOf.class, any -> list(any.parts()), spot -> new AnyOf(parts(spot)));
        kind("not", Not.class, not -> write(not.part()), spot -> new Not(read(spot)));
        kind("subscribed", OnList.class, on -> text(on.list()), spot -> spot.parsed("a list", OnList::new));
        kind("listed", Listed.class, StandingCodec::write, StandingCodec::listed);
        kind("consented", Consented.class, StandingCodec::write, StandingCodec::consented);
        kind("livesIn", Country.class, StandingCodec::write, StandingCodec::country);
        kind("speaks", Language.class, StandingCodec::write, StandingCodec::language);
        kind("sample", Sample.class, StandingCodec::write, StandingCodec::sample);
        kind("inSegment", InSegment.class, StandingCodec::write, StandingCodec::inSegment);
        kind("was", Was.class, StandingCodec::write, StandingCodec::was);
        kind("did", ActivityCount.class, ActivityCodec::write, ActivityCodec::count);
        kind("did", MatchingCount.class, ActivityCodec::write, ActivityCodec::count);
        kind("sum", ActivitySum.class, ActivityCodec::write, ActivityCodec::sum);
        kind("age", ActivityAge.class, ActivityCodec::write, ActivityCodec::age);
        kind("sequence", Sequence.class, ActivityCodec::write, ActivityCodec::sequence);
        kind("inactive", Inactive.class, InactivityCodec::write, InactivityCodec::inactive);
        kind("ignored", Ignored.class, InactivityCodec::write, InactivityCodec::ignored);
        kind("abandoned", Abandoned.class, InactivityCodec::write, InactivityCodec::abandoned);
        kind("overdue", Overdue.class, InactivityCodec::write, InactivityCodec::overdue);
        kind("score", Score.class, InactivityCodec::write, InactivityCodec::score);
        kind("rfm", RfmScore.class, InactivityCodec::write, InactivityCodec::rfm);
        READERS.put(AttributeCodec.ATTRIBUTE, AttributeCodec::read);
        KINDS.put(AttributeTest.class, AttributeCodec.ATTRIBUTE);
        KINDS.put(DateTest.class, AttributeCodec.ATTRIBUTE);
    }

    private ConditionCodec() {}

    private static <T extends Condition> void kind(
            String kind, Class<T> type, Function<T, JsonNode> writer, Function<Spot, Condition> reader) {
        READERS.put(
                kind, spot -> reader.apply(spot.object(Set.of(kind), Set.of()).field(kind)));
        KINDS.put(type, kind);
        WRITERS.put(type, condition -> writer.apply(type.cast(condition)));
    }

    static ObjectNode write(Condition condition) {
        if (condition instanceof AttributeTest test) {
            return AttributeCodec.write(AttributeCodec.ATTRIBUTE, test);
        }
        if (condition instanceof DateTest test) {
            return AttributeCodec.write(test);
        }
        JsonNode value =
                Objects.requireNonNull(WRITERS.get(condition.getClass())).apply(condition);
        return Documents.NODES.objectNode().set(kind(condition), value);
    }

    /** The field that says what a condition asks. */
    static String kind(Condition condition) {
        return Objects.requireNonNull(KINDS.get(condition.getClass()), "a kind of condition without JSON");
    }

    static Condition read(Spot spot) {
        String kind = spot.oneOf(READERS.keySet());
        return Objects.requireNonNull(READERS.get(kind), "a reader of every kind")
                .apply(spot);
    }

    private static JsonNode text(String text) {
        return Documents.NODES.textNode(text);
    }

    private static ArrayNode list(List<Condition> parts) {
        ArrayNode list = Documents.NODES.arrayNode();
        parts.forEach(part -> list.add(write(part)));
        return list;
    }

    private static List<Condition> parts(Spot spot) {
        return spot.someOf("condition").stream().map(ConditionCodec::read).toList();
    }
}
