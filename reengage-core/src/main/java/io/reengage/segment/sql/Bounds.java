// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import java.util.List;
import java.util.function.Function;

/**
 * A condition in SQL, seen from four sides. Each finds at least those it names; if exact, nobody else.
 *
 * @param in who belongs
 * @param out who does not
 * @param notOut who belongs or is unknown
 * @param notIn who does not belong or is unknown
 */
record Bounds(Sql in, Sql out, Sql notOut, Sql notIn, boolean exact) {

    /** Nothing is known: everybody may be anything. */
    static final Bounds OPEN = new Bounds(Sql.TRUE, Sql.TRUE, Sql.TRUE, Sql.TRUE, false);

    static Bounds exact(Sql in, Sql out) {
        return new Bounds(in, out, out.negated(), in.negated(), true);
    }

    /** Never unknown. */
    static Bounds plain(Sql in, Sql out) {
        return new Bounds(in, out, in, out, true);
    }

    static Bounds always(boolean in) {
        return plain(Sql.when(in), Sql.when(!in));
    }

    /** Unknown, whoever it is. */
    static Bounds unknown() {
        return new Bounds(Sql.FALSE, Sql.FALSE, Sql.TRUE, Sql.TRUE, true);
    }

    static Bounds allOf(List<Bounds> parts) {
        return new Bounds(
                Sql.and(each(parts, Bounds::in)),
                Sql.or(each(parts, Bounds::out)),
                Sql.and(each(parts, Bounds::notOut)),
                Sql.or(each(parts, Bounds::notIn)),
                parts.stream().allMatch(Bounds::exact));
    }

    static Bounds anyOf(List<Bounds> parts) {
        return allOf(parts.stream().map(Bounds::turned).toList()).turned();
    }

    /** The negation: the sides change places, and no NOT is written. */
    Bounds turned() {
        return new Bounds(out, in, notIn, notOut, exact);
    }

    /** For a narrower condition that is never unknown: whoever this leaves out is out of that too. */
    Bounds widened() {
        return new Bounds(in, Sql.TRUE, in, Sql.TRUE, false);
    }

    private static List<Sql> each(List<Bounds> parts, Function<Bounds, Sql> side) {
        return parts.stream().map(side).toList();
    }

    /** IN, OUT or UNKNOWN, and NULL where only a look at the person decides. */
    Sql verdict() {
        Sql text = Sql.of("CASE WHEN ");
        if (exact) {
            return text.then(in).then(" THEN 'IN' WHEN ").then(out).then(" THEN 'OUT' ELSE 'UNKNOWN' END");
        }
        return text.then(notIn.negated())
                .then(" THEN 'IN' WHEN ")
                .then(notOut.negated())
                .then(" THEN 'OUT' WHEN ")
                .then(Sql.or(in, out))
                .then(" THEN NULL ELSE 'UNKNOWN' END");
    }

    /** Those only a look at the person decides about. */
    Sql undecided() {
        return exact ? Sql.FALSE : Sql.and(notIn, notOut, Sql.or(in, out));
    }
}
