// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The segments and scorers that conditions refer to by name. Immutable. */
public final class Catalog {

    /** Knows no name. */
    public static final Catalog EMPTY = new Catalog(Map.of(), Map.of());

    /** The most conditions a segment may have, counted with those of the segments it refers to. */
    public static final int MOST_CONDITIONS = 10_000;

    private final Map<String, Condition> segments;
    private final Map<String, Scorer> scorers;

    private Catalog(Map<String, Condition> segments, Map<String, Scorer> scorers) {
        this.segments = segments;
        this.scorers = scorers;
    }

    /**
     * A catalog of these.
     *
     * @throws IllegalArgumentException if a name is given twice, or segments refer to each other in a circle
     */
    public static Catalog of(Collection<Segment> segments, Collection<Scorer> scorers) {
        Map<String, Scorer> byName = new LinkedHashMap<>();
        for (Scorer each : scorers) {
            if (byName.put(each.name(), each) != null) {
                throw new IllegalArgumentException("two scorers are named " + each.name());
            }
        }
        Map<String, Condition> written = new LinkedHashMap<>();
        for (Segment each : segments) {
            if (written.put(each.name(), each.condition()) != null) {
                throw new IllegalArgumentException("two segments are named " + each.name());
            }
        }
        Map<String, Condition> resolved = new LinkedHashMap<>();
        for (String name : written.keySet()) {
            resolve(name, written, byName, resolved, new LinkedHashSet<>());
        }
        return new Catalog(Map.copyOf(resolved), Map.copyOf(byName));
    }

    /** Depth first, each segment once: those it refers to are whole before it is. */
    private static void resolve(
            String name,
            Map<String, Condition> written,
            Map<String, Scorer> scorers,
            Map<String, Condition> resolved,
            Set<String> way) {
        Condition condition = written.get(name);
        if (condition == null || resolved.containsKey(name)) {
            return;
        }
        if (!way.add(name)) {
            List<String> circle = new ArrayList<>(way);
            circle.add(name);
            throw new IllegalArgumentException("segments refer to each other in a circle: "
                    + String.join(" -> ", circle.subList(circle.indexOf(name), circle.size())));
        }
        segmentNames(condition).forEach(each -> resolve(each, written, scorers, resolved, way));
        way.remove(name);
        Condition whole = rewrite(condition, leaf -> found(leaf, resolved, scorers));
        if (size(whole) > MOST_CONDITIONS) {
            throw new IllegalArgumentException("segment " + name + " has more than " + MOST_CONDITIONS
                    + " conditions, counted with those of the segments it refers to");
        }
        resolved.put(name, whole);
    }

    private static long size(Condition condition) {
        long[] size = {0};
        rewrite(condition, leaf -> {
            Condition inner = leaf instanceof InSegment in ? in.condition() : null;
            size[0] += inner == null ? 1 : size(inner);
            return leaf;
        });
        return size[0];
    }

    /** The condition of the segment of this name. */
    public Optional<Condition> segment(String name) {
        return Optional.ofNullable(segments.get(name));
    }

    /** The same condition with all names looked up; those nobody knows stay names, and UNKNOWN. */
    public Condition resolve(Condition condition) {
        return rewrite(condition, leaf -> found(leaf, segments, scorers));
    }

    /** What the condition refers to and this catalog does not know, such as {@code segment dormant}, in order. */
    public Set<String> missing(Condition condition) {
        Set<String> missing = new TreeSet<>();
        rewrite(resolve(condition), leaf -> {
            if (leaf instanceof InSegment in) {
                Condition inner = in.condition();
                missing.addAll(inner == null ? Set.of("segment " + in.name()) : missing(inner));
            }
            if (leaf instanceof Score score && score.scorer() instanceof Scorer.Named named) {
                missing.add("scorer " + named.name());
            }
            return leaf;
        });
        return missing;
    }

    private static Condition found(Condition leaf, Map<String, Condition> segments, Map<String, Scorer> scorers) {
        if (leaf instanceof InSegment in) {
            Condition inline = in.condition();
            return inline == null
                    ? new InSegment(in.name(), segments.get(in.name()))
                    : new InSegment(in.name(), rewrite(inline, inner -> found(inner, segments, scorers)));
        }
        if (leaf instanceof Score score && score.scorer() instanceof Scorer.Named named) {
            Scorer scorer = scorers.getOrDefault(named.name(), named);
            return new Score(scorer, score.within(), score.bound(), score.limit());
        }
        return leaf;
    }

    private static Set<String> segmentNames(Condition condition) {
        Set<String> names = new LinkedHashSet<>();
        rewrite(condition, leaf -> {
            if (leaf instanceof InSegment in) {
                Condition inner = in.condition();
                names.addAll(inner == null ? Set.of(in.name()) : segmentNames(inner));
            }
            return leaf;
        });
        return names;
    }

    private static Condition rewrite(Condition condition, UnaryOperator<Condition> leaves) {
        if (condition instanceof AllOf all) {
            return new AllOf(
                    all.parts().stream().map(part -> rewrite(part, leaves)).toList());
        }
        if (condition instanceof AnyOf any) {
            return new AnyOf(
                    any.parts().stream().map(part -> rewrite(part, leaves)).toList());
        }
        if (condition instanceof Not not) {
            return new Not(rewrite(not.part(), leaves));
        }
        return condition instanceof Was was
                ? new Was(rewrite(was.part(), leaves), was.at(), was.ago())
                : leaves.apply(condition);
    }
}
