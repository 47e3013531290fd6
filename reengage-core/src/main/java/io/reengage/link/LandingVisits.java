// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import io.reengage.activity.Visitor;
import java.time.Instant;

/**
 * Is told what happens on landing pages, and keeps it.
 *
 * <p>Called from several threads at once; may block. A call returns only when what it was told is durable: the person is
 * shown success right after. If it throws, the person is asked to try again and nothing is claimed. The same visit or
 * answer may be told again and must not count twice where that matters.
 */
public interface LandingVisits {

    /**
     * A page was shown, a link followed, a picture fetched: {@link LinkToken#page()} tells. That alone changes nothing for the
     * person. Whoever follows a link is led on even if this throws.
     */
    void visited(LinkToken token, Visitor visitor, Instant at);

    /** A person pressed a button, or their mail program did in their name. */
    void answered(LinkToken token, Answer answer, Instant at);
}
