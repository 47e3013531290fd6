// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.monitor;

import io.reengage.internal.node.Tally;
import io.reengage.ledger.Run;
import io.reengage.monitoring.ReengageListener;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports rounds of work to listeners. */
public final class RoundReporter {
    private static final Logger logger = LoggerFactory.getLogger(RoundReporter.class);

    private final String node;
    private final Announcer announcer;
    private final BacklogMeter backlog;
    private Set<Integer> shards = Set.of();

    public RoundReporter(String node, Announcer announcer, BacklogMeter backlog) {
        this.node = node;
        this.announcer = announcer;
        this.backlog = backlog;
    }

    /** Which shards are held now. */
    public synchronized void held(List<Integer> now) {
        Set<Integer> gone = new HashSet<>(shards);
        gone.removeAll(now);
        shards = Set.copyOf(now);
        if (!gone.isEmpty()) {
            announcer.tell(listener -> listener.leasesLost(new ReengageListener.LeasesLost(node, gone.size())));
        }
    }

    /** How far the reading of a list is. */
    public void read(Run run) {
        announcer.tell(listener ->
                listener.listRead(new ReengageListener.ListProgress(run.id(), run.scanned(), run.cursor() == null)));
    }

    /** A round is over. */
    public void finished(Tally tally, Duration took, boolean failed) {
        if (!announcer.isHeard()) {
            return;
        }
        Map<String, Long> counts = tally.counts().entrySet().stream()
                .collect(Collectors.toMap(each -> each.getKey().name().toLowerCase(Locale.ROOT), Map.Entry::getValue));
        ReengageListener.Round round = new ReengageListener.Round(node, took, counts, failed);
        announcer.tell(listener -> listener.roundFinished(round));
        if (!failed) {
            try {
                backlog.measureNowAndThen().ifPresent(work -> announcer.tell(each -> each.backlogMeasured(work)));
            } catch (RuntimeException e) {
                logger.warn("The work left could not be looked at", e);
            }
        }
    }
}
