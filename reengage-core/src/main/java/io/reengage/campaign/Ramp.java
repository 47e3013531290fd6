// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

/**
 * Spreads a cold list over days: a small portion of people is enrolled on the first day, the canary, and more on each day
 * that follows. Who gave a sign of life last comes first and who was silent for longest comes last, by the week of that sign
 * (of joining, where none is known); only those who come to a standing campaign while nobody waits come as the list has them.
 *
 * <p>The next portion is opened a day after the one before, at about the same hour, and never two on one day, whatever
 * happened meanwhile: none while the run is paused or everything is stopped, and none while a first message of those before
 * is more than an hour late; then a day later. Who waits is not enrolled yet: whether they belong is looked at on their day,
 * and the time for a {@link Conversion} begins then. A standing campaign keeps to its ramp: a day takes in more than the one
 * before only if that was not enough.
 *
 * @param first how many people the first portion has; 1 or more
 * @param factor how many times as many each further one has; from 1 to {@value #MOST_FACTOR}
 */
public record Ramp(int first, double factor) {

    /** Each day twice as many, unless said. */
    public static final double DEFAULT_FACTOR = 2;

    /** The steepest ramp: ten times as many each day. */
    public static final double MOST_FACTOR = 10;

    private static final double MOST_PEOPLE = 1L << 53;

    public Ramp {
        if (first < 1) {
            throw new IllegalArgumentException("a ramp that starts with " + first + " people starts with nobody");
        }
        if (!(factor >= 1 && factor <= MOST_FACTOR)) {
            throw new IllegalArgumentException("a ramp's factor of " + factor + " is not between 1 and 10");
        }
    }

    /** A ramp that starts with so many people and doubles each day. */
    public static Ramp startingWith(int people) {
        return new Ramp(people, DEFAULT_FACTOR);
    }

    /** The same with another factor; with 1, all portions are alike. */
    public Ramp growingBy(double times) {
        return new Ramp(first, times);
    }

    /**
     * How many people a portion has at the most.
     *
     * @param number which portion, from 1
     */
    public long portion(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("there is no portion " + number + ": they are numbered from 1");
        }
        return Math.round(Math.min(first * StrictMath.pow(factor, number - 1d), MOST_PEOPLE));
    }

    /** Over how many days so many people are spread; 0 for nobody. */
    public long days(long people) {
        if (factor == 1) {
            return (Math.max(0, people) + first - 1) / first;
        }
        int day = 0;
        for (long left = people; left > 0; left -= portion(day)) {
            day++;
        }
        return day;
    }
}
