// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import io.reengage.Reengage;
import io.reengage.activity.Activity;
import io.reengage.examples.benchmarks.measure.Contender;
import io.reengage.ledger.Ledger;
import io.reengage.testing.VirtualClock;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/** Our own ingestion: one round tells what people did in large collections. Nobody of them is in a campaign. */
final class Recordings implements Contender {
    private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    private static final int COLLECTION = 10_000;

    private final Ledger ledger;
    private final Reengage reengage;
    private final Crowd crowd;
    private final int number;
    private List<Activity> events = List.of();
    private int round;

    Recordings(DataSource source, String prefix, Crowd crowd, int number) {
        this.ledger = Ledger.jdbc(source, prefix);
        this.reengage = Sends.engine(ledger, new SilentChannel(), crowd, VirtualClock.at(START), 1);
        this.crowd = crowd;
        this.number = number;
    }

    @Override
    public String name() {
        return "feedback().record, " + COLLECTION + " a call";
    }

    @Override
    public void prepare() {
        events = Events.of(crowd, ++round, number);
    }

    @Override
    public long run() {
        for (int from = 0; from < events.size(); from += COLLECTION) {
            reengage.feedback().record(events.subList(from, Math.min(events.size(), from + COLLECTION)));
        }
        return events.size();
    }

    @Override
    public void close() {
        reengage.close();
        ledger.close();
    }
}
