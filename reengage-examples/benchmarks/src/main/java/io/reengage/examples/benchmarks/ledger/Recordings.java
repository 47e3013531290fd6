// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import com.google.common.collect.Lists;
import com.google.common.util.concurrent.Futures;
import io.reengage.Reengage;
import io.reengage.activity.Activity;
import io.reengage.examples.benchmarks.measure.Contender;
import io.reengage.ledger.Ledger;
import io.reengage.testing.VirtualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/**
 * Our own ingestion: one round tells what people did in large collections, by one node or by several at once. The nodes tell of
 * the same people. Nobody of them is in a campaign.
 */
final class Recordings implements Contender {
    private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    private static final int COLLECTION = 10_000;

    private final List<Ledger> ledgers = new ArrayList<>();
    private final List<Reengage> nodes = new ArrayList<>();
    private final ExecutorService callers;
    private final Crowd crowd;
    private final int number;
    private List<Activity> events = List.of();
    private int round;

    /**
     * @param sources one for each node
     * @param number events of one round
     */
    Recordings(List<DataSource> sources, String prefix, Crowd crowd, int number) {
        for (DataSource source : sources) {
            Ledger ledger = Ledger.jdbc(source, prefix);
            ledgers.add(ledger);
            nodes.add(Sends.engine(ledger, new SilentChannel(), crowd, VirtualClock.at(START), 1));
        }
        this.callers = Executors.newFixedThreadPool(nodes.size());
        this.crowd = crowd;
        this.number = number;
    }

    @Override
    public String name() {
        return "feedback().record, " + COLLECTION + " a call"
                + (nodes.size() > 1 ? ", " + nodes.size() + " nodes" : "");
    }

    @Override
    public void prepare() {
        events = Events.of(crowd, ++round, number);
    }

    @Override
    public long run() {
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            int node = i;
            calls.add(callers.submit(() -> tell(node)));
        }
        calls.forEach(Futures::getUnchecked);
        return events.size();
    }

    private void tell(int node) {
        int share = (events.size() + nodes.size() - 1) / nodes.size();
        List<Activity> mine =
                events.subList(Math.min(events.size(), node * share), Math.min(events.size(), (node + 1) * share));
        Lists.partition(mine, COLLECTION).forEach(nodes.get(node).feedback()::record);
    }

    @Override
    public void close() {
        callers.shutdown();
        nodes.forEach(Reengage::close);
        ledgers.forEach(Ledger::close);
    }
}
