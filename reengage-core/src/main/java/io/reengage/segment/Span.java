// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAmount;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        MINUTES(52_594_560),
        HOURS(876_576),
        DAYS(36_524),
        MONTHS(1200);

        private final int hundredYears;

        Unit(int hundredYears) {
            this.hundredYears = hundredYears;
        }
    }

    /** No time at all. */
    public static final Span NONE = new Span(0, Unit.MINUTES);

    private static final Pattern ISO = Pattern.compile("(PT?)(\\d{1,8})([DHM])");

    public Span {
        if (amount < 0 || amount > unit.hundredYears) {
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
        return unit == Unit.MINUTES || unit == Unit.HOURS
                ? instant.plus(length())
                : instant.atZone(zone).plus(length()).toInstant();
    }

    /**
     * The moment this long before {@code instant}, never earlier for a later {@code instant}: where the calendar lacks the
     * day or hour it is the next that exists, and while a clock repeats an hour it stands still.
     */
    public Instant before(Instant instant, ZoneId zone) {
        if (unit == Unit.MINUTES || unit == Unit.HOURS) {
            return instant.minus(length());
        }
        LocalDateTime start = back(unrepeated(instant.atZone(zone)));
        ZoneOffsetTransition change = zone.getRules().getTransition(start);
        return change != null && change.isGap()
                ? change.getInstant()
                : start.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
    }

    /** The first whole second whose window of this length, both ends included, no longer holds {@code time}. */
    Instant leftAt(Instant time, ZoneId zone) {
        long within = time.getEpochSecond();
        long left = within + longest().toSeconds();
        while (left - within > 1) {
            long middle = within + (left - within) / 2;
            if (before(Instant.ofEpochSecond(middle), zone).isAfter(time)) {
                left = middle;
            } else {
                within = middle;
            }
        }
        return Instant.ofEpochSecond(left);
    }

    /** The clock of the wall; its last moment before the repetition for as long as it repeats itself. */
    private static LocalDateTime unrepeated(ZonedDateTime moment) {
        LocalDateTime local = moment.toLocalDateTime();
        ZoneOffsetTransition change = moment.getZone().getRules().getTransition(local);
        return change != null && change.isOverlap() && moment.getOffset().equals(change.getOffsetAfter())
                ? change.getDateTimeBefore()
                : local;
    }

    private LocalDateTime back(LocalDateTime local) {
        LocalDateTime start = local.minus(length());
        return unit == Unit.MONTHS && start.getDayOfMonth() != local.getDayOfMonth()
                ? start.toLocalDate().plusDays(1).atStartOfDay()
                : start;
    }

    /** The date this long before a date; hours and minutes count as the days they fill. */
    LocalDate daysBefore(LocalDate date) {
        return back(date.atStartOfDay()).toLocalDate();
    }

    /** The dates among which is the first whose {@link #daysBefore} is after this date. */
    Stream<LocalDate> daysAfter(LocalDate date) {
        LocalDate end = date.atStartOfDay().plus(length()).toLocalDate();
        return end.datesUntil(end.plusDays(4));
    }

    /** Refuses a window of no time at all; none is fine. */
    static void requireSome(String what, @Nullable Span span) {
        if (span != null && span.amount == 0) {
            throw new IllegalArgumentException(what + " of no time at all means nobody");
        }
    }

    /** More than it lasts in any zone and year. */
    Duration longest() {
        Duration most = switch (unit) {
            case MINUTES -> Duration.ofMinutes(amount);
            case HOURS -> Duration.ofHours(amount);
            case DAYS -> Duration.ofDays(amount);
            case MONTHS -> Duration.ofDays(31L * amount);
        };
        return most.plusDays(5);
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
