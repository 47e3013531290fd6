// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which answers each page takes, and how a posted form says them. */
final class Choices {

    private static final String ONE_CLICK_NAME = "List-Unsubscribe";
    private static final String ONE_CLICK_VALUE = "One-Click";

    private static final String UNSUBSCRIBE = "unsubscribe";
    private static final String LEAVE = "leave";
    private static final Map<String, Integer> PAUSE_MONTHS = Map.of("pause-1", 1, "pause-3", 3, "pause-6", 6);

    private static final Set<String> STAYING = Set.of("keep", "fewer", "pause-1", "pause-3", "pause-6", LEAVE);
    private static final Map<String, Set<String>> BY_PAGE = Map.of(
            LinkToken.KEEP_ME, STAYING,
            LinkToken.PREFERENCES, STAYING,
            LinkToken.UNSUBSCRIBE, Set.of(UNSUBSCRIBE, LEAVE));

    private Choices() {}

    static boolean pageExists(String page) {
        return BY_PAGE.containsKey(page);
    }

    /** What the form says, if it says anything this page takes. */
    static Optional<Answer> read(String page, LandingRequest request, Instant now) {
        Set<String> taken = BY_PAGE.getOrDefault(page, Set.of());
        boolean oneClick = request.parameter(ONE_CLICK_NAME)
                .filter(ONE_CLICK_VALUE::equalsIgnoreCase)
                .isPresent();
        if (oneClick && taken.contains(UNSUBSCRIBE)) {
            return Optional.of(new Answer.Unsubscribed());
        }
        return request.parameter("answer").filter(taken::contains).map(word -> answer(word, request, now));
    }

    private static Answer answer(String word, LandingRequest request, Instant now) {
        Integer months = PAUSE_MONTHS.get(word);
        if (months != null) {
            return new Answer.Paused(now.atOffset(ZoneOffset.UTC)
                    .truncatedTo(ChronoUnit.DAYS)
                    .plusMonths(months)
                    .toInstant());
        }
        return switch (word) {
            case "keep" -> new Answer.Kept();
            case "fewer" -> new Answer.Fewer();
            case UNSUBSCRIBE -> new Answer.Unsubscribed();
            default ->
                new Answer.Left(
                        request.parameter("reason").flatMap(Answer.Reason::of).orElse(null));
        };
    }
}
