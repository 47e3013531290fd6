// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.evidence;

import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Notes when the database's clock leaps ahead of the steady clock between two readings. A leap makes waits end that nobody
 * has waited, so whatever takes people off a list rests until a person has confirmed the time. (A leap back opens nothing:
 * see {@link Audit#notBefore}.) A clock the host brings is the host's affair and not watched.
 */
public final class ClockWatch {
    private static final String JUMPED = "clock_jumped";
    private static final Duration MOST = Duration.ofHours(1);

    private final Settings settings;
    private final Audit audit;

    public ClockWatch(Settings settings, Audit audit) {
        this.settings = settings;
        this.audit = audit;
    }

    /**
     * Takes in one reading of the clock.
     *
     * @param ahead by how much more the clock moved than time passed since the reading before
     */
    public void noticed(Duration ahead) {
        if (ahead.compareTo(MOST) <= 0) {
            return;
        }
        Instant now = settings.now();
        settings.ledger().transact(rows -> {
            String words =
                    "the database's clock leapt ahead by " + ahead.truncatedTo(ChronoUnit.SECONDS) + " before " + now;
            rows.put(Schema.SETTING, List.of(new Setting(JUMPED, words)));
            audit.write(rows, now, Audit.ENGINE, "clock.jumped", settings.node(), words);
            return words;
        });
    }

    /**
     * Puts on record by which rules times of day are told: countries change them, and then quiet hours and times of sending of
     * other nodes, or of the past, were others.
     */
    public void goesBy(String timeZoneRules) {
        Instant now = settings.now();
        settings.ledger().transact(rows -> {
            String before = Runs.setting(rows, Setting.TIME_ZONE_RULES).orElse("");
            if (!before.equals(timeZoneRules)) {
                rows.put(Schema.SETTING, List.of(new Setting(Setting.TIME_ZONE_RULES, timeZoneRules)));
                if (!before.isEmpty()) {
                    String words = timeZoneRules + " after " + before;
                    audit.write(rows, now, Audit.ENGINE, "timezones.changed", settings.node(), words);
                }
            }
            return before;
        });
    }

    /** The leap nobody has confirmed yet, in words. */
    public static Optional<String> jumped(Rows rows) {
        return Runs.setting(rows, JUMPED);
    }

    static void confirm(Rows rows) {
        rows.delete(Schema.SETTING, Where.all().eq("name", JUMPED));
    }
}
