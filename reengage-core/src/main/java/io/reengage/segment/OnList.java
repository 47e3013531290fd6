// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

/**
 * The person is on a list and consented to its purpose: {@link io.reengage.subscriber.Subscriber#mayReceive(String)}.
 *
 * @param list name of the list and of its purpose
 */
public record OnList(String list) implements Condition {

    public OnList {
        if (list.isBlank()) {
            throw new IllegalArgumentException("the list has no name");
        }
    }

    @Override
    public Phrase question() {
        return Phrase.of("subscribed", list);
    }
}
