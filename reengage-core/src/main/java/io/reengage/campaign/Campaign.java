// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import io.reengage.segment.ActivityCount;
import io.reengage.segment.Catalog;
import io.reengage.segment.Condition;
import io.reengage.segment.Segment;
import io.reengage.segment.Share;
import io.reengage.segment.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A re-engagement campaign.
 *
 * @param name identity, lower-case letters, digits and {@code -}, at most 60
 * @param entry when people enter
 * @param purpose the consent it rests on and the list it writes to
 * @param audience who belongs
 * @param holdout who gets no message
 * @param steps what happens, in order
 * @param exit whoever this holds for since the enrollment leaves at once; {@code null} for nobody
 * @param conversion what counts as success; {@code null} if nothing is measured
 * @param ramp over how many days it spreads its people; {@code null} if all enter at once
 */
public record Campaign(
        String name,
        Entry entry,
        String purpose,
        Condition audience,
        Holdout holdout,
        List<Step> steps,
        @Nullable Condition exit,
        @Nullable Conversion conversion,
        @Nullable Ramp ramp) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

    public Campaign {
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(audience, "audience");
        Objects.requireNonNull(holdout, "holdout");
        steps = List.copyOf(steps);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "campaign name is not made of 1 to 60 lower-case letters, digits and -: " + name);
        }
        if (purpose.isBlank()) {
            throw new IllegalArgumentException("campaign " + name + " has no purpose: name the consent it rests on");
        }
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("campaign " + name + " has no step");
        }
        if (steps.stream().map(Step::id).distinct().count() != steps.size()) {
            throw new IllegalArgumentException("two steps of campaign " + name + " have the same id");
        }
    }

    /** Starts a campaign; {@link Builder#build()} ends it. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** The people it is for, as a segment of the campaign's name. */
    public Segment segment() {
        return new Segment(name, audience);
    }

    /** All conditions it has: audience, exit, and whom a sunset spares. */
    public List<Condition> conditions() {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(audience);
        if (exit != null) {
            conditions.add(exit);
        }
        steps.stream().flatMap(step -> step.action().condition().stream()).forEach(conditions::add);
        return conditions;
    }

    /** The same campaign with all segments and scorers looked up by name. */
    public Campaign resolved(Catalog catalog) {
        return new Campaign(
                name,
                entry,
                purpose,
                catalog.resolve(audience),
                holdout,
                steps.stream()
                        .map(step ->
                                new Step(step.id(), step.after(), step.action().resolved(catalog)))
                        .toList(),
                exit == null ? null : catalog.resolve(exit),
                conversion,
                ramp);
    }

    /** The step of this id. */
    public Optional<Step> step(String id) {
        return steps.stream().filter(step -> step.id().equals(id)).findFirst();
    }

    /** The place of a step among the steps, or -1. */
    public int indexOf(String stepId) {
        return IntStream.range(0, steps.size())
                .filter(i -> steps.get(i).id().equals(stepId))
                .findFirst()
                .orElse(-1);
    }

    /** Says what a campaign is, in any order; {@link #build()} names what is missing. */
    public static final class Builder {
        private final String name;
        private @Nullable Entry entry;
        private @Nullable String purpose;
        private @Nullable Condition audience;
        private @Nullable Holdout holdout;
        private final List<Step> steps = new ArrayList<>();
        private @Nullable Condition exit;
        private @Nullable Conversion conversion;
        private @Nullable Ramp ramp;
        private UnaryOperator<Action.Send> tracking = send -> send;

        private Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        /** For those who belong at the launch. */
        public Builder once() {
            return entry(Entry.ONCE);
        }

        /** For those who belong at the launch and everybody who comes to belong later. */
        public Builder standing() {
            return entry(Entry.STANDING);
        }

        private Builder entry(Entry value) {
            if (entry != null) {
                throw new IllegalStateException("campaign " + name + " was already said to be " + entry);
            }
            this.entry = value;
            return this;
        }

        /** The consent it rests on and the list it writes to. */
        public Builder purpose(String value) {
            this.purpose = value;
            return this;
        }

        public Builder audience(Condition condition) {
            this.audience = condition;
            return this;
        }

        /** The share that gets no message; {@link Holdout#DEFAULT_SHARE} unless said. */
        public Builder holdout(Share share) {
            this.holdout = new Holdout(share, "");
            return this;
        }

        /** Nobody is held out, and why. */
        public Builder noHoldout(String reason) {
            this.holdout = new Holdout(Share.NONE, reason);
            return this;
        }

        /** A step due as soon as the one before is done. */
        public Builder step(String id, Action action) {
            return step(id, Span.NONE, action);
        }

        /** A step due some time after the one before. */
        public Builder step(String id, Span after, Action action) {
            steps.add(new Step(id, after, action));
            return this;
        }

        /** What all its messages may tell, besides what their steps say. */
        public Builder track(Tracked... more) {
            this.tracking = send -> send.track(more);
            return this;
        }

        /** None of its messages tells anything, whatever their steps say; see {@link Action.Send#withoutTracking()}. */
        public Builder withoutTracking() {
            this.tracking = Action.Send::withoutTracking;
            return this;
        }

        /** Whoever this holds for since the enrollment leaves at once. */
        public Builder exitWhen(Condition condition) {
            this.exit = condition;
            return this;
        }

        /** What counts as success, and within which time of the enrollment. */
        public Builder conversion(ActivityCount goal, Span within) {
            if (goal.bound() != ActivityCount.Bound.AT_LEAST || goal.times() != 1 || goal.within() != null) {
                throw new IllegalArgumentException("conversion() takes did(...) alone: the time is its second word");
            }
            this.conversion = new Conversion(goal.types(), within);
            return this;
        }

        /** Not all at once: a small portion of people first, more each day. */
        public Builder ramp(Ramp days) {
            this.ramp = days;
            return this;
        }

        /**
         * Ends the sentence.
         *
         * @throws IllegalStateException naming the word that is missing
         */
        public Campaign build() {
            return new Campaign(
                    name,
                    said(entry, "once() or standing()"),
                    said(purpose, "purpose(...)"),
                    said(audience, "audience(...)"),
                    holdout == null ? new Holdout(Holdout.DEFAULT_SHARE, "") : holdout,
                    steps.stream().map(this::tracked).toList(),
                    exit,
                    conversion,
                    ramp);
        }

        private Step tracked(Step step) {
            return step.action() instanceof Action.Send send
                    ? new Step(step.id(), step.after(), tracking.apply(send))
                    : step;
        }

        private <T> T said(@Nullable T value, String word) {
            if (value == null) {
                throw new IllegalStateException("campaign " + name + " lacks " + word);
            }
            return value;
        }
    }
}
