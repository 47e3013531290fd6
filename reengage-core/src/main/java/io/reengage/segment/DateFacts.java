// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityTimes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers how a date or an instant the host knows lies to now. */
final class DateFacts {
    private final Coverage record;
    private final AttributeFacts attributes;

    DateFacts(Coverage record, AttributeFacts attributes) {
        this.record = record;
        this.attributes = attributes;
    }

    Finding test(DateTest test) {
        @Nullable Object value = attributes.value(test.path());
        if (value == null) {
            return Finding.unknown(Phrase.of("missing"));
        }
        @Nullable Object moment = moment(test, value);
        if (moment == null) {
            return Finding.unknown(AttributeFacts.incomparable(value));
        }
        boolean holds = test.operator() == DateTest.Operator.ANNIVERSARY
                ? anniversary(date(moment), test.span().amount())
                : moment instanceof Instant instant ? of(test, instant) : of(test, (LocalDate) moment);
        return Finding.of(holds, () -> Phrase.of("value", moment));
    }

    /** A date or an instant; also as text. When somebody joined counts to the second, as all that people do. */
    static @Nullable Object moment(DateTest test, Object value) {
        if (value instanceof Instant at && test.path().equals(AttributeFacts.JOINED_AT)) {
            return ActivityTimes.second(at);
        }
        if (value instanceof Instant || value instanceof LocalDate) {
            return value;
        }
        if (!(value instanceof String text)) {
            return null;
        }
        try {
            return text.indexOf('T') < 0 ? LocalDate.parse(text) : Instant.parse(text);
        } catch (DateTimeException neither) {
            return null;
        }
    }

    private LocalDate date(Object moment) {
        return moment instanceof Instant instant ? record.day(instant) : (LocalDate) moment;
    }

    private LocalDate today() {
        return record.day(record.asOf);
    }

    private boolean of(DateTest test, Instant at) {
        return switch (test.operator()) {
            case WITHIN_LAST ->
                !at.isAfter(record.asOf) && !at.isBefore(test.span().before(record.asOf, record.zone));
            case LONGER_AGO -> at.isBefore(test.span().before(record.asOf, record.zone));
            default ->
                !at.isBefore(record.asOf)
                        && !test.span().before(at, record.zone).isAfter(record.asOf);
        };
    }

    private boolean of(DateTest test, LocalDate date) {
        return switch (test.operator()) {
            case WITHIN_LAST ->
                !date.isAfter(today()) && !date.isBefore(test.span().daysBefore(today()));
            case LONGER_AGO -> date.isBefore(test.span().daysBefore(today()));
            default -> !date.isBefore(today()) && !test.span().daysBefore(date).isAfter(today());
        };
    }

    private boolean anniversary(LocalDate date, int ahead) {
        return returns(date, today().getYear()).stream()
                .anyMatch(day -> !day.isBefore(today()) && !day.isAfter(today().plusDays(ahead)) && day.isAfter(date));
    }

    /** The anniversaries of a date around a year. */
    static List<LocalDate> returns(LocalDate date, int year) {
        List<LocalDate> days = new ArrayList<>();
        for (int each = year - 1; each <= year + 5; each++) {
            days.add(MonthDay.from(date).atYear(each));
        }
        return days;
    }
}
