// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import io.reengage.segment.Catalog;
import io.reengage.segment.Condition;
import io.reengage.segment.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a step does. The set of kinds is closed. */
public sealed interface Action {

    /** The condition it asks about a person, if it does. */
    default Optional<Condition> condition() {
        return Optional.empty();
    }

    /** The same action with all segments and scorers looked up by name. */
    default Action resolved(Catalog catalog) {
        return this;
    }

    /**
     * Sends a message.
     *
     * @param channel name of the channel
     * @param template name of the template
     * @param landingPage the page its call to action leads to; {@code null} for none
     * @param variants endings of the template's name, shared out evenly; empty for the template itself
     * @param sendBy how long after it was due it may still be sent
     * @param repeatable whether a message whose fate nobody knows is sent again, see {@link #atLeastOnce()}
     * @param tracked what the message may tell of what becomes of it; {@link Tracked#VISITS} unless said
     */
    record Send(
            String channel,
            String template,
            @Nullable String landingPage,
            List<String> variants,
            Span sendBy,
            boolean repeatable,
            Set<Tracked> tracked)
            implements Action {

        /** What a message tells unless the step or its campaign says otherwise. */
        public static final Set<Tracked> DEFAULT_TRACKED = Set.of(Tracked.VISITS);

        /** How late a message may be unless the step says otherwise. */
        public static final Span DEFAULT_SEND_BY = Span.hours(72);

        public Send {
            variants = List.copyOf(variants);
            tracked = Set.copyOf(tracked);
            Objects.requireNonNull(sendBy, "sendBy");
            if (channel.isBlank() || template.isBlank()) {
                throw new IllegalArgumentException("a message needs a channel and a template");
            }
            landingPage = landingPage == null ? null : new LandingPage(landingPage).name();
            if (variants.stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException("a variant of template " + template + " has no name");
            }
            if (variants.size() == 1 || variants.stream().distinct().count() != variants.size()) {
                throw new IllegalArgumentException(
                        "variants of template " + template + " must be two or more different names");
            }
            if (sendBy.amount() == 0) {
                throw new IllegalArgumentException("sendBy of no time would never send template " + template);
            }
        }

        /** Gives the message a button that leads to a landing page. */
        public Send callToAction(LandingPage page) {
            return new Send(channel, template, page.name(), variants, sendBy, repeatable, tracked);
        }

        /** Tries several endings of the template's name against each other. */
        public Send variants(String first, String second, String... more) {
            return new Send(
                    channel,
                    template,
                    landingPage,
                    Stream.concat(Stream.of(first, second), Stream.of(more)).toList(),
                    sendBy,
                    repeatable,
                    tracked);
        }

        /** Lets the message go unsent if it is later than this after it was due. */
        public Send sendBy(Span late) {
            return new Send(channel, template, landingPage, variants, late, repeatable, tracked);
        }

        /**
         * Sends a message again whose fate nobody knows, such as after a crash: with the same key, at most four times,
         * never later than {@link #sendBy(Span)}, and, if the channel {@linkplain
         * io.reengage.channel.ChannelSpec#idempotencyWindow() declares a window}, only while the channel still tells a
         * repetition from a new message. A channel without a window, such as mail, may deliver such a message twice: for
         * messages of which two are better than none. Without this word nothing is ever sent twice.
         */
        public Send atLeastOnce() {
            return new Send(channel, template, landingPage, variants, sendBy, true, tracked);
        }

        /** Lets the message tell of this, too. */
        public Send track(Tracked... more) {
            Set<Tracked> all = new HashSet<>(tracked);
            all.addAll(List.of(more));
            return tracking(all);
        }

        /**
         * Lets the message tell nothing: it holds no personal link but those by which a person answers and leaves, and
         * visits of these are not put on record.
         */
        public Send withoutTracking() {
            return tracking(Set.of());
        }

        private Send tracking(Set<Tracked> all) {
            return new Send(channel, template, landingPage, variants, sendBy, repeatable, all);
        }

        /** The template a variant stands for. */
        public String template(String variant) {
            return variant.isEmpty() ? template : template + "-" + variant;
        }

        /** All templates this step may use. */
        public List<String> templates() {
            return variants.isEmpty()
                    ? List.of(template)
                    : variants.stream().map(this::template).toList();
        }
    }

    /**
     * Names the person for retirement from a list. Nothing happens to anybody until a plan is made of it and approved.
     *
     * @param subscription the list
     * @param sparing whoever this holds for since the enrollment is left alone; {@code null} for nobody
     */
    record NominateForSunset(String subscription, @Nullable Condition sparing) implements Action {

        public NominateForSunset {
            if (subscription.isBlank()) {
                throw new IllegalArgumentException("a sunset needs the list people are taken off");
            }
        }

        @Override
        public Optional<Condition> condition() {
            return Optional.ofNullable(sparing);
        }

        @Override
        public Action resolved(Catalog catalog) {
            return sparing == null ? this : sparing(catalog.resolve(sparing));
        }

        /** Leaves those alone for whom this holds since the enrollment. */
        public NominateForSunset sparing(Condition condition) {
            return new NominateForSunset(subscription, condition);
        }
    }
}
