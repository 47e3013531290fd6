// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.hold;

import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A step that is held.
 *
 * @param run the campaign run
 * @param step the step
 * @param since since when
 * @param probeAt when one message is tried again
 * @param reason why
 */
public record Hold(String run, String step, Instant since, Instant probeAt, String reason) {
    private static final String PREFIX = "held/";
    private static final String AFTER_PREFIX = "held0";

    static String name(String run, String step) {
        return PREFIX + run + "/" + step;
    }

    String name() {
        return name(run, step);
    }

    Setting setting() {
        return new Setting(name(), String.join("\n", run, step, since.toString(), probeAt.toString(), reason));
    }

    private static Hold of(Setting setting) {
        String[] lines = setting.value().split("\n", 5);
        return new Hold(lines[0], lines[1], Instant.parse(lines[2]), Instant.parse(lines[3]), lines[4]);
    }

    boolean isOf(String otherRun, String otherStep) {
        return run.equals(otherRun) && step.equals(otherStep);
    }

    /** All steps held. */
    public static List<Hold> all(Rows rows) {
        return rows
                .select(
                        Schema.SETTING,
                        Where.all().above("name", PREFIX).below("name", AFTER_PREFIX),
                        List.of("name"),
                        Integer.MAX_VALUE)
                .stream()
                .map(Hold::of)
                .toList();
    }

    /** How one step is held, if it is. */
    public static Optional<Hold> of(Rows rows, String run, String step) {
        return rows.select(Schema.SETTING, Where.all().eq("name", name(run, step)), List.of(), 1).stream()
                .map(Hold::of)
                .findFirst();
    }
}
