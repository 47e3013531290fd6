// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import org.jspecify.annotations.Nullable;

/** Names the columns of a table with one row per person and purpose. */
public final class ConsentColumns {
    String subscriber = "subscriber_id";
    String purpose = "purpose";
    String granted = "granted";
    String at = "at";

    @Nullable
    String evidence;

    ConsentColumns() {}

    /** Whose word it is. */
    public ConsentColumns subscriber(String column) {
        subscriber = column;
        return this;
    }

    /** What for. */
    public ConsentColumns purpose(String column) {
        purpose = column;
        return this;
    }

    /** Yes or no. */
    public ConsentColumns granted(String column) {
        granted = column;
        return this;
    }

    /** When it was said. */
    public ConsentColumns at(String column) {
        at = column;
        return this;
    }

    /** How it can be shown. */
    public ConsentColumns evidence(String column) {
        evidence = column;
        return this;
    }
}
