// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.insight;

import io.reengage.internal.guard.HealthWatch;
import io.reengage.internal.hold.Hold;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Portion;
import io.reengage.internal.run.Ramps;
import io.reengage.internal.run.Runs;
import io.reengage.internal.run.Stops;
import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.Run;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.report.CampaignReport.HeldStep;
import io.reengage.report.CampaignReport.Ramping;
import io.reengage.report.CampaignReport.Standing;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds where a run stands, what of it waits, and since when, which the audit trail knows. */
final class Standings {

    private final Settings settings;
    private final HealthWatch health;

    Standings(Settings settings, HealthWatch health) {
        this.settings = settings;
        this.health = health;
    }

    Standing of(Run run, Instant now) {
        return settings.ledger().transact(rows -> {
            List<AuditEntry> told = told(rows, run.id());
            return new Standing(
                    run.status(),
                    last(told, each -> acts(run.status()).contains(each.act())).orElse(null),
                    run.reason(),
                    health.judgement(rows, run, now).orElse(null),
                    Stops.current(rows).orElse(null),
                    held(rows, run),
                    ramp(rows, run, told));
        });
    }

    private static Set<String> acts(Run.Status status) {
        return switch (status) {
            case RUNNING -> Set.of("launch", Runs.RESUME);
            case PAUSED -> Set.of("pause", "halt");
            case CANCELLED -> Set.of("cancel");
        };
    }

    private static List<HeldStep> held(Rows rows, Run run) {
        return run.status() == Run.Status.CANCELLED
                ? List.of()
                : Hold.all(rows).stream()
                        .filter(each -> each.run().equals(run.id()))
                        .map(each -> new HeldStep(each.step(), each.since(), each.probeAt(), each.reason()))
                        .toList();
    }

    private static @Nullable Ramping ramp(Rows rows, Run run, List<AuditEntry> told) {
        Optional<Portion> next = run.status() == Run.Status.CANCELLED ? Optional.empty() : Ramps.kept(rows, run);
        Optional<Instant> opened = last(told, each -> each.act().equals(Ramps.PORTION));
        Optional<Instant> putOff = last(told, each -> each.act().equals(Ramps.WAIT))
                .filter(at -> opened.isEmpty() || at.isAfter(opened.get()));
        return next.filter(portion -> portion.before() > 0)
                .map(portion -> new Ramping(
                        portion.before(),
                        portion.left(),
                        putOff.or(() -> opened).orElse(null),
                        putOff.isPresent(),
                        run.cursor() == null ? run.nextScanAt() : null))
                .orElse(null);
    }

    private static List<AuditEntry> told(Rows rows, String subject) {
        return rows.all(Schema.AUDIT, Where.all().eq("subject", subject));
    }

    private static Optional<Instant> last(List<AuditEntry> told, Predicate<AuditEntry> fits) {
        return told.stream()
                .filter(fits)
                .max(Comparator.comparing(AuditEntry::id))
                .map(AuditEntry::at);
    }
}
