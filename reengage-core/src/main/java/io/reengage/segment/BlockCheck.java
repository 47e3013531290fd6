// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * A {@link Check} over the columns of a {@link Population}: answers for a thousand people at a time. Has room of its own to
 * work in, so it serves one thread and nobody makes anything per person.
 */
abstract class BlockCheck {
    /** People asked about at a time: enough to forget the cost of asking, few enough to stay near the processor. */
    static final int BLOCK = 1024;

    static final byte OUT = 0;
    static final byte IN = 1;
    static final byte UNKNOWN = 2;

    static byte code(Verdict verdict) {
        return switch (verdict) {
            case OUT -> OUT;
            case IN -> IN;
            case UNKNOWN -> UNKNOWN;
        };
    }

    static Verdict verdict(byte code) {
        return code == IN ? Verdict.IN : code == OUT ? Verdict.OUT : Verdict.UNKNOWN;
    }

    /** Answers about the people at the first {@code n} places, in that order; at most {@link #BLOCK}. */
    abstract void answer(int[] places, int n, byte[] verdicts);

    /** What it costs to ask about one person, roughly. */
    abstract int cost();

    /** What belongs to one pass over a population. */
    static final class Pass {
        final Population people;
        private final IdentityHashMap<Check, BlockCheck> shared = new IdentityHashMap<>();

        Pass(Population people) {
            this.people = people;
        }

        BlockCheck shared(Check check, Check part) {
            BlockCheck known = shared.get(check);
            if (known == null) {
                known = new Remembered(people.size(), part.over(this));
                shared.put(check, known);
            }
            return known;
        }
    }

    /** One person after another. */
    static final class Rows extends BlockCheck {
        private final Population people;
        private final Check check;

        Rows(Pass pass, Check check) {
            this.people = pass.people;
            this.check = check;
        }

        @Override
        void answer(int[] places, int n, byte[] verdicts) {
            for (int i = 0; i < n; i++) {
                verdicts[i] = code(check.of(people.profile(places[i])));
            }
        }

        @Override
        int cost() {
            return 10 * check.cost(people.summarised());
        }
    }

    /** What depends on one {@link Facet} alone. */
    static final class Coded extends BlockCheck {
        private final Facet facet;
        private final byte[] byCode;

        Coded(Pass pass, Facet facet, Check check) {
            this.facet = facet;
            this.byCode = new byte[facet.examples().size()];
            for (int i = 0; i < byCode.length; i++) {
                byCode[i] = code(check.of(pass.people.profile(facet.examples().get(i))));
            }
        }

        @Override
        void answer(int[] places, int n, byte[] verdicts) {
            for (int i = 0; i < n; i++) {
                verdicts[i] = byCode[facet.code(places[i])];
            }
        }

        @Override
        int cost() {
            return 1;
        }
    }

    /**
     * Kleene's "and", or "or" as the same on its head: whoever a part decides about is not asked about again. The cheapest part
     * is asked first, then the one that decides most for what it costs, by the people asked about so far.
     */
    static final class Combined extends BlockCheck {
        private final Part[] parts;
        private final byte deciding;
        private final byte otherwise;
        private final int[] open = new int[BLOCK];
        private final int[] asked = new int[BLOCK];
        private final byte[] told = new byte[BLOCK];
        private int blocks;
        private int next = 1;

        Combined(List<BlockCheck> parts, boolean any) {
            this.parts = parts.stream().map(Part::new).toArray(Part[]::new);
            Arrays.sort(this.parts, Comparator.comparingDouble(Part::rank));
            this.deciding = any ? IN : OUT;
            this.otherwise = any ? OUT : IN;
        }

        @Override
        void answer(int[] places, int n, byte[] verdicts) {
            Arrays.fill(verdicts, 0, n, otherwise);
            System.arraycopy(places, 0, asked, 0, n);
            for (int i = 0; i < n; i++) {
                open[i] = i;
            }
            int left = n;
            for (int i = 0; i < parts.length && left > 0; i++) {
                parts[i].check.answer(asked, left, told);
                int still = settle(left, verdicts);
                parts[i].note(left, left - still);
                left = still;
            }
            if (++blocks == next) {
                Arrays.sort(parts, Comparator.comparingDouble(Part::rank));
                next *= 2;
            }
        }

        /** Takes what was told, and answers how many are still open. */
        private int settle(int asking, byte[] verdicts) {
            int left = 0;
            for (int i = 0; i < asking; i++) {
                byte one = told[i];
                int place = open[i];
                if (one != otherwise) {
                    verdicts[place] = one;
                }
                open[left] = place;
                asked[left] = asked[i];
                left += one == deciding ? 0 : 1;
            }
            return left;
        }

        @Override
        int cost() {
            return Arrays.stream(parts).mapToInt(part -> part.check.cost()).sum();
        }
    }

    /** One of several, with how many it was asked about and decided about. */
    private static final class Part {
        private final BlockCheck check;
        private final int cost;
        private long asked;
        private long decided;

        Part(BlockCheck check) {
            this.check = check;
            this.cost = check.cost();
        }

        void note(int people, int ofThem) {
            asked += people;
            decided += ofThem;
        }

        /** What one decision costs; at first, as if one in two were decided about. */
        double rank() {
            return cost * (asked + 2.0) / (decided + 1.0);
        }
    }

    /** The opposite. */
    static final class Negated extends BlockCheck {
        private final BlockCheck part;

        Negated(BlockCheck part) {
            this.part = part;
        }

        @Override
        void answer(int[] places, int n, byte[] verdicts) {
            part.answer(places, n, verdicts);
            for (int i = 0; i < n; i++) {
                verdicts[i] = verdicts[i] == UNKNOWN ? UNKNOWN : verdicts[i] == IN ? OUT : IN;
            }
        }

        @Override
        int cost() {
            return part.cost();
        }
    }

    /** Asked about each person once, however many refer to it. */
    private static final class Remembered extends BlockCheck {
        private static final byte NOT_YET = -1;

        private final BlockCheck part;
        private final byte[] known;
        private final int[] asked = new int[BLOCK];
        private final byte[] told = new byte[BLOCK];

        Remembered(int people, BlockCheck part) {
            this.part = part;
            this.known = new byte[people];
            Arrays.fill(known, NOT_YET);
        }

        @Override
        void answer(int[] places, int n, byte[] verdicts) {
            int asking = 0;
            for (int i = 0; i < n; i++) {
                if (known[places[i]] == NOT_YET) {
                    asked[asking++] = places[i];
                }
            }
            part.answer(asked, asking, told);
            for (int i = 0; i < asking; i++) {
                known[asked[i]] = told[i];
            }
            for (int i = 0; i < n; i++) {
                verdicts[i] = known[places[i]];
            }
        }

        @Override
        int cost() {
            return part.cost();
        }
    }
}
