// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.time.Instant;

/**
 * A segment got ready to be asked about many people at one moment. The answers are those of {@link
 * Segment#evaluate(Profile, Instant)}. Safe for any number of threads.
 */
public final class CompiledSegment {
    private final Check check;

    CompiledSegment(Condition condition, Instant asOf) {
        this.check = Checks.of(condition, asOf, null, false);
    }

    /** Takes the answers about a population. */
    @FunctionalInterface
    public interface Answers {

        /**
         * Whether one person belongs.
         *
         * @param place where the person is in the population
         */
        void answer(int place, Verdict verdict);
    }

    /** Asks about everybody, in their order. What is handed over is not made anew for each person. */
    public void evaluate(Population people, Answers answers) {
        BlockCheck block = check.over(new BlockCheck.Pass(people));
        int[] places = new int[BlockCheck.BLOCK];
        byte[] verdicts = new byte[BlockCheck.BLOCK];
        for (int start = 0; start < people.size(); start += BlockCheck.BLOCK) {
            int n = Math.min(BlockCheck.BLOCK, people.size() - start);
            for (int i = 0; i < n; i++) {
                places[i] = start + i;
            }
            block.answer(places, n, verdicts);
            for (int i = 0; i < n; i++) {
                answers.answer(start + i, BlockCheck.verdict(verdicts[i]));
            }
        }
    }

    /** How many belong, how many do not, and how many nobody knows about. */
    public VerdictCount count(Population people) {
        long[] counts = new long[3];
        evaluate(people, (place, verdict) -> counts[BlockCheck.code(verdict)]++);
        return new VerdictCount(counts[BlockCheck.IN], counts[BlockCheck.OUT], counts[BlockCheck.UNKNOWN]);
    }

    /** Whether the person belongs. */
    public Verdict evaluate(Profile person) {
        return check.of(person);
    }
}
