// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Decides how long ago something was first or last done, as far as the record allows. */
final class Ages {
    private final Coverage record;
    private final ActivityAge rule;
    private final Instant start;

    Ages(Coverage record, ActivityAge rule) {
        this.record = record;
        this.rule = rule;
        this.start = rule.span().before(record.asOf, record.zone);
    }

    /**
     * @param first the first time on record
     * @param last the last time on record
     * @param gap why the record does not cover the time between two moments, if it does not
     */
    Finding finding(
            @Nullable Instant first, @Nullable Instant last, BiFunction<Instant, Instant, Optional<Phrase>> gap) {
        boolean ofFirst = rule.which() == ActivityAge.Which.FIRST;
        Instant at = ofFirst ? first : last;
        boolean least = rule.bound() == ActivityCount.Bound.AT_LEAST;
        if (at == null) {
            return gap.apply(Coverage.BEGINNING, least && ofFirst ? start : record.asOf)
                    .map(Finding::unknown)
                    .orElseGet(() -> Finding.of(false, () -> Phrase.of("never")));
        }
        boolean holds = least ? !at.isAfter(start) : !at.isBefore(start);
        // what is not on record can only make a first time earlier and a last time later
        boolean safe = ofFirst ? holds == least : holds != least;
        Optional<Phrase> open = safe
                ? Optional.empty()
                : ofFirst ? gap.apply(Coverage.BEGINNING, start) : gap.apply(start, record.asOf);
        return Finding.of(
                open.isPresent() ? Verdict.UNKNOWN : Verdict.of(holds),
                () -> open.map(reason -> Phrase.of("but", record.ago(at), reason))
                        .orElseGet(() -> record.ago(at)));
    }
}
