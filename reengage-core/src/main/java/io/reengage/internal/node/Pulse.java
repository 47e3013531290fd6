// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.LedgerStore;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the ledger went back to an earlier state: a backup was brought back, or a database took over that lacks the last
 * commits. What was sent since would be sent again, so everything is stopped until a person lets it go on. Nodes count in the
 * ledger as long as they work, and each keeps in mind how far the count was; beside its journal too, if it has one. Safe for
 * several threads.
 */
public final class Pulse {
    private static final Logger logger = LoggerFactory.getLogger(Pulse.class);
    private static final Where ROW = Where.all().eq("name", Setting.PULSE);

    private final Audit audit;
    private final String node;
    private final @Nullable Path file;
    private long seen;

    /** @param file where this process and the next ones at this place remember the count; {@code null} for nowhere */
    public Pulse(String node, Audit audit, @Nullable Path file) {
        this.audit = audit;
        this.node = node;
        this.file = file;
        this.seen = file == null ? 0 : read(file);
    }

    private static long read(Path file) {
        try {
            return Files.exists(file) ? Long.parseLong(Files.readString(file)) : 0;
        } catch (IOException | NumberFormatException e) {
            logger.warn("{} cannot be read: a ledger brought back from a backup goes unnoticed", file, e);
            return 0;
        }
    }

    /** Whether an earlier process left word. */
    public boolean remembers() {
        return seen() > 0;
    }

    private synchronized long seen() {
        return seen;
    }

    /** Does something in a transaction that first counts on, and stops everything if the count is lower than it was. */
    public <T> T counting(LedgerStore ledger, Instant now, Function<Rows, T> work) {
        AtomicLong count = new AtomicLong();
        T answer = ledger.transact(rows -> {
            count.set(count(rows, now));
            return work.apply(rows);
        });
        counted(count.get());
        return answer;
    }

    private long count(Rows rows, Instant now) {
        long current = rows.lock(Schema.SETTING, ROW).stream()
                .map(Setting::value)
                .mapToLong(Long::parseLong)
                .sum();
        long known = seen();
        long next = Math.max(current, known) + 1;
        rows.put(Schema.SETTING, List.of(new Setting(Setting.PULSE, String.valueOf(next))));
        if (current < known) {
            String why = "the ledger went back (count " + known + " became " + current
                    + "), as after a restored backup or a failover that lost commits: what was sent since would be sent"
                    + " again";
            logger.error("Everything is stopped: {}", why);
            rows.put(Schema.SETTING, List.of(new Setting(Setting.STOPPED, why)));
            audit.write(rows, now, node, "stop", Audit.ALL, why);
        }
        return next;
    }

    /** Keeps in mind what is committed. */
    private synchronized void counted(long count) {
        seen = Math.max(seen, count);
        if (file != null) {
            try {
                // always as long, so that it is overwritten at a stroke
                Files.writeString(
                        file,
                        String.format(Locale.ROOT, "%019d", seen),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
            } catch (IOException e) {
                logger.warn("{} cannot be written: a ledger brought back from a backup may go unnoticed", file, e);
            }
        }
    }
}
