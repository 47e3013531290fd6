// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import java.util.Locale;

/**
 * A yes-no question about one person, as inspectable data. The set of kinds is closed, so that every condition can be
 * written as JSON, explained node by node and translated. {@link Conditions} has the words that make them.
 */
public sealed interface Condition
        permits AllOf,
                AnyOf,
                Not,
                AttributeTest,
                DateTest,
                Country,
                Language,
                OnList,
                Listed,
                Consented,
                Sample,
                ActivityCount,
                MatchingCount,
                ActivitySum,
                ActivityAge,
                Sequence,
                Inactive,
                Ignored,
                Abandoned,
                Overdue,
                Score,
                RfmScore,
                InSegment,
                Was {

    /** What must be known about a person's activity to answer. */
    default ActivityNeed need() {
        return ActivityNeed.NONE;
    }

    /** The question, to be put in words of some language. */
    Phrase question();

    /** The question in English. */
    default String describe() {
        return question().text(Locale.ENGLISH);
    }
}
