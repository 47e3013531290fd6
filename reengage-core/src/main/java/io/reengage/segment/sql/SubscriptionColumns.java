// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.subscriber.Subscription;
import java.util.EnumMap;
import java.util.Map;

/** Names the columns of a table with one row per person and list. */
public final class SubscriptionColumns {
    String subscriber = "subscriber_id";
    String list = "list";
    String status = "status";
    String since = "since";
    final Map<Subscription.Status, String> words = new EnumMap<>(Subscription.Status.class);

    SubscriptionColumns() {
        for (Subscription.Status each : Subscription.Status.values()) {
            words.put(each, each.name());
        }
    }

    /** Whose place it is. */
    public SubscriptionColumns subscriber(String column) {
        subscriber = column;
        return this;
    }

    /** On which list. */
    public SubscriptionColumns list(String column) {
        list = column;
        return this;
    }

    /** The status, as a word. */
    public SubscriptionColumns status(String column) {
        status = column;
        return this;
    }

    /** Since when. */
    public SubscriptionColumns since(String column) {
        since = column;
        return this;
    }

    /** The host's word for a status; left out, the status's own name. */
    public SubscriptionColumns word(Subscription.Status meaning, String word) {
        words.put(meaning, word);
        return this;
    }
}
