// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.ses;

import io.reengage.Feedback;
import io.reengage.activity.Activity;
import io.reengage.link.ReturnTag;
import io.reengage.link.SignedLinks;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the message that SES speaks of: by its signed tag first, which is known before the mail leaves, so that a message whose
 * receipt was lost learns its fate; else by the id in the receipt. Safe for several threads.
 *
 * @param links those that signed the tags
 */
record Correlation(Feedback feedback, SignedLinks links) implements Consumer<SesEvents.Told> {

    @Override
    public void accept(SesEvents.Told told) {
        Optional<ReturnTag> tag = links.readReturnTag(told.tag());
        Optional<Activity.Delivery> message = tag.flatMap(feedback::messageOf);
        if (tag.isPresent() && message.isPresent()) {
            feedback.record(List.of(told.activity().of(tag.get().subscriberId(), message.get())));
        } else {
            feedback.recordByProvider(List.of(told.activity()));
        }
    }
}
