// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Settings;
import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import io.reengage.report.CampaignReport.Stop;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether everything is stopped, and since when. A stop by the database's own means is in no line of the audit trail: the first
 * node that finds it writes one, and so does the first that finds it gone. Safe for several threads.
 */
public final class Stops {
    private static final Logger logger = LoggerFactory.getLogger(Stops.class);

    static final String STOP = "stop";
    static final String GO = "go";

    private static final String STOP_NOTICED = "stop.noticed";
    private static final String GO_NOTICED = "go.noticed";

    private final Settings settings;
    private final Audit audit;
    /** The reason that is on record as far as this node knows, empty for none; {@code null} before the first look. */
    private volatile @Nullable String known;

    Stops(Settings settings, Audit audit) {
        this.settings = settings;
        this.audit = audit;
    }

    /** Whether everything is stopped; puts on record what others did by the database's own means. */
    boolean look() {
        String reason = settings.ledger().transact(Stops::reason);
        if (!reason.equals(known)) {
            if (!settings.ledger().transact(rows -> isOnRecord(rows, reason))) {
                putOnRecord();
            }
            known = reason;
        }
        return !reason.isEmpty();
    }

    /** This node stopped everything for this reason, or let it go on, and put that on record. */
    void isOnRecord(String reason) {
        known = reason;
    }

    private void putOnRecord() {
        Instant now = settings.now();
        settings.ledger().transact(rows -> {
            // whoever stops, lets go on or notices, at whatever node, waits here
            rows.lock(Schema.SETTING, Where.all().eq("name", Setting.STOPPED));
            String reason = reason(rows);
            boolean fresh = !isOnRecord(rows, reason);
            if (fresh) {
                String act = reason.isEmpty() ? GO_NOTICED : STOP_NOTICED;
                audit.write(rows, now, Audit.ENGINE, act, Audit.ALL, reason);
                logger.warn("Everything is {} from outside: {}", reason.isEmpty() ? "let go on" : "stopped", reason);
            }
            return fresh;
        });
    }

    private static String reason(Rows rows) {
        return Runs.setting(rows, Setting.STOPPED).orElse("");
    }

    private static boolean isOnRecord(Rows rows, String reason) {
        return last(rows).map(AuditEntry::detail).orElse("").equals(reason);
    }

    private static Optional<AuditEntry> last(Rows rows) {
        return rows.all(Schema.AUDIT, Where.all().eq("subject", Audit.ALL)).stream()
                .max(Comparator.comparing(AuditEntry::id));
    }

    /** What stops everything now, if anything does. */
    public static Optional<Stop> current(Rows rows) {
        String reason = reason(rows);
        // an older line tells of another stop
        Optional<AuditEntry> line = last(rows).filter(each -> each.detail().equals(reason));
        return reason.isEmpty()
                ? Optional.empty()
                : Optional.of(new Stop(
                        line.map(AuditEntry::at).orElse(null),
                        line.isEmpty() || line.get().act().equals(STOP_NOTICED),
                        reason));
    }
}
