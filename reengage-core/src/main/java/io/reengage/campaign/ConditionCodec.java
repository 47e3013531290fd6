// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reengage.activity.ActivityType;
import io.reengage.segment.ActivityCount;
import io.reengage.segment.AllOf;
import io.reengage.segment.AnyOf;
import io.reengage.segment.AttributeTest;
import io.reengage.segment.Condition;
import io.reengage.segment.Consented;
import io.reengage.segment.Inactive;
import io.reengage.segment.Not;
import io.reengage.segment.OnList;
import io.reengage.segment.Span;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Conditions as JSON: an object whose one kind field says what it asks. */
final class ConditionCodec {
    private static final String ANY_ENGAGEMENT = "anyEngagement";
    private static final Set<String> KINDS =
            Set.of("allOf", "anyOf", "not", "attribute", "subscribed", "consented", "did", "inactive");

    private ConditionCodec() {}

    static ObjectNode write(Condition condition) {
        if (condition instanceof AttributeTest test) {
            return AttributeCodec.write(test);
        }
        ObjectNode json = Documents.NODES.objectNode();
        if (condition instanceof AllOf all) {
            json.set("allOf", list(all.parts()));
        } else if (condition instanceof AnyOf any) {
            json.set("anyOf", list(any.parts()));
        } else if (condition instanceof Not not) {
            json.set("not", write(not.part()));
        } else if (condition instanceof OnList on) {
            json.put("subscribed", on.list());
        } else if (condition instanceof Consented consented) {
            json.put("consented", consented.purpose());
        } else if (condition instanceof ActivityCount count) {
            json.set("did", count(count));
        } else if (condition instanceof Inactive rule) {
            json.set("inactive", inactive(rule));
        } else {
            throw new IllegalStateException("no JSON for " + condition.describe());
        }
        return json;
    }

    static Condition read(Spot spot) {
        String kind = spot.oneOf(KINDS);
        if (kind.equals("attribute")) {
            return AttributeCodec.read(spot);
        }
        Spot value = spot.object(Set.of(kind), Set.of()).field(kind);
        return switch (kind) {
            case "allOf" -> new AllOf(parts(value));
            case "anyOf" -> new AnyOf(parts(value));
            case "not" -> new Not(read(value));
            case "subscribed" -> value.parsed("a list", OnList::new);
            case "consented" -> value.parsed("a purpose", Consented::new);
            case "did" -> count(value);
            case "inactive" -> inactive(value);
            default -> throw spot.failure("no condition of kind " + kind);
        };
    }

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

    private static ArrayNode list(List<Condition> parts) {
        ArrayNode list = Documents.NODES.arrayNode();
        parts.forEach(part -> list.add(write(part)));
        return list;
    }

    private static List<Condition> parts(Spot spot) {
        return spot.someOf("condition").stream().map(ConditionCodec::read).toList();
    }

    /** At least once ever is written as the bare list of types. */
    private static JsonNode count(ActivityCount count) {
        Span within = count.within();
        boolean least = count.bound() == ActivityCount.Bound.AT_LEAST;
        if (least && count.times() == 1 && within == null) {
            return names(count.types());
        }
        ObjectNode json = Documents.NODES.objectNode();
        json.set("any", names(count.types()));
        json.put(least ? "atLeast" : "atMost", count.times());
        if (within != null) {
            json.put("within", within.iso());
        }
        return json;
    }

    private static ActivityCount count(Spot spot) {
        if (spot.node().isArray()) {
            return new ActivityCount(types(spot), ActivityCount.Bound.AT_LEAST, 1, null);
        }
        spot.object(Set.of("any"), Set.of("atLeast", "atMost", "within"));
        if (spot.has("atLeast") && spot.has("atMost")) {
            throw spot.failure("has both atLeast and atMost; put one of them into a condition of its own, under allOf");
        }
        Set<ActivityType> types = types(spot.field("any"));
        Span within = spot.has("within") ? span(spot.field("within")) : null;
        if (spot.has("atMost")) {
            int times = spot.field("atMost").integer();
            return spot.make(() -> new ActivityCount(types, ActivityCount.Bound.AT_MOST, times, within));
        }
        int times = spot.has("atLeast") ? spot.field("atLeast").integer() : 1;
        return spot.make(() -> new ActivityCount(types, ActivityCount.Bound.AT_LEAST, times, within));
    }

    private static ObjectNode inactive(Inactive rule) {
        ObjectNode json = Documents.NODES.objectNode();
        if (rule.types().equals(ActivityType.anyEngagement())) {
            json.put("signals", ANY_ENGAGEMENT);
        } else {
            json.set("signals", names(rule.types()));
        }
        return json.put("forAtLeast", rule.forAtLeast().iso()).put("afterReceiving", rule.received());
    }

    private static Inactive inactive(Spot spot) {
        spot.object(Set.of("signals", "forAtLeast"), Set.of("afterReceiving"));
        Set<ActivityType> types = signals(spot.field("signals"));
        Span silence = span(spot.field("forAtLeast"));
        int received = spot.has("afterReceiving") ? spot.field("afterReceiving").integer() : Inactive.DEFAULT_RECEIVED;
        return spot.make(() -> new Inactive(types, silence, received));
    }

    private static Set<ActivityType> signals(Spot spot) {
        if (!spot.node().isTextual()) {
            return types(spot);
        }
        if (!spot.text().equals(ANY_ENGAGEMENT)) {
            throw spot.wrong("a list of activity types or the text '" + ANY_ENGAGEMENT + "'");
        }
        return ActivityType.anyEngagement();
    }
}
