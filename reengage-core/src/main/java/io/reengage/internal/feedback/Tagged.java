// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.feedback;

import io.reengage.activity.Activity;
import io.reengage.internal.contact.UnderWay;
import io.reengage.internal.node.Keys;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Shards;
import io.reengage.link.ReturnTag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds messages by what their return tags say. */
public final class Tagged {

    private Tagged() {}

    /** The message to the tag's person whose key begins with its mark: one on record, or one being handed over. */
    public static Optional<Activity.Delivery> message(Rows rows, ReturnTag tag) {
        Where theirs = Where.all().eq("person", tag.subscriberId());
        Stream<Delivery> sent = rows.all(Schema.DELIVERY, theirs).stream();
        Stream<Delivery> leaving = rows.all(Schema.ENROLLMENT, theirs).stream()
                .map(Enrollment::episode)
                .distinct()
                .flatMap(
                        episode -> UnderWay.to(
                                rows, List.of(Shards.of(tag.subscriberId())), Map.of(tag.subscriberId(), episode), null)
                                .stream());
        return Stream.concat(sent, leaving)
                .filter(each -> Keys.message(each.run(), each.subscriberId(), each.episode(), each.step())
                        .startsWith(tag.messageMark()))
                .findFirst()
                .map(each -> new Activity.Delivery(each.run(), each.step()));
    }
}
