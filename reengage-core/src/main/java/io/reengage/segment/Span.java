// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAmount;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time as people say it. Days and months follow the calendar of the person's time zone: a day may have 23 or 25
 * hours, a month 28 to 31 days. Minutes and hours are elapsed time.
 *
 * @param amount how many, 0 or more
 * @param unit of what
 */
public record Span(int amount, Unit unit) {

    /** What a span is counted in. */
    public enum Unit {
        MINUTES,
        HOURS,
        DAYS,
        MONTHS
    }

    /** No time at all. */
    public static final Span NONE = new Span(0, Unit.MINUTES);

    private static final Pattern ISO = Pattern.compile("(PT?)(\\d{1,8})([DHM])");
    private static final int HUNDRED_YEARS_OF_MINUTES = 52_600_000;

    public Span {
        if (amount < 0 || amount > HUNDRED_YEARS_OF_MINUTES) {
            throw new IllegalArgumentException("a span of " + amount + " " + unit + " is not between 0 and 100 years");
        }
    }

    public static Span minutes(int amount) {
        return new Span(amount, Unit.MINUTES);
    }

    public static Span hours(int amount) {
        return new Span(amount, Unit.HOURS);
    }

    public static Span days(int amount) {
        return new Span(amount, Unit.DAYS);
    }

    public static Span months(int amount) {
        return new Span(amount, Unit.MONTHS);
    }

    /**
     * Reads an ISO 8601 span of a single unit, such as {@code P12M}, {@code P30D}, {@code PT4H}.
     *
     * @throws IllegalArgumentException if the text is not of that form
     */
    public static Span parse(String text) {
        Matcher matcher = ISO.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a span of one unit such as P12M, P30D or PT4H");
        }
        int number = Integer.parseInt(matcher.group(2));
        return switch (matcher.group(1) + matcher.group(3)) {
            case "PTM" -> minutes(number);
            case "PTH" -> hours(number);
            case "PD" -> days(number);
            case "PM" -> months(number);
            default -> throw new IllegalArgumentException("'" + text + "' mixes date and time: P30D, but PT4H");
        };
    }

    /** The moment this long after {@code instant}. */
    public Instant after(Instant instant, ZoneId zone) {
        return instant.atZone(zone).plus(length()).toInstant();
    }

    /** The moment this long before {@code instant}. */
    public Instant before(Instant instant, ZoneId zone) {
        return instant.atZone(zone).minus(length()).toInstant();
    }

    /** The ISO 8601 form that {@link #parse(String)} reads. */
    public String iso() {
        return switch (unit) {
            case MINUTES -> "PT" + amount + "M";
            case HOURS -> "PT" + amount + "H";
            case DAYS -> "P" + amount + "D";
            case MONTHS -> "P" + amount + "M";
        };
    }

    private TemporalAmount length() {
        return switch (unit) {
            case MINUTES -> Duration.ofMinutes(amount);
            case HOURS -> Duration.ofHours(amount);
            case DAYS -> Period.ofDays(amount);
            case MONTHS -> Period.ofMonths(amount);
        };
    }

    /** In words, such as "12 months". */
    @Override
    public String toString() {
        String word = unit.name().toLowerCase(Locale.ROOT);
        return amount + " " + (amount == 1 ? word.substring(0, word.length() - 1) : word);
    }
}
