// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.guard;

import io.reengage.ledger.store.Setback;
import io.reengage.policy.HealthGuard;
import io.reengage.policy.HealthGuard.Level;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a run is taken.
 *
 * @param run the campaign run
 * @param resumed whether somebody let it go on of late, so that it is counted anew
 * @param messages how many it handed over of late
 * @param people how many objected of late, by kind
 * @param before how many objected of late to messages sent before it was resumed, by kind
 */
public record RunHealth(
        String run, boolean resumed, long messages, Map<Setback.Kind, Long> people, Map<Setback.Kind, Long> before) {

    public RunHealth {
        people = Map.copyOf(people);
        before = Map.copyOf(before);
    }

    /** How many objections are left out, since somebody let the run go on after the messages they are about. */
    long leftOut() {
        return sum(before);
    }

    private static long sum(Map<Setback.Kind, Long> numbers) {
        return numbers.values().stream().mapToLong(number -> number).sum();
    }

    long number(Setback.Kind kind) {
        return people.getOrDefault(kind, 0L);
    }

    /** The worst of all kinds. */
    public Level level(HealthGuard guard) {
        return Arrays.stream(Setback.Kind.values())
                .map(kind -> level(guard, kind))
                .max(Comparator.naturalOrder())
                .orElse(Level.FINE);
    }

    private Level level(HealthGuard guard, Setback.Kind kind) {
        return limit(guard, kind).level(number(kind), messages);
    }

    private static HealthGuard.Limit limit(HealthGuard guard, Setback.Kind kind) {
        return switch (kind) {
            case COMPLAINT -> guard.complaints();
            case HARD_BOUNCE -> guard.hardBounces();
            case UNSUBSCRIBE -> guard.unsubscribes();
        };
    }

    /** What makes it no better than this level. */
    String reason(HealthGuard guard, Level level) {
        return Arrays.stream(Setback.Kind.values())
                .filter(kind -> level(guard, kind) == level)
                .map(kind -> text(kind)
                        + (level == Level.HALT ? " (limit " : " (paused at ")
                        + limit(guard, kind).halt() + ")")
                .collect(Collectors.joining(", ", ofAll() + ", ", inWordsLeftOut()));
    }

    private String ofAll() {
        String number = messages == 0 ? "no" : "of " + number(messages);
        return number + " messages "
                + (resumed ? "since it was resumed" : "within " + HealthGuard.WINDOW.toDays() + " days");
    }

    private String inWordsLeftOut() {
        return leftOut() == 0
                ? ""
                : Arrays.stream(Setback.Kind.values())
                        .filter(kind -> before.getOrDefault(kind, 0L) > 0)
                        .map(kind -> counted(before.getOrDefault(kind, 0L), kind))
                        .collect(Collectors.joining(
                                ", ", " (left out, about messages sent before it was resumed: ", ")"));
    }

    /** One kind in numbers; there is no share of nothing. */
    private String text(Setback.Kind kind) {
        String counted = counted(number(kind), kind);
        return messages == 0 ? counted : counted + " or " + share(kind) + " %";
    }

    private static String counted(long number, Setback.Kind kind) {
        return number == 1 ? "1 " + name(kind) : number(number) + " " + names(kind);
    }

    private String share(Setback.Kind kind) {
        return BigDecimal.valueOf(100 * number(kind))
                .divide(BigDecimal.valueOf(messages), 2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String name(Setback.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String names(Setback.Kind kind) {
        return name(kind) + "s";
    }

    /**
     * All kinds in numbers.
     *
     * @param observable kinds anybody ever told of
     */
    String words(Set<Setback.Kind> observable) {
        return messages == 0 && sum(people) == 0
                ? ofAll() + inWordsLeftOut()
                : Arrays.stream(Setback.Kind.values())
                        .map(kind -> observable.contains(kind)
                                ? text(kind)
                                : names(kind) + " not observable: none was ever told")
                        .collect(Collectors.joining(", ", ofAll() + ", ", inWordsLeftOut()));
    }
}
