// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import io.reengage.link.LinkToken;

/** What a message may tell of what becomes of it, as far as {@link io.reengage.link.Tracking} and the person allow. */
public enum Tracked {
    /** Visits of the landing pages its buttons lead to. */
    VISITS,
    /** Links to the host's own pages, which then go by way of a signed link. */
    CLICKS,
    /** Openings, by a picture of one point. */
    OPENS,
    /** Machines that follow every link, by a link that no reader sees. */
    HIDDEN_LINK;

    /** What a link to this page tells. */
    public static Tracked by(String page) {
        return switch (page) {
            case LinkToken.REDIRECT -> CLICKS;
            case LinkToken.PIXEL -> OPENS;
            case LinkToken.HIDDEN -> HIDDEN_LINK;
            default -> VISITS;
        };
    }
}
