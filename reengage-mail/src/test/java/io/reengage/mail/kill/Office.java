// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import io.reengage.Reengage;
import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Campaign;
import io.reengage.ledger.LedgerException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What goes on beside the sending: campaigns are launched before work runs out, and people leave. A node of its own that
 * hands nothing over, on a thread of its own that lives through crashes of the database.
 */
final class Office implements AutoCloseable {
    private static final int LOW = 400;

    private final Reengage node;
    private final Tables tables;
    private final Crowd crowd;
    private final Random random;
    private final Map<String, Integer> lists = new ConcurrentHashMap<>();
    private final Map<String, Long> leaving = new ConcurrentHashMap<>();
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::work, "office");
    private volatile boolean open = true;
    private volatile boolean closed;

    Office(Reengage node, Tables tables, Crowd crowd, long seed) {
        this.node = node;
        this.tables = tables;
        this.crowd = crowd;
        this.random = new Random(seed);
        thread.setDaemon(true);
    }

    /** Launches the first campaigns and goes on by itself. */
    void start() {
        launch();
        thread.start();
    }

    /** No new campaigns, and nobody leaves any more. */
    void hush() {
        open = false;
    }

    /** Runs and the list each writes to. */
    Map<String, Integer> lists() {
        return new TreeMap<>(lists);
    }

    /** When people began to say that they leave, on the steady clock. */
    Map<String, Long> leaving() {
        return new HashMap<>(leaving);
    }

    /** When they were told that they are off. */
    Map<String, Long> acknowledged() {
        return new HashMap<>(acknowledged);
    }

    /** Runs an errand until the database lets it. */
    static void untilDone(Errand errand) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (true) {
            try {
                errand.run();
                return;
            } catch (LedgerException | SQLException e) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException("the database lets nothing through", e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    /** Something to be done in the database. */
    interface Errand {
        void run() throws SQLException;
    }

    void stopAll() {
        untilDone(() -> node.stopAll("a drill"));
    }

    void resumeAll() {
        untilDone(() -> node.resumeAll("the driver"));
    }

    private void work() {
        int turn = 0;
        while (!closed) {
            if (turn++ % 10 == 0) {
                try {
                    tables.hurryRetries();
                    if (open && tables.due() < LOW) {
                        launch();
                    }
                } catch (SQLException e) {
                    // the database is away; next time
                }
            }
            if (open && random.nextInt(10) == 0) {
                leave();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /** Two campaigns to the same list, so that they race for what the cap leaves. */
    private void launch() {
        int list = lists.size() / 2 % Crowd.LISTS;
        for (boolean atOnce : List.of(true, false)) {
            String name = "c" + (lists.size() + 1);
            Campaign campaign = WorkerMain.campaign(name, Crowd.listName(list), atOnce);
            untilDone(() -> lists.put(node.campaigns().launch(campaign).id(), list));
        }
    }

    private void leave() {
        int list = random.nextInt(Crowd.LISTS);
        List<String> members = crowd.members(list);
        String person = members.get(random.nextInt(members.size()));
        if (leaving.putIfAbsent(person, System.nanoTime()) == null) {
            Activity word = Activity.of(ActivityType.UNSUBSCRIBED)
                    .by(person)
                    .id("leave-" + person)
                    .property(Activity.ABOUT, Crowd.listName(list))
                    .at(Instant.now());
            untilDone(() -> node.feedback().record(word));
            acknowledged.put(person, System.nanoTime());
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        node.close();
    }
}
