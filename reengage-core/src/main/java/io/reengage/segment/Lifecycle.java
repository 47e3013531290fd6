// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityType;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The stages of drifting away, by the age of the last signal of life. A stage is made of {@link Inactive} rules without a
 * number of messages, so the same guards hold: whoever joined too late, or was not on record long enough, is in no stage.
 * {@link Cadence#lifecycle()} has presets.
 *
 * @param signals the signals of life
 * @param lapsing the silence after which a person is {@link Stage#LAPSING}
 * @param dormant the silence after which a person is {@link Stage#DORMANT}; longer
 * @param lost the silence after which a person is {@link Stage#LOST}; longer still
 */
public record Lifecycle(Set<ActivityType> signals, Span lapsing, Span dormant, Span lost) {

    /** How far a person has drifted. */
    public enum Stage {
        ACTIVE,
        LAPSING,
        DORMANT,
        LOST
    }

    public Lifecycle {
        signals = Set.copyOf(signals);
        if (lapsing.longest().compareTo(dormant.longest()) >= 0
                || dormant.longest().compareTo(lost.longest()) >= 0) {
            throw new IllegalArgumentException("the stages do not follow each other: lapsing " + lapsing + ", dormant "
                    + dormant + ", lost " + lost);
        }
    }

    /** Is in this stage. */
    public Condition is(Stage stage) {
        return switch (stage) {
            case ACTIVE -> new Not(silent(lapsing));
            case LAPSING -> Conditions.allOf(silent(lapsing), new Not(silent(dormant)));
            case DORMANT -> Conditions.allOf(silent(dormant), new Not(silent(lost)));
            case LOST -> silent(lost);
        };
    }

    /** The stage a person is in; empty where the record does not say. */
    public Optional<Stage> stage(Profile person, Instant asOf) {
        for (Stage stage : Stage.values()) {
            if (new Evaluation(person, asOf, null).verdict(is(stage)) == Verdict.IN) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }

    private Inactive silent(Span span) {
        return new Inactive(signals, span, 0);
    }
}
