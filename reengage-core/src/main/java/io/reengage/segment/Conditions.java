// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The words that make conditions; import them statically. */
public final class Conditions {

    private Conditions() {}

    public static Condition allOf(Condition... parts) {
        return new AllOf(List.of(parts));
    }

    public static Condition anyOf(Condition... parts) {
        return new AnyOf(List.of(parts));
    }

    public static Condition not(Condition part) {
        return new Not(part);
    }

    /** On the list and agreed to its purpose. */
    public static Condition subscribed(String list) {
        return new OnList(list);
    }

    /** Agreed to the purpose. */
    public static Condition consented(String purpose) {
        return new Consented(purpose);
    }

    /** Starts a test of an attribute. */
    public static AttributeWords attribute(String path) {
        return new AttributeWords(path);
    }

    /** Did any of these at least once; {@link ActivityCount} has the words to count and to set a window. */
    public static ActivityCount did(ActivityType first, ActivityType... more) {
        return new ActivityCount(union(first, more), ActivityCount.Bound.AT_LEAST, 1, null);
    }

    /** Pressed the button of this landing page. */
    public static ActivityCount confirmed(String page) {
        return did(ActivityType.confirmed(page));
    }

    /** Followed a link in person. */
    public static ActivityCount clicked() {
        return did(ActivityType.CLICKED);
    }

    /** Every signal of life, see {@link ActivityType#anyEngagement()}. */
    public static Set<ActivityType> anyEngagement() {
        return ActivityType.anyEngagement();
    }

    /** Starts an inactivity rule on these signals of life. */
    public static InactiveWords inactive(Set<ActivityType> signals) {
        return new InactiveWords(signals);
    }

    /** Starts an inactivity rule on these signals of life. */
    public static InactiveWords inactive(ActivityType first, ActivityType... more) {
        return new InactiveWords(union(first, more));
    }

    private static Set<ActivityType> union(ActivityType first, ActivityType... more) {
        Set<ActivityType> all = new HashSet<>(List.of(more));
        all.add(first);
        return all;
    }

    /** An inactivity rule that still lacks its span. */
    public static final class InactiveWords {
        private final Set<ActivityType> signals;

        private InactiveWords(Set<ActivityType> signals) {
            this.signals = signals;
        }

        /** Ends the rule; {@link Inactive#DEFAULT_RECEIVED} messages are asked for unless the rule says otherwise. */
        public Inactive forAtLeast(Span span) {
            return new Inactive(signals, span, Inactive.DEFAULT_RECEIVED);
        }
    }

    /** An attribute that still lacks its comparison. */
    public static final class AttributeWords {
        private final String path;

        private AttributeWords(String path) {
            this.path = path;
        }

        public Condition is(Object value) {
            return test(AttributeTest.Operator.IS, value);
        }

        public Condition in(Object... values) {
            return test(AttributeTest.Operator.IN, values);
        }

        public Condition lessThan(Object value) {
            return test(AttributeTest.Operator.LESS_THAN, value);
        }

        public Condition atMost(Object value) {
            return test(AttributeTest.Operator.AT_MOST, value);
        }

        public Condition atLeast(Object value) {
            return test(AttributeTest.Operator.AT_LEAST, value);
        }

        public Condition moreThan(Object value) {
            return test(AttributeTest.Operator.MORE_THAN, value);
        }

        public Condition contains(Object value) {
            return test(AttributeTest.Operator.CONTAINS, value);
        }

        public Condition exists() {
            return test(AttributeTest.Operator.EXISTS);
        }

        private Condition test(AttributeTest.Operator operator, Object... values) {
            return new AttributeTest(path, operator, List.of(values));
        }
    }
}
