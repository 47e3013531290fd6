// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The moments at which the passing of time may turn a verdict on one person: a time on record enters or leaves a window, or
 * the record itself begins or ends to cover one. At no other moment does it turn.
 */
final class Changes {
    /** Beyond three thousand years nothing is expected to happen. */
    private static final long FAR_SECONDS = 100_000_000_000L;

    private final Profile person;
    private final Instant asOf;

    /** @param asOf the moment after which changes are looked for; earlier ones may be left out */
    Changes(Profile person, Instant asOf) {
        this.person = person;
        this.asOf = asOf;
    }

    Stream<Instant> of(Condition condition) {
        if (condition instanceof AllOf all) {
            return all.parts().stream().flatMap(this::of);
        }
        if (condition instanceof AnyOf any) {
            return any.parts().stream().flatMap(this::of);
        }
        if (condition instanceof Not not) {
            return of(not.part());
        }
        if (condition instanceof ActivityCount count) {
            return ofRecord(count.types(), count.within());
        }
        return condition instanceof Inactive rule ? ofInactive(rule) : Stream.empty();
    }

    private Stream<Instant> ofInactive(Inactive rule) {
        Stream<Instant> joined = near(person.subscriber().joinedAt()).flatMap(at -> covers(rule.forAtLeast(), at));
        Stream<Instant> messages = rule.received() == 0
                ? Stream.empty()
                : times(ActivityType.RECEIVED)
                        .flatMap(at -> Stream.concat(
                                Stream.of(Inactive.TOO_NEW.after(at, person.zone())), leaves(rule.forAtLeast(), at)));
        return Stream.of(ofRecord(rule.types(), rule.forAtLeast()), joined, messages)
                .flatMap(moments -> moments);
    }

    private Stream<Instant> ofRecord(Collection<ActivityType> types, @Nullable Span window) {
        Stream<Instant> bounds = types.stream()
                .flatMap(type -> person.observed().of(type).stream())
                .flatMap(range -> Stream.concat(
                        near(range.through())
                                .map(at -> at.truncatedTo(ChronoUnit.MILLIS).plusMillis(1)),
                        window == null ? Stream.empty() : near(range.since()).flatMap(at -> covers(window, at))));
        Stream<Instant> times = types.stream()
                .flatMap(this::times)
                .flatMap(at -> window == null ? Stream.of(at) : Stream.concat(Stream.of(at), leaves(window, at)));
        return Stream.concat(bounds, times);
    }

    private Stream<Instant> times(ActivityType type) {
        return Arrays.stream(person.activity().timeline(type).newest()).mapToObj(Instant::ofEpochMilli);
    }

    /** The first moment whose window begins at {@code since} or later. */
    private Stream<Instant> covers(Span window, Instant since) {
        return leaves(window, since.minusNanos(1));
    }

    private Stream<Instant> leaves(Span window, Instant at) {
        return window.before(asOf, person.zone()).isAfter(at)
                ? Stream.empty()
                : Stream.of(window.leftAt(at, person.zone()));
    }

    private static Stream<Instant> near(@Nullable Instant at) {
        return at == null || Math.abs(at.getEpochSecond()) > FAR_SECONDS ? Stream.empty() : Stream.of(at);
    }
}
