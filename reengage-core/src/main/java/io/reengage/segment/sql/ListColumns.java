// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import org.jspecify.annotations.Nullable;

/**
 * Names the columns that mark the members of one list: two booleans. Who agreed and is a member is subscribed; who agreed
 * and is not a member was retired; who did not agree has left.
 */
public final class ListColumns {
    @Nullable
    String member;

    @Nullable
    String consented;

    @Nullable
    String consentedAt;

    @Nullable
    String evidence;

    ListColumns() {}

    /** Whether the person is on the list. */
    public ListColumns member(String column) {
        member = column;
        return this;
    }

    /** Whether the person agreed to be written to. */
    public ListColumns consented(String column) {
        consented = column;
        return this;
    }

    /** When they said so; left out, when they joined. */
    public ListColumns consentedAt(String column) {
        consentedAt = column;
        return this;
    }

    /** How it can be shown. */
    public ListColumns evidence(String column) {
        evidence = column;
        return this;
    }
}
