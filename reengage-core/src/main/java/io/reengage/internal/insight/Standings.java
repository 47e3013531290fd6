// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.insight;

import io.reengage.internal.guard.HealthWatch;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.Run;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import io.reengage.report.CampaignReport.Standing;
import io.reengage.report.CampaignReport.Stop;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds where a run stands and since when, which the audit trail knows. */
final class Standings {

    private final Settings settings;
    private final HealthWatch health;

    Standings(Settings settings, HealthWatch health) {
        this.settings = settings;
        this.health = health;
    }

    Standing of(Run run, Instant now) {
        return settings.ledger()
                .transact(rows -> new Standing(
                        run.status(),
                        since(rows, run.id(), each -> acts(run.status()).contains(each.act())),
                        run.reason(),
                        health.judgement(rows, run, now).orElse(null),
                        stop(rows)));
    }

    private static Set<String> acts(Run.Status status) {
        return switch (status) {
            case RUNNING -> Set.of("launch", Runs.RESUME);
            case PAUSED -> Set.of("pause", "halt");
            case CANCELLED -> Set.of("cancel");
        };
    }

    private static @Nullable Stop stop(Rows rows) {
        return Runs.setting(rows, Setting.STOPPED)
                .filter(reason -> !reason.isEmpty())
                // a stop by the database's own means is in no line, and an older line tells of another one
                .map(reason ->
                        new Stop(since(rows, Runs.ALL, each -> each.detail().equals(reason)), reason))
                .orElse(null);
    }

    private static @Nullable Instant since(Rows rows, String subject, Predicate<AuditEntry> fits) {
        Optional<AuditEntry> last = rows.all(Schema.AUDIT, Where.all().eq("subject", subject)).stream()
                .filter(fits)
                .max(Comparator.comparing(AuditEntry::id));
        return last.map(AuditEntry::at).orElse(null);
    }
}
