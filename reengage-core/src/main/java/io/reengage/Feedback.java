// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import io.reengage.activity.Activity;
import io.reengage.internal.Engine;
import java.util.Collection;
import java.util.List;

/** Takes in what people did. */
public final class Feedback {
    private final Engine engine;

    Feedback(Engine engine) {
        this.engine = engine;
    }

    /**
     * Records activities: clicks, purchases, bounces, complaints. Durable when it returns. The same activity again, known by
     * its id, changes nothing; the order does not matter; people the host's store does not know are left out.
     *
     * @return how many were new
     */
    public int record(Collection<Activity> activities) {
        return engine.record(activities);
    }

    /** Records one activity. */
    public int record(Activity activity) {
        return record(List.of(activity));
    }
}
