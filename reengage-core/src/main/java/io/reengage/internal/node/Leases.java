// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Lease;
import io.reengage.ledger.store.LedgerStore;
import io.reengage.ledger.store.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Which shards and jobs this node may decide about. A decision is only made in a transaction that has {@linkplain #confirm
 * confirmed} the lease by a conditional update, so a node that lost it without noticing decides nothing.
 */
public final class Leases {
    /** The job of reading lists and enrolling. */
    public static final int SCAN = Shards.COUNT;
    /** The job of telling the host's store what changed. */
    public static final int HOST = Shards.COUNT + 1;

    private static final int ALL = Shards.COUNT + 2;
    private static final Duration LENGTH = Duration.ofSeconds(60);

    private final Settings settings;
    private final LedgerStore ledger;
    private final String node;
    private final Map<Integer, Long> held = new ConcurrentHashMap<>();

    public Leases(Settings settings) {
        this.settings = settings;
        this.ledger = settings.ledger();
        this.node = settings.node();
    }

    /** Makes the rows all nodes share. */
    public static void create(Rows rows) {
        rows.insertNew(
                Schema.LEASE,
                IntStream.range(0, ALL)
                        .mapToObj(id -> new Lease(id, "", 0, Instant.EPOCH, 0))
                        .toList());
    }

    /** Takes what is free, lapsed, or was held by an earlier process of this node; keeps what is held. */
    public synchronized void acquire() {
        Instant now = settings.now();
        Map<Integer, Long> taken = ledger.transact(rows -> take(rows, now));
        held.keySet().retainAll(taken.keySet());
        held.putAll(taken);
    }

    private Map<Integer, Long> take(Rows rows, Instant now) {
        Map<Integer, Long> taken = new ConcurrentHashMap<>();
        for (Lease lease : rows.select(Schema.LEASE, Where.all(), List.of("id"), ALL)) {
            boolean mine = lease.owner().equals(node);
            boolean kept = mine && Long.valueOf(lease.epoch()).equals(held.get(lease.id()));
            if (kept) {
                taken.put(lease.id(), lease.epoch());
            } else if (mine || lease.owner().isEmpty() || !lease.until().isAfter(now)) {
                int won = rows.update(
                        Schema.LEASE,
                        Where.all().eq("id", lease.id()).eq("epoch", lease.epoch()),
                        Assignments.set("owner", node)
                                .and("epoch", lease.epoch() + 1)
                                .and("until", now.plus(LENGTH)));
                if (won == 1) {
                    taken.put(lease.id(), lease.epoch() + 1);
                }
            }
        }
        extend(rows, now);
        return taken;
    }

    /** Moves the end of what is held further away. */
    public void renew() {
        if (!held.isEmpty()) {
            ledger.transact(rows -> extend(rows, settings.now()));
        }
    }

    private int extend(Rows rows, Instant now) {
        return rows.update(Schema.LEASE, Where.all().eq("owner", node), Assignments.set("until", now.plus(LENGTH)));
    }

    /** The shards this node believes to hold. */
    public List<Integer> shards() {
        return held.keySet().stream().filter(id -> id < Shards.COUNT).sorted().toList();
    }

    /** The epoch under which this node holds a shard or job, if it believes to hold it. */
    public OptionalLong epoch(int id) {
        Long epoch = held.get(id);
        return epoch == null ? OptionalLong.empty() : OptionalLong.of(epoch);
    }

    /**
     * Proves that this node still holds the lease, and keeps everybody else off it until the transaction ends. First
     * statement of every deciding transaction.
     */
    public boolean confirm(Rows rows, int id) {
        OptionalLong epoch = epoch(id);
        if (epoch.isPresent()
                && rows.update(
                                Schema.LEASE,
                                Where.all().eq("id", id).eq("owner", node).eq("epoch", epoch.getAsLong()),
                                Assignments.set("until", settings.now().plus(LENGTH)))
                        == 1) {
            return true;
        }
        held.remove(id);
        return false;
    }

    /** Whether nobody has taken a shard or job over since this epoch began. */
    public static boolean isStill(Rows rows, int id, long epoch) {
        return rows.count(Schema.LEASE, Where.all().eq("id", id).eq("epoch", epoch)) == 1;
    }

    /** Keeps marks in these people's shards and what this transaction does from passing each other. */
    public static void fence(Rows rows, Iterable<String> subscriberIds) {
        Set<Integer> shards = new TreeSet<>();
        subscriberIds.forEach(id -> shards.add(Shards.of(id)));
        for (int shard : shards) {
            for (Lease lease : rows.select(Schema.LEASE, Where.all().eq("id", shard), List.of(), 1)) {
                rows.update(Schema.LEASE, Where.all().eq("id", shard), Assignments.set("fence", lease.fence() + 1));
            }
        }
    }

    /** Keeps everybody else who locks a job from going on until the transaction ends. */
    public static void lock(Rows rows, int id) {
        rows.update(Schema.LEASE, Where.all().eq("id", id), Assignments.set("fence", 0L));
    }

    /** Gives everything back. */
    public synchronized void release() {
        if (!held.isEmpty()) {
            held.clear();
            ledger.transact(rows -> rows.update(
                    Schema.LEASE,
                    Where.all().eq("owner", node),
                    Assignments.set("owner", "").and("until", Instant.EPOCH)));
        }
    }
}
