// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The Kaplan-Meier curve: the estimated share of a group that has not had an event by a given time, where some were only
 * observed for a while, such as the share of silent subscribers who have not returned yet.
 *
 * <p>Someone whose observation ends at the time of an event counts as still at risk at that time. Times have any unit,
 * the same for all.
 *
 * <p>Sources: Kaplan and Meier (1958), JASA 53, 457-481; standard errors by Greenwood (1926); limits on the log-log
 * scale as in Kalbfleisch and Prentice (1980).
 */
public final class KaplanMeier {

    private final List<Step> steps;
    private final double end;

    private KaplanMeier(List<Step> steps, double end) {
        this.steps = List.copyOf(steps);
        this.end = end;
    }

    /** The curve of the observations, in any order; without observations it knows nothing at any time. */
    public static KaplanMeier of(List<Observation> observations) {
        List<Observation> sorted = new ArrayList<>(observations);
        sorted.sort(Comparator.comparingDouble(Observation::time));
        List<Step> steps = new ArrayList<>();
        double survival = 1;
        double greenwood = 0;
        for (int first = 0, next; first < sorted.size(); first = next) {
            next = endOfTies(sorted, first);
            long events = sorted.subList(first, next).stream()
                    .filter(Observation::event)
                    .count();
            if (events > 0) {
                double atRisk = sorted.size() - first;
                survival *= (atRisk - events) / atRisk;
                greenwood += events / (atRisk * (atRisk - events));
                steps.add(new Step(
                        sorted.get(first).time(), (long) atRisk, events, survival, error(survival, greenwood)));
            }
        }
        return new KaplanMeier(
                steps, sorted.isEmpty() ? -1 : sorted.get(sorted.size() - 1).time());
    }

    /** The curve's steps down, one for each time that had an event, by time. */
    public List<Step> steps() {
        return steps;
    }

    /**
     * The estimated share without an event up to and including the time; empty for times nobody was observed at,
     * unless nobody is left.
     */
    public OptionalDouble survivalAt(double time) {
        double survival = 1;
        for (Step step : steps) {
            if (step.time() <= time) {
                survival = step.survival();
            }
        }
        boolean known = 0 <= time && (time <= end || survival == 0);
        return known ? OptionalDouble.of(survival) : OptionalDouble.empty();
    }

    private static int endOfTies(List<Observation> sorted, int first) {
        int next = first + 1;
        while (next < sorted.size()
                && sorted.get(next).time() == sorted.get(first).time()) {
            next++;
        }
        return next;
    }

    private static OptionalDouble error(double survival, double greenwood) {
        return survival == 0 ? OptionalDouble.empty() : OptionalDouble.of(survival * Math.sqrt(greenwood));
    }

    /**
     * How long one member of the group was observed, and whether the observation ended with the event.
     *
     * @param time the length of the observation, finite, 0 or more
     * @param event true for the event, false if it had not happened when the observation ended
     */
    public record Observation(double time, boolean event) {

        /**
         * Checks the time.
         *
         * @throws IllegalArgumentException if the time is negative or not finite
         */
        public Observation {
            if (!(time >= 0) || Double.isInfinite(time)) {
                throw new IllegalArgumentException("time must be finite and 0 or more, but is " + time);
            }
        }

        /** An observation that ended with the event. */
        public static Observation event(double time) {
            return new Observation(time, true);
        }

        /** An observation that ended before the event. */
        public static Observation censored(double time) {
            return new Observation(time, false);
        }
    }

    /**
     * One step of the curve down.
     *
     * @param time when it happens
     * @param atRisk how many were still observed, and without event, just before
     * @param events how many had the event at this time
     * @param survival the share without an event from this time on
     * @param standardError the Greenwood standard error of the share; empty once the share is 0
     */
    public record Step(double time, long atRisk, long events, double survival, OptionalDouble standardError) {

        /**
         * The pointwise interval of the true share, on the log-log scale and so inside [0, 1]; empty once the share
         * is 0.
         *
         * @param confidence strictly between 0 and 1, for example 0.95
         * @throws IllegalArgumentException if the confidence is out of range
         */
        public Optional<Interval> limits(double confidence) {
            double z = Normal.critical(confidence);
            if (standardError.isEmpty()) {
                return Optional.empty();
            }
            double log = Math.log(survival);
            double factor = Math.exp(-z * standardError.getAsDouble() / (survival * log));
            return Optional.of(new Interval(Math.exp(log * factor), Math.exp(log / factor)));
        }
    }
}
