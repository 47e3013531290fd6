// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reengage.activity.ActivityType;
import io.reengage.segment.Abandoned;
import io.reengage.segment.Condition;
import io.reengage.segment.Ignored;
import io.reengage.segment.Inactive;
import io.reengage.segment.Overdue;
import io.reengage.segment.RfmScore;
import io.reengage.segment.Score;
import io.reengage.segment.Scorer;
import io.reengage.segment.Span;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rules of inactivity and value as JSON. */
final class InactivityCodec {
    private static final String ANY_ENGAGEMENT = "anyEngagement";
    private static final String SIGNALS = "signals";
    private static final String CHANNEL = "channel";
    private static final String WITHIN = "within";
    private static final String AFTER_RECEIVING = "afterReceiving";

    private InactivityCodec() {}

    static ObjectNode write(Inactive rule) {
        ObjectNode json = Documents.NODES.objectNode();
        json.set(SIGNALS, signals(rule.types()));
        return json.put("forAtLeast", rule.forAtLeast().iso()).put(AFTER_RECEIVING, rule.received());
    }

    static Condition inactive(Spot spot) {
        spot.object(Set.of(SIGNALS, "forAtLeast"), Set.of(AFTER_RECEIVING));
        Set<ActivityType> types = signals(spot.field(SIGNALS));
        Span silence = ActivityCodec.span(spot.field("forAtLeast"));
        int received = spot.has(AFTER_RECEIVING) ? spot.field(AFTER_RECEIVING).integer() : Inactive.DEFAULT_RECEIVED;
        return spot.make(() -> new Inactive(types, silence, received));
    }

    static JsonNode write(Ignored rule) {
        ObjectNode json =
                Documents.NODES.objectNode().put("ifNever", rule.ifNever()).put("ifOnce", rule.ifOnce());
        if (rule.channel() != null) {
            json.put(CHANNEL, rule.channel());
        }
        return json.set(SIGNALS, signals(rule.signals()));
    }

    static Condition ignored(Spot spot) {
        spot.object(Set.of(), Set.of("ifNever", "ifOnce", CHANNEL, SIGNALS));
        int never = spot.has("ifNever") ? spot.field("ifNever").integer() : Ignored.IF_NEVER_ENGAGED;
        int once = spot.has("ifOnce") ? spot.field("ifOnce").integer() : Math.max(never, Ignored.IF_ONCE_ENGAGED);
        String channel = spot.has(CHANNEL) ? spot.field(CHANNEL).text() : null;
        Set<ActivityType> signals = spot.has(SIGNALS) ? signals(spot.field(SIGNALS)) : ActivityType.ENGAGEMENT;
        return spot.make(() -> new Ignored(never, once, channel, signals));
    }

    static JsonNode write(Abandoned rule) {
        ObjectNode json = Documents.NODES.objectNode();
        json.set("touchedBy", ActivityCodec.names(rule.touching()));
        json.put("by", rule.by())
                .put("after", rule.after().iso())
                .put(WITHIN, rule.within().iso());
        return json.set("without", ActivityCodec.names(rule.without()));
    }

    static Condition abandoned(Spot spot) {
        spot.object(Set.of("by", "after", "without"), Set.of("touchedBy", WITHIN));
        Set<ActivityType> touching =
                spot.has("touchedBy") ? ActivityCodec.types(spot.field("touchedBy")) : Set.of(ActivityType.CARTED);
        String by = spot.field("by").text();
        Span after = ActivityCodec.span(spot.field("after"));
        Span within = spot.has(WITHIN) ? ActivityCodec.span(spot.field(WITHIN)) : Abandoned.DEFAULT_WITHIN;
        Set<ActivityType> without = ActivityCodec.types(spot.field("without"));
        return spot.make(() -> new Abandoned(touching, by, after, within, without));
    }

    static JsonNode write(Overdue rule) {
        ObjectNode json = Documents.NODES.objectNode();
        json.set("any", ActivityCodec.names(rule.types()));
        json.put("typically", rule.typical().iso());
        json.set("times", Documents.NODES.numberNode(rule.factor()));
        return json.put("weighing", rule.weight());
    }

    static Condition overdue(Spot spot) {
        spot.object(Set.of("any", "typically"), Set.of("times", "weighing"));
        Set<ActivityType> types = ActivityCodec.types(spot.field("any"));
        Span typical = ActivityCodec.span(spot.field("typically"));
        BigDecimal factor = spot.has("times") ? spot.field("times").number() : Overdue.DEFAULT_FACTOR;
        int weight = spot.has("weighing") ? spot.field("weighing").integer() : Overdue.DEFAULT_WEIGHT;
        return spot.make(() -> new Overdue(types, typical, factor, weight));
    }

    static JsonNode write(Score rule) {
        ObjectNode json = Documents.NODES
                .objectNode()
                .put("by", rule.scorer().name())
                .put(WITHIN, rule.within().iso());
        return json.set(
                rule.bound() == Score.Bound.BELOW ? "below" : "atLeast",
                Documents.NODES.numberNode(BigDecimal.valueOf(rule.limit())));
    }

    static Condition score(Spot spot) {
        String bound = spot.oneOf(Set.of("below", "atLeast"));
        spot.object(Set.of("by", WITHIN, bound), Set.of());
        Scorer scorer = spot.field("by").parsed("a scorer", Scorer::named);
        Span within = ActivityCodec.span(spot.field(WITHIN));
        double limit = spot.field(bound).number().doubleValue();
        Score.Bound side = bound.equals("below") ? Score.Bound.BELOW : Score.Bound.AT_LEAST;
        return spot.make(() -> new Score(scorer, within, side, limit));
    }

    static JsonNode write(RfmScore rule) {
        ObjectNode json = Documents.NODES.objectNode();
        json.set("any", ActivityCodec.names(rule.types()));
        json.put("measure", rule.measure().name().toLowerCase(Locale.ROOT));
        ArrayNode cuts = json.putArray("cuts");
        rule.cuts().forEach(cut -> cuts.add(Documents.NODES.numberNode(cut)));
        return json.put("from", rule.from()).put("to", rule.to());
    }

    static Condition rfm(Spot spot) {
        spot.object(Set.of("any", "measure", "cuts", "from", "to"), Set.of());
        Set<ActivityType> types = ActivityCodec.types(spot.field("any"));
        RfmScore.Measure measure = spot.field("measure").word(RfmScore.Measure.class);
        List<BigDecimal> cuts =
                spot.field("cuts").list().stream().map(Spot::number).toList();
        int from = spot.field("from").integer();
        int to = spot.field("to").integer();
        return spot.make(() -> new RfmScore(types, measure, cuts, from, to));
    }

    private static JsonNode signals(Set<ActivityType> types) {
        return types.equals(ActivityType.ENGAGEMENT)
                ? Documents.NODES.textNode(ANY_ENGAGEMENT)
                : ActivityCodec.names(types);
    }

    private static Set<ActivityType> signals(Spot spot) {
        if (!spot.node().isTextual()) {
            return ActivityCodec.types(spot);
        }
        if (!spot.text().equals(ANY_ENGAGEMENT)) {
            throw spot.wrong("a list of activity types or the text '" + ANY_ENGAGEMENT + "'");
        }
        return ActivityType.ENGAGEMENT;
    }
}
