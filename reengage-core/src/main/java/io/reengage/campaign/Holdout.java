// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import io.reengage.segment.Share;
import java.util.Objects;

/**
 * The share of people who get everything but the messages, so that what the campaign earned can be told from what would have
 * happened anyway.
 *
 * @param share how many are held out; at most half
 * @param reason why nobody is, if nobody is; else empty
 */
public record Holdout(Share share, String reason) {

    /** Held out unless the campaign says otherwise. */
    public static final Share DEFAULT_SHARE = Share.percent(10);

    public Holdout {
        Objects.requireNonNull(share, "share");
        Objects.requireNonNull(reason, "reason");
        if (share.value() > 0.5) {
            throw new IllegalArgumentException("a holdout of " + share + " is more than half");
        }
        if ((share.value() == 0) == reason.isBlank()) {
            throw new IllegalArgumentException(
                    "a campaign without holdout needs a reason, one with a holdout has none");
        }
    }
}
