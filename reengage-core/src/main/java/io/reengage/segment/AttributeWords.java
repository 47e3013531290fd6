// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.util.List;

/** An attribute of a person, or a property of an activity, that still lacks its comparison. */
public final class AttributeWords {
    private final String path;

    AttributeWords(String path) {
        this.path = path;
    }

    public AttributeTest is(Object value) {
        return test(AttributeTest.Operator.IS, value);
    }

    public AttributeTest in(Object... values) {
        return test(AttributeTest.Operator.IN, values);
    }

    public AttributeTest lessThan(Object value) {
        return test(AttributeTest.Operator.LESS_THAN, value);
    }

    public AttributeTest atMost(Object value) {
        return test(AttributeTest.Operator.AT_MOST, value);
    }

    public AttributeTest atLeast(Object value) {
        return test(AttributeTest.Operator.AT_LEAST, value);
    }

    public AttributeTest moreThan(Object value) {
        return test(AttributeTest.Operator.MORE_THAN, value);
    }

    /** A list holds the value, or a text holds it as a part, letter case aside. */
    public AttributeTest contains(Object value) {
        return test(AttributeTest.Operator.CONTAINS, value);
    }

    /** Letter case aside. */
    public AttributeTest startsWith(String text) {
        return test(AttributeTest.Operator.STARTS_WITH, text);
    }

    /** Letter case aside. */
    public AttributeTest endsWith(String text) {
        return test(AttributeTest.Operator.ENDS_WITH, text);
    }

    /** The whole text is like this, letter case aside: {@code *} stands for any letters, {@code ?} for one. */
    public AttributeTest matches(String pattern) {
        return test(AttributeTest.Operator.MATCHES, pattern);
    }

    public AttributeTest exists() {
        return test(AttributeTest.Operator.EXISTS);
    }

    /** A date or an instant not longer ago than this, and not later than now. */
    public DateTest withinLast(Span span) {
        return new DateTest(path, DateTest.Operator.WITHIN_LAST, span);
    }

    /** A date or an instant longer ago than this. */
    public DateTest longerAgoThan(Span span) {
        return new DateTest(path, DateTest.Operator.LONGER_AGO, span);
    }

    /** A date or an instant from now to this far ahead. */
    public DateTest withinNext(Span span) {
        return new DateTest(path, DateTest.Operator.WITHIN_NEXT, span);
    }

    /** A date whose day of the year is today, such as a birthday. */
    public DateTest anniversaryToday() {
        return anniversaryWithin(Span.days(0));
    }

    /** A date whose day of the year comes round within so many days, today included. */
    public DateTest anniversaryWithin(Span days) {
        return new DateTest(path, DateTest.Operator.ANNIVERSARY, days);
    }

    private AttributeTest test(AttributeTest.Operator operator, Object... values) {
        return new AttributeTest(path, operator, List.of(values));
    }
}
