// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.activity.ActivityTimes;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.segment.ActivityCount;
import io.reengage.segment.Inactive;
import io.reengage.segment.Span;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Conditions on what people did. */
final class ActivitySql {
    private final HostTables tables;
    private final Question question;

    ActivitySql(HostTables tables, Question question) {
        this.tables = tables;
        this.question = question;
    }

    private boolean moreElsewhere() {
        return question.evidence() == Question.Evidence.HERE_AND_ELSEWHERE;
    }

    Bounds count(ActivityCount rule) {
        return rule.bound() == ActivityCount.Bound.AT_LEAST
                ? atLeast(rule, rule.times())
                : atLeast(rule, rule.times() + 1).turned();
    }

    private Bounds atLeast(ActivityCount rule, int times) {
        Window window = window(rule.within(), question.asOf());
        Seen seen = new Seen(tables, rule.types(), question.asOf());
        Sql enough = seen.atLeast(times, window.earliest());
        Sql tooFew = seen.fewerThan(times, window.latest());
        Sql out = Sql.and(tooFew, recorded(rule.types(), window.latest()), seen.whole(window.latest()));
        Sql gap = Sql.or(unrecorded(rule.types(), window.earliest()), seen.cut(window.earliest()));
        return moreElsewhere()
                ? new Bounds(Sql.TRUE, out, Sql.TRUE, Sql.TRUE, false)
                : new Bounds(enough, out, Sql.or(enough, gap), tooFew, window.exact());
    }

    Bounds inactive(Inactive rule) {
        List<Observation.Range> ranges = rule.types().stream()
                .flatMap(type -> question.observed().of(type).stream())
                .toList();
        if (ranges.isEmpty()) {
            return Bounds.unknown();
        }
        Instant end = ranges.stream()
                .map(Observation.Range::through)
                .filter(through -> through.isBefore(question.asOf()))
                .min(Comparator.naturalOrder())
                .map(ActivityTimes::second)
                .orElse(question.asOf());
        Instant since = ranges.stream()
                .map(Observation.Range::since)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Window window = window(rule.forAtLeast(), end);
        Seen signals = new Seen(tables, rule.types(), question.asOf());
        Sql silent = signals.fewerThan(1, window.latest());
        Sql signal = signals.atLeast(1, window.earliest());
        Sql guards = Sql.and(
                Sql.when(!since.isAfter(window.latest())),
                joinedBy(window.latest()),
                received(rule, end, window.earliest(), true));
        Sql unmet = Sql.or(
                Sql.when(since.isAfter(window.earliest())),
                joinedAfter(window.earliest()),
                received(rule, end, window.latest(), false));
        return new Bounds(
                Sql.and(silent, guards, signals.whole(window.latest())),
                moreElsewhere() ? Sql.TRUE : signal,
                silent,
                moreElsewhere() ? Sql.TRUE : Sql.or(signal, unmet, signals.cut(window.earliest())),
                window.exact() && !moreElsewhere());
    }

    /** Enough messages, or too few. Messages on record elsewhere may make up for those that lack here. */
    private Sql received(Inactive rule, Instant end, Instant from, boolean enough) {
        if (rule.received() == 0 || (moreElsewhere() && enough)) {
            return Sql.when(enough);
        }
        Instant answerable = Inactive.TOO_NEW.before(end, question.fallbackZone());
        if (answerable.isBefore(from)) {
            return Sql.when(!enough);
        }
        Seen messages = new Seen(tables, Set.of(ActivityType.RECEIVED), answerable);
        return enough ? messages.atLeast(rule.received(), from) : messages.fewerThan(rule.received(), from);
    }

    private Window window(@Nullable Span span, Instant end) {
        if (span == null) {
            return Window.EVER;
        }
        boolean elapsed = span.unit() == Span.Unit.MINUTES || span.unit() == Span.Unit.HOURS;
        return elapsed || tables.people().zone() == null
                ? Window.before(span, end, question.fallbackZone())
                : Window.anywhere(span, end);
    }

    /** All of these were on record from there until now, or since the person joined. */
    private Sql recorded(Set<ActivityType> types, Instant from) {
        @Nullable Instant since = wholeSince(types);
        if (since == null) {
            return Sql.FALSE;
        }
        return since.isAfter(from) ? joinedNotBefore(since) : Sql.TRUE;
    }

    private Sql unrecorded(Set<ActivityType> types, Instant from) {
        @Nullable Instant since = wholeSince(types);
        if (since == null) {
            return Sql.TRUE;
        }
        return since.isAfter(from) ? joinedBefore(since) : Sql.FALSE;
    }

    /** Since when all of them are on record; {@code null} if one is not, or not up to now. */
    private @Nullable Instant wholeSince(Set<ActivityType> types) {
        Instant latest = Instant.MIN;
        for (ActivityType type : types) {
            Observation.@Nullable Range range = question.observed().of(type).orElse(null);
            if (range == null || range.through().isBefore(question.asOf())) {
                return null;
            }
            latest = range.since().isAfter(latest) ? range.since() : latest;
        }
        return latest;
    }

    private Sql joinedBy(Instant moment) {
        @Nullable Time joined = tables.people().joinedAt();
        return joined == null ? Sql.FALSE : joined.before("p", moment.plusSeconds(1));
    }

    private Sql joinedAfter(Instant moment) {
        @Nullable Time joined = tables.people().joinedAt();
        return joined == null
                ? Sql.TRUE
                : Sql.or(Sql.of(joined.column().of("p") + " IS NULL"), joined.notBefore("p", moment.plusSeconds(1)));
    }

    private Sql joinedNotBefore(Instant moment) {
        @Nullable Time joined = tables.people().joinedAt();
        return joined == null ? Sql.FALSE : joined.notBefore("p", moment);
    }

    private Sql joinedBefore(Instant moment) {
        @Nullable Time joined = tables.people().joinedAt();
        return joined == null
                ? Sql.TRUE
                : Sql.or(Sql.of(joined.column().of("p") + " IS NULL"), joined.before("p", moment));
    }
}
