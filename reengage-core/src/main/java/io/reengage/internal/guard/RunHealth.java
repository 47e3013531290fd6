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
 * @param messages how many it handed over of late
 * @param people how many objected of late, by kind
 */
public record RunHealth(String run, long messages, Map<Setback.Kind, Long> people) {

    public RunHealth {
        people = Map.copyOf(people);
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
                .collect(Collectors.joining(", ", ofAll() + ", ", ""));
    }

    private String ofAll() {
        String number = messages == 0 ? "no" : "of " + number(messages);
        return number + " messages within " + HealthGuard.WINDOW.toDays() + " days";
    }

    /** One kind in numbers; there is no share of nothing. */
    private String text(Setback.Kind kind) {
        String counted = number(kind) == 1 ? "1 " + name(kind) : number(number(kind)) + " " + names(kind);
        return messages == 0 ? counted : counted + " or " + share(kind) + " %";
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
        return messages == 0 && people.values().stream().allMatch(number -> number == 0)
                ? ofAll()
                : Arrays.stream(Setback.Kind.values())
                        .map(kind -> observable.contains(kind)
                                ? text(kind)
                                : names(kind) + " not observable: none was ever told")
                        .collect(Collectors.joining(", ", ofAll() + ", ", ""));
    }
}
