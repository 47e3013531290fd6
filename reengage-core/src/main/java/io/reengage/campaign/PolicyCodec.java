// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reengage.policy.ContactPolicy;
import io.reengage.policy.FrequencyCap;
import io.reengage.policy.QuietHours;
import io.reengage.policy.SunsetPolicy;
import io.reengage.segment.Share;
import io.reengage.segment.Span;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Contact and sunset policies as JSON. */
final class PolicyCodec {

    private PolicyCodec() {}

    static void write(ContactPolicy policy, ObjectNode json) {
        ArrayNode caps = json.putArray("caps");
        policy.caps()
                .forEach(cap -> caps.addObject()
                        .put("atMost", cap.limit())
                        .put("within", cap.window().iso()));
        QuietHours quiet = policy.quietHours();
        if (quiet != null) {
            json.putObject("quietHours")
                    .put("from", quiet.from().toString())
                    .put("to", quiet.to().toString());
        }
        json.put("fallbackZone", policy.fallbackZone().getId());
        if (!policy.transactional().isEmpty()) {
            ArrayNode purposes = json.putArray("transactional");
            policy.transactional().stream().sorted().forEach(purposes::add);
        }
    }

    static ContactPolicy contact(Spot spot) {
        spot.object(Set.of("caps", "fallbackZone"), Set.of("formatVersion", "quietHours", "transactional"));
        List<FrequencyCap> caps =
                spot.field("caps").list().stream().map(PolicyCodec::cap).toList();
        QuietHours quiet = spot.has("quietHours") ? quiet(spot.field("quietHours")) : null;
        ZoneId zone = spot.field("fallbackZone").parsed("a time zone such as Europe/Berlin", ZoneId::of);
        Set<String> transactional = spot.has("transactional")
                ? spot.field("transactional").list().stream().map(Spot::text).collect(Collectors.toSet())
                : Set.of();
        return spot.make(() -> new ContactPolicy(caps, quiet, zone, transactional));
    }

    static void write(SunsetPolicy policy, ObjectNode json) {
        json.set("perRun", share(policy.perRun()));
        json.set("perWeek", share(policy.perWeek()));
        json.set("perDomain", share(policy.perDomain()));
        json.put("finaliseAfter", policy.finaliseAfter().iso());
        json.put("planValidFor", policy.planValidFor().toString());
        json.putObject("canary")
                .put("watch", policy.canary().watch().iso())
                .<ObjectNode>set("share", share(policy.canary().share()))
                .set("mostAlive", share(policy.canary().mostAlive()));
        json.putObject("silence")
                .put("messages", policy.silence().messages())
                .put("over", policy.silence().over().iso());
    }

    static SunsetPolicy sunset(Spot spot) {
        spot.object(
                Set.of("perRun", "perWeek", "finaliseAfter", "planValidFor"),
                Set.of("formatVersion", "perDomain", "canary", "silence"));
        Share perRun = share(spot.field("perRun"));
        Share perWeek = share(spot.field("perWeek"));
        Span finaliseAfter = ActivityCodec.span(spot.field("finaliseAfter"));
        Duration valid = spot.field("planValidFor").parsed("a duration such as PT24H", Duration::parse);
        SunsetPolicy.Canary canary = spot.has("canary") ? canary(spot.field("canary")) : SunsetPolicy.DEFAULT_CANARY;
        SunsetPolicy.Silence silence =
                spot.has("silence") ? silence(spot.field("silence")) : SunsetPolicy.DEFAULT_SILENCE;
        Optional<Share> perDomain =
                spot.has("perDomain") ? Optional.of(share(spot.field("perDomain"))) : Optional.empty();
        return spot.make(() -> {
            Share domain =
                    perDomain.orElseGet(() -> new SunsetPolicy(perRun, perWeek, finaliseAfter, valid).perDomain());
            return new SunsetPolicy(perRun, perWeek, domain, finaliseAfter, valid, canary, silence);
        });
    }

    private static SunsetPolicy.Canary canary(Spot spot) {
        spot.object(Set.of("share", "watch", "mostAlive"), Set.of());
        Share share = share(spot.field("share"));
        Span watch = ActivityCodec.span(spot.field("watch"));
        Share mostAlive = share(spot.field("mostAlive"));
        return spot.make(() -> new SunsetPolicy.Canary(share, watch, mostAlive));
    }

    private static SunsetPolicy.Silence silence(Spot spot) {
        spot.object(Set.of("messages", "over"), Set.of());
        int messages = spot.field("messages").integer();
        Span over = ActivityCodec.span(spot.field("over"));
        return spot.make(() -> new SunsetPolicy.Silence(messages, over));
    }

    /** In percent, by decimal arithmetic, so that the share read is the share written. */
    static ObjectNode share(Share share) {
        return Documents.NODES
                .objectNode()
                .put("percent", plain(BigDecimal.valueOf(share.value()).movePointRight(2)));
    }

    /** The number whose double it is, as short as can be. */
    static BigDecimal plain(double number) {
        return plain(BigDecimal.valueOf(number));
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    static Share share(Spot spot) {
        return percent(spot.object(Set.of("percent"), Set.of()).field("percent"));
    }

    static Share percent(Spot percent) {
        double value = percent.number().movePointLeft(2).doubleValue();
        return percent.make(() -> new Share(value));
    }

    private static FrequencyCap cap(Spot spot) {
        spot.object(Set.of("atMost", "within"), Set.of());
        int limit = spot.field("atMost").integer();
        Span window = ActivityCodec.span(spot.field("within"));
        return spot.make(() -> new FrequencyCap(limit, window));
    }

    private static QuietHours quiet(Spot spot) {
        spot.object(Set.of("from", "to"), Set.of());
        LocalTime from = time(spot.field("from"));
        LocalTime to = time(spot.field("to"));
        return spot.make(() -> new QuietHours(from, to));
    }

    private static LocalTime time(Spot spot) {
        return spot.parsed("a time of day such as 22:00", LocalTime::parse);
    }
}
