// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reengage.activity.ActivityType;
import io.reengage.segment.Condition;
import io.reengage.segment.Share;
import io.reengage.segment.Span;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Campaigns as JSON, with the words of the builder. */
final class CampaignCodec {
    private static final Set<String> NEEDED = Set.of("name", "entry", "purpose", "audience", "steps");
    private static final Set<String> OPTIONAL =
            Set.of("formatVersion", "holdout", "noHoldout", "exitWhen", "conversion", "ramp");

    private static final String AT_LEAST_ONCE = "atLeastOnce";
    private static final String TRACK = "track";
    private static final String FACTOR = "factor";

    private CampaignCodec() {}

    static void write(Campaign campaign, ObjectNode json) {
        json.put("name", campaign.name());
        json.put("entry", campaign.entry().name().toLowerCase(Locale.ROOT));
        json.put("purpose", campaign.purpose());
        json.set("audience", ConditionCodec.write(campaign.audience()));
        if (campaign.holdout().share().value() == 0) {
            json.put("noHoldout", campaign.holdout().reason());
        } else {
            json.set("holdout", PolicyCodec.share(campaign.holdout().share()));
        }
        ArrayNode steps = json.putArray("steps");
        campaign.steps().forEach(step -> steps.add(write(step)));
        Condition exit = campaign.exit();
        if (exit != null) {
            json.set("exitWhen", ConditionCodec.write(exit));
        }
        Conversion conversion = campaign.conversion();
        if (conversion != null) {
            ObjectNode goal = json.putObject("conversion");
            goal.set("did", ActivityCodec.names(conversion.types()));
            goal.put("within", conversion.within().iso());
        }
        Ramp ramp = campaign.ramp();
        if (ramp != null) {
            json.putObject("ramp").put("first", ramp.first()).put(FACTOR, PolicyCodec.plain(ramp.factor()));
        }
    }

    static Campaign read(Spot spot) {
        spot.object(NEEDED, OPTIONAL);
        String name = spot.field("name").text();
        Entry entry = entry(spot.field("entry"));
        String purpose = spot.field("purpose").text();
        Condition audience = ConditionCodec.read(spot.field("audience"));
        Holdout holdout = holdout(spot);
        List<Step> steps = spot.field("steps").someOf("step").stream()
                .map(CampaignCodec::step)
                .toList();
        Condition exit = spot.has("exitWhen") ? ConditionCodec.read(spot.field("exitWhen")) : null;
        Conversion conversion = spot.has("conversion") ? conversion(spot.field("conversion")) : null;
        Ramp ramp = spot.has("ramp") ? ramp(spot.field("ramp")) : null;
        return spot.make(() -> new Campaign(name, entry, purpose, audience, holdout, steps, exit, conversion, ramp));
    }

    private static Entry entry(Spot spot) {
        return switch (spot.text()) {
            case "once" -> Entry.ONCE;
            case "standing" -> Entry.STANDING;
            default -> throw spot.wrong("'once' or 'standing'");
        };
    }

    private static Holdout holdout(Spot spot) {
        if (spot.has("holdout") && spot.has("noHoldout")) {
            throw spot.failure("has both holdout and noHoldout; one of them is allowed");
        }
        if (spot.has("noHoldout")) {
            return spot.field("noHoldout").parsed("a reason", reason -> new Holdout(Share.NONE, reason));
        }
        if (!spot.has("holdout")) {
            return new Holdout(Holdout.DEFAULT_SHARE, "");
        }
        Spot share = spot.field("holdout");
        return share.make(() -> new Holdout(PolicyCodec.share(share), ""));
    }

    private static Conversion conversion(Spot spot) {
        spot.object(Set.of("did", "within"), Set.of());
        Set<ActivityType> types = ActivityCodec.types(spot.field("did"));
        Span within = ActivityCodec.span(spot.field("within"));
        return spot.make(() -> new Conversion(types, within));
    }

    private static Ramp ramp(Spot spot) {
        spot.object(Set.of("first"), Set.of(FACTOR));
        int first = spot.field("first").integer();
        double factor = spot.has(FACTOR) ? spot.field(FACTOR).number().doubleValue() : Ramp.DEFAULT_FACTOR;
        return spot.make(() -> new Ramp(first, factor));
    }

    private static ObjectNode write(Step step) {
        ObjectNode json = Documents.NODES.objectNode().put("id", step.id());
        if (!step.after().equals(Span.NONE)) {
            json.put("after", step.after().iso());
        }
        if (step.action() instanceof Action.Send send) {
            json.set("send", send(send));
        } else if (step.action() instanceof Action.NominateForSunset sunset) {
            json.set("nominateForSunset", sunset(sunset));
        } else {
            throw new IllegalStateException("no JSON for the action of step " + step.id());
        }
        return json;
    }

    private static Step step(Spot spot) {
        String kind = spot.oneOf(Set.of("send", "nominateForSunset"));
        spot.object(Set.of("id", kind), Set.of("after"));
        String id = spot.field("id").text();
        Span after = spot.has("after") ? ActivityCodec.span(spot.field("after")) : Span.NONE;
        Action action = kind.equals("send") ? send(spot.field(kind)) : sunset(spot.field(kind));
        return spot.make(() -> new Step(id, after, action));
    }

    private static ObjectNode send(Action.Send send) {
        ObjectNode json =
                Documents.NODES.objectNode().put("channel", send.channel()).put("template", send.template());
        String page = send.landingPage();
        if (page != null) {
            json.put("landingPage", page);
        }
        if (!send.variants().isEmpty()) {
            send.variants().forEach(json.putArray("variants")::add);
        }
        json.put("sendBy", send.sendBy().iso());
        if (!send.tracked().equals(Action.Send.DEFAULT_TRACKED)) {
            send.tracked().stream()
                    .sorted()
                    .map(each -> each.name().toLowerCase(Locale.ROOT))
                    .forEach(json.putArray(TRACK)::add);
        }
        return send.repeatable() ? json.put(AT_LEAST_ONCE, true) : json;
    }

    private static Action.Send send(Spot spot) {
        spot.object(Set.of("channel", "template"), Set.of("landingPage", "variants", "sendBy", AT_LEAST_ONCE, TRACK));
        String channel = spot.field("channel").text();
        String template = spot.field("template").text();
        String page = spot.has("landingPage") ? spot.field("landingPage").text() : null;
        List<String> variants = spot.has("variants") ? variants(spot.field("variants")) : List.of();
        Span sendBy = spot.has("sendBy") ? ActivityCodec.span(spot.field("sendBy")) : Action.Send.DEFAULT_SEND_BY;
        boolean repeatable =
                spot.has(AT_LEAST_ONCE) && spot.field(AT_LEAST_ONCE).truth();
        Set<Tracked> tracked = tracked(spot);
        return spot.make(() -> new Action.Send(channel, template, page, variants, sendBy, repeatable, tracked));
    }

    private static Set<Tracked> tracked(Spot spot) {
        return spot.has(TRACK)
                ? Set.copyOf(spot.different(spot.field(TRACK).list(), each -> each.word(Tracked.class)))
                : Action.Send.DEFAULT_TRACKED;
    }

    private static List<String> variants(Spot spot) {
        return spot.different(spot.someOf("variant"), Spot::text);
    }

    private static ObjectNode sunset(Action.NominateForSunset sunset) {
        ObjectNode json = Documents.NODES.objectNode().put("subscription", sunset.subscription());
        Condition sparing = sunset.sparing();
        if (sparing != null) {
            json.set("sparing", ConditionCodec.write(sparing));
        }
        return json;
    }

    private static Action.NominateForSunset sunset(Spot spot) {
        spot.object(Set.of("subscription"), Set.of("sparing"));
        String list = spot.field("subscription").text();
        Condition sparing = spot.has("sparing") ? ConditionCodec.read(spot.field("sparing")) : null;
        return spot.make(() -> new Action.NominateForSunset(list, sparing));
    }
}
