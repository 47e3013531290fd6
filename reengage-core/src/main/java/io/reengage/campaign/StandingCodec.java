// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reengage.segment.ActivityCount;
import io.reengage.segment.Condition;
import io.reengage.segment.Consented;
import io.reengage.segment.Country;
import io.reengage.segment.InSegment;
import io.reengage.segment.Language;
import io.reengage.segment.Listed;
import io.reengage.segment.Sample;
import io.reengage.segment.Share;
import io.reengage.segment.Span;
import io.reengage.segment.Was;
import io.reengage.subscriber.Subscription;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Conditions on where a person stands, or stood, as JSON. */
final class StandingCodec {
    private static final String CHANNEL = "channel";
    private static final String EVIDENCE = "evidence";
    private static final String WITHIN_LAST = "withinLast";
    private static final String AT_LEAST = "forAtLeast";
    private static final String AT_MOST = "forAtMost";
    private static final String CONDITION = "condition";

    private StandingCodec() {}

    /** Consent alone is written as the bare purpose. */
    static JsonNode write(Consented rule) {
        if (rule.equals(new Consented(rule.purpose()))) {
            return Documents.NODES.textNode(rule.purpose());
        }
        ObjectNode json = Documents.NODES.objectNode().put("purpose", rule.purpose());
        if (rule.channel() != null) {
            json.put(CHANNEL, rule.channel());
        }
        ActivityCodec.put(json, WITHIN_LAST, rule.withinLast());
        if (rule.evidence() != null) {
            json.put(EVIDENCE, rule.evidence());
        }
        return json;
    }

    static Condition consented(Spot spot) {
        if (spot.node().isTextual()) {
            return spot.parsed("a purpose", Consented::new);
        }
        spot.object(Set.of("purpose"), Set.of(CHANNEL, WITHIN_LAST, EVIDENCE));
        String purpose = spot.field("purpose").text();
        String channel = spot.has(CHANNEL) ? spot.field(CHANNEL).text() : null;
        Span age = ActivityCodec.span(spot, WITHIN_LAST);
        String evidence = spot.has(EVIDENCE) ? spot.field(EVIDENCE).text() : null;
        return spot.make(() -> new Consented(purpose, channel, age, evidence));
    }

    static JsonNode write(Listed rule) {
        ObjectNode json = Documents.NODES
                .objectNode()
                .put("list", rule.list())
                .put("status", rule.status().name().toLowerCase(Locale.ROOT));
        ActivityCodec.put(json, rule.bound() == ActivityCount.Bound.AT_LEAST ? AT_LEAST : AT_MOST, rule.span());
        return json;
    }

    static Condition listed(Spot spot) {
        spot.object(Set.of("list", "status"), Set.of(AT_LEAST, AT_MOST));
        if (spot.has(AT_LEAST) && spot.has(AT_MOST)) {
            throw spot.failure("has both forAtLeast and forAtMost; put one of them into a condition of its own");
        }
        String list = spot.field("list").text();
        Subscription.Status status = spot.field("status").word(Subscription.Status.class);
        boolean most = spot.has(AT_MOST);
        Span span = ActivityCodec.span(spot, most ? AT_MOST : AT_LEAST);
        return spot.make(() ->
                new Listed(list, status, most ? ActivityCount.Bound.AT_MOST : ActivityCount.Bound.AT_LEAST, span));
    }

    static JsonNode write(Country rule) {
        return texts(rule.codes());
    }

    static Condition country(Spot spot) {
        Set<String> codes = texts(spot, "country");
        return spot.make(() -> new Country(codes));
    }

    static JsonNode write(Language rule) {
        return texts(rule.ranges());
    }

    static Condition language(Spot spot) {
        Set<String> tags = texts(spot, "language");
        return spot.make(() -> new Language(tags));
    }

    static JsonNode write(Sample rule) {
        return PolicyCodec.share(rule.share()).put("salt", rule.salt());
    }

    static Condition sample(Spot spot) {
        spot.object(Set.of("salt", "percent"), Set.of());
        String salt = spot.field("salt").text();
        Share share = PolicyCodec.percent(spot.field("percent"));
        return spot.make(() -> new Sample(salt, share));
    }

    /** A name alone is written as such. */
    static JsonNode write(InSegment rule) {
        return rule.condition() == null
                ? Documents.NODES.textNode(rule.name())
                : Documents.NODES
                        .objectNode()
                        .put("name", rule.name())
                        .set(CONDITION, ConditionCodec.write(rule.condition()));
    }

    static Condition inSegment(Spot spot) {
        if (spot.node().isTextual()) {
            return spot.parsed("a segment", name -> new InSegment(name, null));
        }
        spot.object(Set.of("name", CONDITION), Set.of());
        String name = spot.field("name").text();
        Condition condition = ConditionCodec.read(spot.field(CONDITION));
        return spot.make(() -> new InSegment(name, condition));
    }

    static JsonNode write(Was rule) {
        ObjectNode json = Documents.NODES.objectNode();
        json.set(CONDITION, ConditionCodec.write(rule.part()));
        if (rule.at() != null) {
            json.put("at", rule.at().toString());
        }
        ActivityCodec.put(json, "ago", rule.ago());
        return json;
    }

    static Condition was(Spot spot) {
        String when = spot.oneOf(Set.of("at", "ago"));
        spot.object(Set.of(CONDITION, when), Set.of());
        Condition part = ConditionCodec.read(spot.field(CONDITION));
        Instant at = when.equals("at")
                ? spot.field("at").parsed("an instant such as 2026-03-01T00:00:00Z", Instant::parse)
                : null;
        Span ago = ActivityCodec.span(spot, "ago");
        return spot.make(() -> new Was(part, at, ago));
    }

    private static ArrayNode texts(Set<String> texts) {
        ArrayNode list = Documents.NODES.arrayNode();
        new TreeSet<>(texts).forEach(list::add);
        return list;
    }

    private static Set<String> texts(Spot spot, String what) {
        List<Spot> items = spot.someOf(what);
        return new HashSet<>(spot.different(items, Spot::text));
    }
}
