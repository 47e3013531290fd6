// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.campaign.Action;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Step;
import io.reengage.channel.Channel;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Readiness;
import io.reengage.internal.run.RunDefinition;
import io.reengage.ledger.Run;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each message of a step in each language, as a person would get it of whom nothing is known, and asks the channel what it
 * lacks. Values that the template needs are stood in for by their names.
 */
public final class Specimens implements Readiness.Trial {
    private static final Logger logger = LoggerFactory.getLogger(Specimens.class);
    private static final String NOBODY = "specimen";

    /** Each round names what is still missing, which lies deeper every time. */
    private static final int MOST_ROUNDS = 10;

    private final Settings settings;
    private final Composer composer;

    public Specimens(Settings settings, Composer composer) {
        this.settings = settings;
        this.composer = composer;
    }

    @Override
    public Set<String> problems(Campaign campaign, Step step, Action.Send send, Channel channel) {
        Instant now = settings.now();
        Run none = new Run(campaign.name() + "/test", campaign.name(), "", Run.Status.PAUSED, "", now, null, null, 0);
        RunDefinition definition = new RunDefinition(none, campaign);
        Set<String> problems = new LinkedHashSet<>();
        for (String variant : send.variants().isEmpty() ? List.of("") : send.variants()) {
            String template = send.template(variant);
            for (String language : settings.templates().languages(template, channel.spec())) {
                Set<String> needed = new LinkedHashSet<>();
                Composer.Composition specimen = specimen(definition, step, channel, variant, language, needed);
                needed.stream()
                        .filter(name -> !settings.templates().knows(name))
                        .forEach(name -> problems.add("template " + template + " needs " + name
                                + ", which is none of the values people have, and has no fallback"));
                if (specimen instanceof Composer.Composition.Written written) {
                    channel.problems(written.message())
                            .forEach(problem -> problems.add("template " + template + ": " + problem));
                } else if (specimen instanceof Composer.Composition.Impossible impossible) {
                    problems.add(impossible.reason() + ", which no person can have");
                } else {
                    logger.debug("Template {} cannot be tried in language {}", template, language);
                }
            }
        }
        return problems;
    }

    private Composer.Composition specimen(
            RunDefinition definition, Step step, Channel channel, String variant, String language, Set<String> needed) {
        Map<String, Object> values = new LinkedHashMap<>();
        Composer.Composition composition =
                composer.compose(definition, step, nobody(channel, language, values), 1, variant, settings.now());
        for (int round = 0; round < MOST_ROUNDS && composition instanceof Composer.Composition.Impossible; round++) {
            List<String> missing = ((Composer.Composition.Impossible) composition).missing();
            needed.addAll(missing);
            missing.forEach(name -> put(values, name, name));
            composition =
                    composer.compose(definition, step, nobody(channel, language, values), 1, variant, settings.now());
        }
        return composition;
    }

    private static Subscriber nobody(Channel channel, String language, Map<String, Object> values) {
        Subscriber.Builder nobody = Subscriber.withId(NOBODY)
                .address(new Address(channel.spec().addressKind(), NOBODY))
                .language(language);
        values.forEach(nobody::attribute);
        return nobody.build();
    }

    /** Puts a text where a name with dots leads. */
    @SuppressWarnings("unchecked") // only maps made here are in there
    private static void put(Map<String, Object> values, String path, String text) {
        int dot = path.indexOf('.');
        if (dot < 1) {
            values.putIfAbsent(path, text);
            return;
        }
        Object inner = values.get(path.substring(0, dot));
        Map<String, Object> map =
                inner instanceof Map ? (Map<String, Object>) inner : new LinkedHashMap<String, Object>();
        put(map, path.substring(dot + 1), text);
        values.put(path.substring(0, dot), map);
    }
}
