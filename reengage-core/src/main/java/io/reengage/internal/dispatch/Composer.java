// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.campaign.Action;
import io.reengage.campaign.Step;
import io.reengage.campaign.Tracked;
import io.reengage.channel.Channel;
import io.reengage.channel.Links;
import io.reengage.channel.Message;
import io.reengage.channel.Rendering;
import io.reengage.internal.node.Keys;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.RunDefinition;
import io.reengage.link.LinkToken;
import io.reengage.link.SignedLinks;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Subscriber;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes one person's message: links, values and rendered fields. */
public final class Composer {
    /** The value templates name the button's link by. */
    private static final String CALL_TO_ACTION = "callToAction";

    private static final String DEFAULT_LANGUAGE = "en";

    private final Settings settings;

    public Composer(Settings settings) {
        this.settings = settings;
    }

    /** A message, or why there is none. */
    public sealed interface Composition {

        /** Ready to hand over. */
        record Written(Message message) implements Composition {}

        /** Cannot be written for this person, of whom these values are missing. */
        record Impossible(String reason, List<String> missing) implements Composition {}

        /** Could not be written, on account of the template or of this person: others will tell. */
        record Broken(String reason) implements Composition {}
    }

    public Composition compose(
            RunDefinition definition, Step step, Subscriber person, int episode, String variant, Instant now) {
        Action.Send send = (Action.Send) step.action();
        Channel channel = Objects.requireNonNull(settings.channels().get(send.channel()), "channel");
        Address to = person.address(channel.spec().addressKind()).orElseThrow();
        @Nullable String wanted = person.language();
        String language = wanted == null || wanted.isBlank() ? DEFAULT_LANGUAGE : wanted;
        LinkWords words = new LinkWords(definition, step, person, language, now);
        Links links = links(send, words);
        Map<String, Object> values = new HashMap<>(person.attributes());
        values.putAll(channel.spec().values());
        values.put("brand", settings.brand());
        values.put("zone", zone(person));
        values.put("subscriberId", person.id());
        Rendering rendering = settings.templates()
                .render(send.template(variant), language, channel.spec(), new MessageValues(values, links));
        if (rendering instanceof Rendering.Incomplete incomplete) {
            return new Composition.Impossible(
                    "template " + send.template(variant) + " needs " + String.join(", ", incomplete.missing()),
                    incomplete.missing());
        }
        if (rendering instanceof Rendering.Failed failed) {
            return new Composition.Broken("template " + send.template(variant) + ": " + failed.reason());
        }
        Rendering.Rendered rendered = (Rendering.Rendered) rendering;
        return new Composition.Written(new Message(
                Keys.message(definition.run().id(), person.id(), episode, step.id()),
                person.id(),
                to,
                rendered.language(),
                telling(rendered.fields(), send, words),
                links,
                definition.campaign().purpose(),
                now));
    }

    private String zone(Subscriber person) {
        String zone = person.zone();
        if (zone == null || zone.isBlank()) {
            return settings.policy().fallbackZone().getId();
        }
        try {
            return ZoneId.of(zone).getId();
        } catch (DateTimeException e) {
            return settings.policy().fallbackZone().getId();
        }
    }

    /** What all links of one message have in common. */
    private record LinkWords(RunDefinition definition, Step step, Subscriber person, String language, Instant now) {

        LinkToken token(String page, SignedLinks signed) {
            return new LinkToken(
                    page,
                    definition.run().id(),
                    step.id(),
                    person.id(),
                    definition.campaign().purpose(),
                    language,
                    signed.expiryOf(page, now));
        }
    }

    private Map<String, String> telling(Map<String, String> fields, Action.Send send, LinkWords words) {
        @Nullable SignedLinks signed = settings.links();
        if (signed == null) {
            return fields;
        }
        TrackedLinks tracked = new TrackedLinks(signed, settings.tracking());
        Set<Tracked> allowed = tracked.allowed(send.tracked(), words.person());
        return allowed.isEmpty() ? fields : tracked.in(fields, allowed, words.token(LinkToken.PIXEL, signed));
    }

    private Links links(Action.Send send, LinkWords words) {
        @Nullable SignedLinks signed = settings.links();
        if (signed == null) {
            return Links.of(Map.of());
        }
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put(Message.UNSUBSCRIBE, LinkToken.UNSUBSCRIBE);
        pages.put(Message.PREFERENCES, LinkToken.PREFERENCES);
        String page = send.landingPage();
        if (page != null) {
            pages.put(CALL_TO_ACTION, page);
        }
        Map<String, Supplier<String>> links = new HashMap<>();
        pages.forEach((name, target) -> links.put(name, () -> signed.textOf(words.token(target, signed))));
        return Links.of(links);
    }
}
