// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;

/**
 * A yes-no question about one person, as inspectable data. The set of kinds is closed, so that every condition can be
 * written as JSON, explained node by node and translated. {@link Conditions} has the words that make them.
 */
public sealed interface Condition permits AllOf, AnyOf, Not, AttributeTest, OnList, Consented, ActivityCount, Inactive {

    /** What must be known about a person's activity to answer. */
    default ActivityNeed need() {
        return ActivityNeed.NONE;
    }

    /** The question in words. */
    String describe();
}
