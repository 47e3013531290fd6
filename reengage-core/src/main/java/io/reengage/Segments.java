// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import io.reengage.internal.Engine;
import io.reengage.report.Overlap;
import io.reengage.report.SegmentPreview;
import io.reengage.segment.Condition;
import io.reengage.segment.VerdictCount;

/**
 * Tries segments on the host's list: how many, why, and how two share people. Reads in constant memory, asks the host's own
 * search where its store is a {@link io.reengage.segment.sql.SegmentStore}, and writes nothing.
 */
public final class Segments {
    private static final int SAMPLES = 3;

    private final Engine engine;

    Segments(Engine engine) {
        this.engine = engine;
    }

    /** How many belong, do not, and are undecided. */
    public VerdictCount count(Condition condition) {
        return engine.segments().count(condition);
    }

    /** How many each part of the condition leaves, and some people of each verdict with the reasons. */
    public SegmentPreview preview(Condition condition) {
        return preview(condition, SAMPLES);
    }

    /**
     * The same with a number of samples.
     *
     * @param samplesPerVerdict how many people of each verdict are shown with the reasons
     */
    public SegmentPreview preview(Condition condition, int samplesPerVerdict) {
        return engine.segments().preview(condition, samplesPerVerdict);
    }

    /** How many people two conditions share. */
    public Overlap overlap(Condition first, Condition second) {
        return engine.segments().overlap(first, second);
    }
}
