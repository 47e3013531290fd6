// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import io.reengage.activity.Activity;
import io.reengage.subscriber.Subscriber;
import java.util.List;

/**
 * One person as a host would hold them.
 *
 * @param number the key in tables
 * @param activities what they did, oldest first
 */
record Person(int number, Subscriber subscriber, List<Activity> activities) {

    String country() {
        return subscriber.attributes().getOrDefault(Rule.COUNTRY, "").toString();
    }

    boolean onList() {
        return subscriber.subscribed(Rule.LIST);
    }

    boolean consented() {
        return subscriber.consented(Rule.LIST);
    }
}
