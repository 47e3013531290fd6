// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.campaign.Action;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.internal.hold.Holds;
import io.reengage.subscriber.Subscriber;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the messages of a slice, and tells a person nothing can be written to from a template that is broken: only if others
 * got theirs from the same template, the person is passed over; else they wait, and many in a row hold the step.
 */
final class Writer {
    private static final Logger logger = LoggerFactory.getLogger(Writer.class);

    private final Composer composer;
    private final Holds holds;

    Writer(Composer composer, Holds holds) {
        this.composer = composer;
        this.holds = holds;
    }

    /**
     * What was written.
     *
     * @param messages ready to hand over, by person, in order
     * @param fates what becomes of the others
     */
    record Drafts(Map<String, Message> messages, Map<String, Settlement.Fate> fates) {}

    Drafts write(Slice slice, Map<String, Marker.Marked> marked) {
        Drafts drafts = new Drafts(new LinkedHashMap<>(), new HashMap<>());
        Set<String> proved = new HashSet<>();
        Map<String, Map<String, String>> broken = new HashMap<>();
        marked.forEach((id, each) -> {
            String template = ((Action.Send) slice.step().action()).template(each.variant());
            Composer.Composition composition = compose(slice, id, each);
            if (composition instanceof Composer.Composition.Written written) {
                drafts.messages.put(id, written.message());
                proved.add(template);
            } else if (composition instanceof Composer.Composition.Impossible impossible) {
                drafts.fates.put(id, new Settlement.Fate.Withdrawn(impossible.reason()));
            } else if (composition instanceof Composer.Composition.Broken failed) {
                broken.computeIfAbsent(template, name -> new LinkedHashMap<>()).put(id, failed.reason());
            }
        });
        proved.forEach(template -> note(slice, template));
        broken.forEach((template, people) ->
                people.forEach((id, reason) -> drafts.fates.put(id, new Settlement.Fate.Withdrawn(reason))));
        broken.keySet().removeAll(proved);
        broken.forEach((template, people) -> blame(slice, template, people, drafts.fates));
        return drafts;
    }

    private void note(Slice slice, String template) {
        try {
            holds.written(slice.set().run(), slice.step().id(), template);
        } catch (RuntimeException e) {
            logger.warn(
                    "Step {} of run {} could not be released and stays held",
                    slice.step().id(),
                    slice.set().run(),
                    e);
        }
    }

    /** Nobody of this slice got a message from the template. */
    private void blame(Slice slice, String template, Map<String, String> people, Map<String, Settlement.Fate> fates) {
        String run = slice.set().run();
        String step = slice.step().id();
        if (slice.set().attempt() > 0 && holds.isProved(run, step, template, people.keySet())) {
            return;
        }
        boolean held = isHeld(
                run, step, template, people.keySet(), people.values().iterator().next());
        people.forEach((id, reason) -> fates.put(
                id,
                held ? new Settlement.Fate.Untouched() : new Settlement.Fate.Answered(Receipt.refusedForNow(reason))));
    }

    private boolean isHeld(String run, String step, String template, Set<String> people, String reason) {
        try {
            return holds.failed(run, step, template, people, reason);
        } catch (RuntimeException e) {
            logger.warn("Step {} of run {} could not be held", step, run, e);
            return false;
        }
    }

    private Composer.Composition compose(Slice slice, String id, Marker.Marked marked) {
        Subscriber person =
                Optional.ofNullable(slice.profiles().get(id)).orElseThrow().subscriber();
        try {
            return composer.compose(
                    slice.definition(),
                    slice.step(),
                    person,
                    marked.enrollment().episode(),
                    marked.variant(),
                    slice.now());
        } catch (Exception | StackOverflowError e) {
            logger.warn(
                    "Writing step {} of run {} failed for {}",
                    slice.step().id(),
                    slice.set().run(),
                    id,
                    e);
            return new Composer.Composition.Broken(
                    "could not be written: " + e.getClass().getSimpleName());
        }
    }
}
