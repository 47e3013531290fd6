// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.feedback;

import io.reengage.internal.node.Keys;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many addresses each provider called dead of late, on all nodes together. A row for each, under a name that begins with the
 * provider's, so that nodes do not wait for each other; gone when its time is over.
 */
public final class DeathToll {
    /** How many addresses a provider may call dead to our face within {@link #SPAN} and be believed. */
    public static final int MOST_BELIEVED = 100;

    public static final Duration SPAN = Duration.ofHours(1);

    private static final String ALL = "dead/";
    /** The character after the slash, where names of one beginning end. */
    private static final char END = '/' + 1;

    private DeathToll() {}

    /** Counts these, each once, and says whether there are more than so many. */
    public static boolean exceeds(
            Rows rows, String provider, Collection<String> ids, int most, Duration within, Instant now) {
        // whole seconds, so that times compare as texts
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        rows.delete(
                Schema.SETTING, under(ALL).below("value", second.minus(within).toString()));
        String theirs = ALL + Keys.of(provider.toLowerCase(Locale.ROOT)) + "/";
        Set<String> known = rows.all(Schema.SETTING, under(theirs)).stream()
                .map(Setting::name)
                .collect(Collectors.toSet());
        List<Setting> fresh = ids.stream()
                .map(id -> theirs + Keys.of(id))
                .distinct()
                .filter(name -> !known.contains(name))
                .limit(Math.max(0, 2L * most - known.size()))
                .map(name -> new Setting(name, second.toString()))
                .toList();
        rows.insertNew(Schema.SETTING, fresh);
        return known.size() + fresh.size() > most;
    }

    private static Where under(String beginning) {
        return Where.all()
                .atLeast("name", beginning)
                .below("name", beginning.substring(0, beginning.length() - 1) + END);
    }
}
