// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityTimes;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gets conditions ready for one moment. Conditions have no effects, so they may be asked in any order. */
final class Checks {
    private final Instant asOf;
    private final @Nullable Instant since;
    private final boolean past;
    /** A segment that many others refer to is asked once per person. */
    private final IdentityHashMap<Condition, Check> segments = new IdentityHashMap<>();

    /** @param since where counts of activities start; {@code null} for the beginning */
    private Checks(Instant asOf, @Nullable Instant since, boolean past) {
        this.asOf = asOf;
        this.since = since;
        this.past = past;
    }

    static Check of(Condition condition, Instant asOf, @Nullable Instant since, boolean past) {
        return new Checks(asOf, since, past).of(condition);
    }

    private Check of(Condition condition) {
        if (condition instanceof AllOf all) {
            return new Combined(parts(all.parts()), false);
        }
        if (condition instanceof AnyOf any) {
            return new Combined(parts(any.parts()), true);
        }
        if (condition instanceof Not not) {
            return new Negated(of(not.part()));
        }
        if (condition instanceof ActivityCount count) {
            return new CountCheck(
                    count, ActivityTimes.second(asOf), since == null ? null : ActivityTimes.second(since));
        }
        if (condition instanceof Inactive rule) {
            return new InactiveCheck(rule, ActivityTimes.second(asOf));
        }
        if (condition instanceof InSegment in && in.condition() != null) {
            return shared(in.condition());
        }
        Check leaf = new Leaf(condition);
        if (past) {
            return leaf;
        }
        if (condition instanceof OnList on) {
            return new ListCheck(on.list());
        }
        return condition instanceof AttributeTest test && TextCheck.fits(test) ? new TextCheck(test, leaf) : leaf;
    }

    private Check shared(Condition condition) {
        Check known = segments.get(condition);
        if (known == null) {
            known = new Shared(of(condition));
            segments.put(condition, known);
        }
        return known;
    }

    private List<Check> parts(List<Condition> parts) {
        return parts.stream().map(this::of).toList();
    }

    /** Kleene's "and", or "or" as the same on its head; stops at the first part that decides. */
    private static final class Combined extends Check {
        private final Check[] ofSummary;
        private final Check[] ofHistory;
        private final boolean any;
        private final Verdict deciding;
        private final Verdict otherwise;

        Combined(List<Check> parts, boolean any) {
            this.any = any;
            this.ofSummary = cheapFirst(parts, true);
            this.ofHistory = cheapFirst(parts, false);
            this.deciding = any ? Verdict.IN : Verdict.OUT;
            this.otherwise = deciding.negate();
        }

        private static Check[] cheapFirst(List<Check> parts, boolean summarised) {
            return parts.stream()
                    .sorted(Comparator.comparingInt(part -> part.cost(summarised)))
                    .toArray(Check[]::new);
        }

        @Override
        Verdict of(Profile person) {
            Verdict verdict = otherwise;
            for (Check part : person.activity() instanceof ActivitySummary ? ofSummary : ofHistory) {
                Verdict one = part.of(person);
                if (one == deciding) {
                    return one;
                }
                if (one == Verdict.UNKNOWN) {
                    verdict = one;
                }
            }
            return verdict;
        }

        @Override
        BlockCheck over(BlockCheck.Pass pass) {
            return new BlockCheck.Combined(
                    Arrays.stream(ofSummary).map(part -> part.over(pass)).toList(), any);
        }

        @Override
        int cost(boolean summarised) {
            return Arrays.stream(ofSummary)
                    .mapToInt(part -> part.cost(summarised))
                    .sum();
        }
    }

    private static final class Negated extends Check {
        private final Check part;

        Negated(Check part) {
            this.part = part;
        }

        @Override
        Verdict of(Profile person) {
            return part.of(person).negate();
        }

        @Override
        BlockCheck over(BlockCheck.Pass pass) {
            return new BlockCheck.Negated(part.over(pass));
        }

        @Override
        int cost(boolean summarised) {
            return part.cost(summarised);
        }
    }

    private static final class ListCheck extends Check {
        private final String list;

        ListCheck(String list) {
            this.list = list;
        }

        @Override
        Verdict of(Profile person) {
            return Verdict.of(person.subscriber().mayReceive(list));
        }

        @Override
        BlockCheck over(BlockCheck.Pass pass) {
            return coded(
                    pass, this, "list " + list, person -> person.subscriber().mayReceive(list));
        }

        @Override
        int cost(boolean summarised) {
            return 40;
        }
    }

    /** Whether a text is one of a few: by far the most common test. Anything unusual is left to the full test. */
    private static final class TextCheck extends Check {
        private final String path;
        private final String[] wanted;
        private final Check full;

        TextCheck(AttributeTest test, Check full) {
            this.path = test.path();
            this.wanted = test.values().toArray(new String[0]);
            this.full = full;
        }

        static boolean fits(AttributeTest test) {
            return (test.operator() == AttributeTest.Operator.IS || test.operator() == AttributeTest.Operator.IN)
                    && !test.path().equals("language")
                    && !test.path().equals(AttributeFacts.JOINED_AT)
                    && test.values().stream().allMatch(String.class::isInstance);
        }

        @Override
        Verdict of(Profile person) {
            if (!(person.subscriber().attributes().get(path) instanceof String text)) {
                return full.of(person);
            }
            for (String each : wanted) {
                if (each.equals(text)) {
                    return Verdict.IN;
                }
            }
            return Verdict.OUT;
        }

        @Override
        BlockCheck over(BlockCheck.Pass pass) {
            return full.over(pass);
        }

        @Override
        int cost(boolean summarised) {
            return 30;
        }
    }

    /** A check that hangs on one thing alone, asked once for each value that thing has. */
    private static BlockCheck coded(
            BlockCheck.Pass pass, Check check, String name, Function<Profile, @Nullable Object> thing) {
        Facet facet = pass.people.facet(name, thing);
        return facet.pays() ? new BlockCheck.Coded(pass, facet, check) : new BlockCheck.Rows(pass, check);
    }

    /** Remembers its answer for the person asked about last. */
    private static final class Shared extends Check {
        private final Check part;
        private @Nullable Answer last;

        /** Made once and only read, so that threads see it whole or not at all. */
        private record Answer(Profile person, Verdict verdict) {}

        Shared(Check part) {
            this.part = part;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // another profile of the same person may know more
        Verdict of(Profile person) {
            Answer known = last;
            if (known == null || known.person != person) {
                known = new Answer(person, part.of(person));
                last = known;
            }
            return known.verdict;
        }

        @Override
        BlockCheck over(BlockCheck.Pass pass) {
            return pass.shared(this, part);
        }

        @Override
        int cost(boolean summarised) {
            return part.cost(summarised);
        }
    }

    /** Everything else, as the explanation finds it. */
    private final class Leaf extends Check {
        private final Condition condition;

        Leaf(Condition condition) {
            this.condition = condition;
        }

        @Override
        Verdict of(Profile person) {
            return new Evaluation(person, asOf, since, past).leaf(condition).verdict();
        }

        @Override
        BlockCheck over(BlockCheck.Pass pass) {
            if (!past && condition instanceof AttributeTest test && !dated(test)) {
                return coded(
                        pass,
                        this,
                        "attribute " + test.path(),
                        person -> attributes(person).value(test.path()));
            }
            if (!past && condition instanceof Country) {
                return coded(pass, this, "country", person -> attributes(person).country());
            }
            return !past && condition instanceof Language
                    ? coded(
                            pass,
                            this,
                            "language",
                            person -> person.subscriber().language())
                    : super.over(pass);
        }

        /** Whether an instant may have to be told as a date, which hangs on the zone too. */
        private static boolean dated(AttributeTest test) {
            return test.values().stream().anyMatch(LocalDate.class::isInstance);
        }

        private static AttributeFacts attributes(Profile person) {
            return new AttributeFacts(person.subscriber(), person.zone());
        }

        @Override
        int cost(boolean summarised) {
            return condition.need().types().isEmpty() ? 500 : 1000;
        }
    }
}
