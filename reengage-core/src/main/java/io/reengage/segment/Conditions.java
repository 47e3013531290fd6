// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.subscriber.Subscription;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The words that make conditions; import them statically. */
public final class Conditions {

    private Conditions() {}

    /** Every part holds. */
    public static Condition allOf(Condition... parts) {
        return new AllOf(List.of(parts));
    }

    /** At least one part holds. */
    public static Condition anyOf(Condition... parts) {
        return new AnyOf(List.of(parts));
    }

    /** The part does not hold; UNKNOWN where the part is. */
    public static Condition not(Condition part) {
        return new Not(part);
    }

    /** On the list and agreed to its purpose. */
    public static Condition subscribed(String list) {
        return new OnList(list);
    }

    /** Agreed to the purpose; {@link Consented} has the words for channel, age and evidence. */
    public static Consented consented(String purpose) {
        return new Consented(purpose);
    }

    /** On the list, whatever was consented to; {@link Listed} has the words for how long. */
    public static Listed listed(String list) {
        return listed(list, Subscription.Status.SUBSCRIBED);
    }

    /** On the list in this standing. */
    public static Listed listed(String list, Subscription.Status status) {
        return new Listed(list, status, ActivityCount.Bound.AT_LEAST, null);
    }

    /** Starts a test of an attribute. */
    public static AttributeWords attribute(String path) {
        return new AttributeWords(path);
    }

    /** Starts a test of a property of an activity, for {@code where(...)}. */
    public static AttributeWords property(String name) {
        return new AttributeWords(name);
    }

    /** Lives in one of these countries, by two-letter code. */
    public static Condition livesIn(String first, String... more) {
        return new Country(union(first, more));
    }

    /** Is written to in one of these languages, such as {@code ja} or {@code en-GB}. */
    public static Condition speaks(String first, String... more) {
        return new Language(union(first, more));
    }

    /** A random part of all people, the same for ever. */
    public static Condition sample(Share share, String salt) {
        return new Sample(salt, share);
    }

    /** Did any of these at least once; {@link ActivityCount} has the words to count, to set a window, to test properties. */
    public static ActivityCount did(ActivityType first, ActivityType... more) {
        return new ActivityCount(union(first, more), ActivityCount.Bound.AT_LEAST, 1, null);
    }

    /** Pressed the button of this landing page. */
    public static ActivityCount confirmed(String page) {
        return did(ActivityType.confirmedOn(page));
    }

    /** Followed a link in person. */
    public static ActivityCount clicked() {
        return did(ActivityType.CLICKED);
    }

    /** Activities of these types, for the words that take some. */
    public static Selection activities(ActivityType first, ActivityType... more) {
        return Selection.of(union(first, more));
    }

    /** Starts a limit on what a property adds up to. */
    public static ActivityWords.Sum total(String property, Selection of) {
        return new ActivityWords.Sum(property, of);
    }

    /** Starts a limit on the money spent on purchases. */
    public static ActivityWords.Sum spent() {
        return total(Activity.VALUE, activities(ActivityType.PURCHASED));
    }

    /** Starts a limit on how long ago this was done for the first time. */
    public static ActivityWords.Age first(ActivityType type, ActivityType... more) {
        return new ActivityWords.Age(activities(type, more), ActivityAge.Which.FIRST);
    }

    /** Starts a limit on how long ago this was done for the last time. */
    public static ActivityWords.Age last(ActivityType type, ActivityType... more) {
        return new ActivityWords.Age(activities(type, more), ActivityAge.Which.LAST);
    }

    /** Starts "this, and then that" or "this, and then not that". */
    public static ActivityWords.First sequence(Selection first) {
        return new ActivityWords.First(first);
    }

    /** Starts "this, and then that" or "this, and then not that". */
    public static ActivityWords.First sequence(ActivityType first, ActivityType... more) {
        return sequence(activities(first, more));
    }

    /** Every signal of life, see {@link ActivityType#ENGAGEMENT}. */
    public static Set<ActivityType> anyEngagement() {
        return ActivityType.ENGAGEMENT;
    }

    /** Starts an inactivity rule on these signals of life. */
    public static InactivityWords.Silence inactive(Set<ActivityType> signals) {
        return new InactivityWords.Silence(signals);
    }

    /** Starts an inactivity rule on these signals of life. */
    public static InactivityWords.Silence inactive(ActivityType first, ActivityType... more) {
        return inactive(union(first, more));
    }

    /** Without any engagement for as long as is long on a list of this cadence. */
    public static Inactive inactive(Cadence cadence) {
        return inactive(anyEngagement()).forAtLeast(cadence.silence());
    }

    /** So many messages in a row without any engagement. */
    public static Ignored ignored(int messages) {
        return new Ignored(messages, messages, null, anyEngagement());
    }

    /** {@value Ignored#IF_NEVER_ENGAGED} messages in a row, {@value Ignored#IF_ONCE_ENGAGED} for whoever once was engaged. */
    public static Ignored ignored() {
        return new Ignored(Ignored.IF_NEVER_ENGAGED, Ignored.IF_ONCE_ENGAGED, null, anyEngagement());
    }

    /** Starts a rule on things left behind, such as carts, told apart by a property. */
    public static InactivityWords.Left abandoned(String by) {
        return new InactivityWords.Left(by, Set.of(ActivityType.CARTED));
    }

    /** Starts a rule on a personal gap exceeded. */
    public static InactivityWords.Due overdue(ActivityType first, ActivityType... more) {
        return new InactivityWords.Due(union(first, more));
    }

    /** Starts a rule on how likely a model thinks it that the person comes back. */
    public static InactivityWords.Model unlikelyToReturn(Scorer scorer) {
        return score(scorer);
    }

    /** Starts a rule on how likely the model of this name thinks it that the person comes back. */
    public static InactivityWords.Model unlikelyToReturn(String scorer) {
        return score(Scorer.named(scorer));
    }

    /** Starts a limit on what a model says. */
    public static InactivityWords.Model score(Scorer scorer) {
        return new InactivityWords.Model(scorer);
    }

    /** Belongs to the segment of this name, as a {@link Catalog} has it at the time of use. */
    public static Condition inSegment(String name) {
        return new InSegment(name, null);
    }

    /** Belongs to this segment. */
    public static Condition inSegment(Segment segment) {
        return new InSegment(segment.name(), segment.condition());
    }

    /** Starts a question about an earlier moment. */
    public static Then was(Condition part) {
        return new Then(part);
    }

    private static <T> Set<T> union(T first, T[] more) {
        Set<T> all = new HashSet<>(List.of(more));
        all.add(first);
        return all;
    }

    /** A question about an earlier moment that still lacks it. */
    public static final class Then {
        private final Condition part;

        private Then(Condition part) {
            this.part = part;
        }

        /** At this moment. */
        public Condition at(Instant moment) {
            return new Was(part, moment, null);
        }

        /** So long ago. */
        public Condition ago(Span span) {
            return new Was(part, null, span);
        }
    }
}
