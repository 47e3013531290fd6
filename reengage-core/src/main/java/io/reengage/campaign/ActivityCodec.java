// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reengage.activity.ActivityType;
import io.reengage.segment.ActivityAge;
import io.reengage.segment.ActivityCount;
import io.reengage.segment.ActivitySum;
import io.reengage.segment.AttributeTest;
import io.reengage.segment.Condition;
import io.reengage.segment.MatchingCount;
import io.reengage.segment.Selection;
import io.reengage.segment.Sequence;
import io.reengage.segment.Span;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Conditions on what a person did, as JSON. */
final class ActivityCodec {
    private static final String ANY = "any";
    private static final String WHERE = "where";
    private static final String AT_LEAST = "atLeast";
    private static final String AT_MOST = "atMost";
    private static final String WITHIN = "within";

    private ActivityCodec() {}

    static ArrayNode names(Collection<ActivityType> types) {
        ArrayNode names = Documents.NODES.arrayNode();
        new TreeSet<>(types).forEach(type -> names.add(type.name()));
        return names;
    }

    static Set<ActivityType> types(Spot spot) {
        List<Spot> names = spot.someOf("activity type");
        return new HashSet<>(spot.different(names, name -> name.parsed("an activity type", ActivityType::of)));
    }

    static Span span(Spot spot) {
        return spot.parsed("a span", Span::parse);
    }

    static @Nullable Span span(Spot spot, String field) {
        return spot.has(field) ? span(spot.field(field)) : null;
    }

    static void put(ObjectNode json, String field, @Nullable Span span) {
        if (span != null) {
            json.put(field, span.iso());
        }
    }

    private static ObjectNode selection(Selection of) {
        ObjectNode json = Documents.NODES.objectNode();
        json.set(ANY, names(of.types()));
        if (!of.where().isEmpty()) {
            ArrayNode where = json.putArray(WHERE);
            of.where().forEach(test -> where.add(AttributeCodec.write(AttributeCodec.PROPERTY, test)));
        }
        return json;
    }

    /** The fields of a selection, in an object that may hold others. */
    private static Selection selection(Spot spot) {
        Set<ActivityType> types = types(spot.field(ANY));
        List<AttributeTest> where = spot.has(WHERE)
                ? spot.field(WHERE).someOf("test of a property").stream()
                        .map(AttributeCodec::property)
                        .toList()
                : List.of();
        return spot.make(() -> new Selection(types, where));
    }

    /** At least once ever is written as the bare list of types. */
    static JsonNode write(ActivityCount count) {
        if (count.bound() == ActivityCount.Bound.AT_LEAST && count.times() == 1 && count.within() == null) {
            return names(count.types());
        }
        return counted(Selection.of(count.types()), count.bound(), count.times(), count.within());
    }

    static JsonNode write(MatchingCount count) {
        return counted(count.of(), count.bound(), count.times(), count.within());
    }

    private static ObjectNode counted(Selection of, ActivityCount.Bound bound, int times, @Nullable Span within) {
        ObjectNode json = selection(of).put(word(bound), times);
        put(json, WITHIN, within);
        return json;
    }

    static Condition count(Spot spot) {
        if (spot.node().isArray()) {
            return new ActivityCount(types(spot), ActivityCount.Bound.AT_LEAST, 1, null);
        }
        spot.object(Set.of(ANY), Set.of(WHERE, AT_LEAST, AT_MOST, WITHIN));
        if (spot.has(AT_LEAST) && spot.has(AT_MOST)) {
            throw spot.failure("has both atLeast and atMost; put one of them into a condition of its own, under allOf");
        }
        Selection of = selection(spot);
        Span within = span(spot, WITHIN);
        ActivityCount.Bound bound = spot.has(AT_MOST) ? ActivityCount.Bound.AT_MOST : ActivityCount.Bound.AT_LEAST;
        int times = spot.has(word(bound)) ? spot.field(word(bound)).integer() : 1;
        return spot.make(() -> of.where().isEmpty()
                ? new ActivityCount(of.types(), bound, times, within)
                : new MatchingCount(of, bound, times, within));
    }

    static JsonNode write(ActivitySum sum) {
        ObjectNode json = Documents.NODES.objectNode().put("of", sum.property());
        json.setAll(selection(sum.of()));
        json.set(word(sum.bound()), Documents.NODES.numberNode(sum.amount()));
        put(json, WITHIN, sum.within());
        return json;
    }

    static Condition sum(Spot spot) {
        ActivityCount.Bound bound = bound(spot);
        spot.object(Set.of("of", ANY, word(bound)), Set.of(WHERE, WITHIN));
        String property = spot.field("of").text();
        Selection of = selection(spot);
        Span within = span(spot, WITHIN);
        BigDecimal amount = spot.field(word(bound)).number();
        return spot.make(() -> new ActivitySum(of, property, bound, amount, within));
    }

    static JsonNode write(ActivityAge age) {
        ObjectNode json =
                Documents.NODES.objectNode().put("of", age.which().name().toLowerCase(Locale.ROOT));
        json.setAll(selection(age.of()));
        put(json, word(age.bound()), age.span());
        return json;
    }

    static Condition age(Spot spot) {
        ActivityCount.Bound bound = bound(spot);
        spot.object(Set.of("of", ANY, word(bound)), Set.of(WHERE));
        ActivityAge.Which which = spot.field("of").word(ActivityAge.Which.class);
        Selection of = selection(spot);
        Span span = span(spot.field(word(bound)));
        return spot.make(() -> new ActivityAge(of, which, bound, span));
    }

    static JsonNode write(Sequence sequence) {
        ObjectNode json = Documents.NODES.objectNode();
        json.set("first", selection(sequence.first()));
        json.set(sequence.followed() ? "then" : "notThen", selection(sequence.next()));
        put(json, WITHIN, sequence.gap());
        put(json, "inTheLast", sequence.within());
        return json;
    }

    static Condition sequence(Spot spot) {
        String next = spot.oneOf(Set.of("then", "notThen"));
        spot.object(Set.of("first", next, WITHIN), Set.of("inTheLast"));
        Selection first = selection(spot.field("first").object(Set.of(ANY), Set.of(WHERE)));
        Selection then = selection(spot.field(next).object(Set.of(ANY), Set.of(WHERE)));
        Span gap = span(spot.field(WITHIN));
        Span window = span(spot, "inTheLast");
        return spot.make(() -> new Sequence(first, then, next.equals("then"), gap, window));
    }

    static String word(ActivityCount.Bound bound) {
        return bound == ActivityCount.Bound.AT_LEAST ? AT_LEAST : AT_MOST;
    }

    private static ActivityCount.Bound bound(Spot spot) {
        return spot.oneOf(Set.of(AT_LEAST, AT_MOST)).equals(AT_LEAST)
                ? ActivityCount.Bound.AT_LEAST
                : ActivityCount.Bound.AT_MOST;
    }
}
