// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Heartbeat;
import io.reengage.ledger.store.Lease;
import io.reengage.ledger.store.LedgerStore;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Shards;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
    /**
     * How long a node counts after its last sign, one renewal and a little. Nothing but shares hangs on it, so it may be short:
     * of nodes that died and came back under other names, few stand between the living and the work.
     */
    private static final Duration ALIVE = Duration.ofSeconds(20);
    /** How often a node at work looks whether others came or went. */
    private static final Duration BALANCE = Duration.ofSeconds(10);
    /** How long a node may be without work before others take over: a host may call one node today and another tomorrow. */
    private static final Duration IDLE = Duration.ofMinutes(2);

    private static final Assignments FREE = Assignments.set("owner", "").and("until", Instant.EPOCH);

    private final Settings settings;
    private final LedgerStore ledger;
    private final Pulse pulse;
    private final String node;
    private final Map<Integer, Long> held = new ConcurrentHashMap<>();
    private final AtomicInteger rounds = new AtomicInteger();
    private volatile Instant usedAt = Instant.EPOCH;
    private volatile Instant balancedAt = Instant.EPOCH;

    public Leases(Settings settings, Pulse pulse) {
        this.settings = settings;
        this.ledger = settings.ledger();
        this.pulse = pulse;
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

    /**
     * Takes a fair share of the shards, and whatever job is free: what nobody holds, what lapsed, and what an earlier process
     * of this node held. What is beyond the share, since other nodes came, is given back. Called between rounds of work.
     */
    public synchronized void acquire() {
        Instant now = settings.now();
        Map<Integer, Long> taken = pulse.counting(ledger, now, rows -> take(rows, now));
        held.keySet().retainAll(taken.keySet());
        held.putAll(taken);
        balancedAt = now;
    }

    /** A round of work begins: until it ends, what is held is kept. */
    public void begin() {
        rounds.incrementAndGet();
    }

    public void end() {
        usedAt = settings.now();
        rounds.decrementAndGet();
    }

    /** The same, if it was not done just now. */
    public void keepFair() {
        if (!settings.now().isBefore(balancedAt.plus(BALANCE))) {
            acquire();
        }
    }

    private Map<Integer, Long> take(Rows rows, Instant now) {
        rows.put(Schema.NODE, List.of(new Heartbeat(node, now.plus(ALIVE))));
        long alive = nodes(rows, now);
        int share = Math.toIntExact((Shards.COUNT + alive - 1) / alive);
        List<Lease> all = rows.select(Schema.LEASE, Where.all(), List.of("id"), ALL);
        Map<Integer, Long> mine = new TreeMap<>();
        all.stream().filter(this::isHeld).forEach(lease -> mine.put(lease.id(), lease.epoch()));
        mine.keySet().removeAll(shardsIn(mine).skip(share).toList());
        win(rows, wanted(all, mine.keySet(), share, now), now)
                .forEach(lease -> mine.put(lease.id(), lease.epoch() + 1));
        giveBack(rows, all, mine.keySet());
        extend(rows, now);
        return mine;
    }

    private static Stream<Integer> shardsIn(Map<Integer, Long> leases) {
        return leases.keySet().stream().filter(Leases::isShard);
    }

    private static boolean isShard(int id) {
        return id < Shards.COUNT;
    }

    private boolean isHeld(Lease lease) {
        return lease.owner().equals(node) && Long.valueOf(lease.epoch()).equals(held.get(lease.id()));
    }

    private boolean isFree(Lease lease, Instant now) {
        return lease.owner().equals(node)
                || lease.owner().isEmpty()
                || !lease.until().isAfter(now);
    }

    /** What this node may take: every job, and as many shards as are missing from its share. */
    private List<Integer> wanted(List<Lease> all, Set<Integer> mine, int share, Instant now) {
        List<Integer> free = all.stream()
                .filter(lease -> !isHeld(lease) && isFree(lease, now))
                .map(Lease::id)
                .toList();
        long missing = share - mine.stream().filter(Leases::isShard).count();
        return Stream.concat(
                        free.stream().filter(Leases::isShard).limit(missing),
                        free.stream().filter(id -> !isShard(id)))
                .toList();
    }

    /** Takes those that are still free once nobody else is at them. */
    private List<Lease> win(Rows rows, List<Integer> wanted, Instant now) {
        List<Lease> won = wanted.isEmpty()
                ? List.of()
                : rows.lock(Schema.LEASE, Where.all().in("id", wanted)).stream()
                        .filter(lease -> isFree(lease, now))
                        .toList();
        if (!won.isEmpty()) {
            rows.update(
                    Schema.LEASE,
                    Where.all().in("id", won.stream().map(Lease::id).toList()),
                    Assignments.set("owner", node)
                            .and("until", now.plus(LENGTH))
                            .andPlus("epoch", 1));
        }
        return won;
    }

    /** What bears this node's name beyond what it took, be it from an earlier process: extended with the rest, nobody had it. */
    private void giveBack(Rows rows, List<Lease> all, Set<Integer> mine) {
        List<Integer> beyond = all.stream()
                .filter(lease -> lease.owner().equals(node) && !mine.contains(lease.id()))
                .map(Lease::id)
                .toList();
        if (!beyond.isEmpty()) {
            rows.update(Schema.LEASE, Where.all().eq("owner", node).in("id", beyond), FREE);
        }
    }

    /** Shows that this node lives and moves the end of what it holds further away, unless it has long done nothing. */
    public void renew() {
        Instant now = settings.now();
        boolean inUse = rounds.get() > 0 || now.isBefore(usedAt.plus(IDLE));
        if (inUse) {
            pulse.counting(ledger, now, rows -> {
                rows.put(Schema.NODE, List.of(new Heartbeat(node, now.plus(ALIVE))));
                return held.isEmpty() ? 0 : extend(rows, now);
            });
        }
    }

    private int extend(Rows rows, Instant now) {
        return rows.update(Schema.LEASE, Where.all().eq("owner", node), Assignments.set("until", now.plus(LENGTH)));
    }

    /** How many nodes are at work. */
    public static long nodes(Rows rows, Instant now) {
        return rows.count(Schema.NODE, Where.all().above("until", now));
    }

    /** The shards this node believes to hold. */
    public List<Integer> shards() {
        return shardsIn(held).sorted().toList();
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
        return askConfirm(rows, id).getAsBoolean();
    }

    /** The same, {@linkplain Rows#askUpdate asked} only: nothing may be decided before the answer. */
    public BooleanSupplier askConfirm(Rows rows, int id) {
        OptionalLong epoch = epoch(id);
        IntSupplier confirmed = epoch.isEmpty()
                ? () -> 0
                : rows.askUpdate(
                        Schema.LEASE,
                        Where.all().eq("id", id).eq("owner", node).eq("epoch", epoch.getAsLong()),
                        Assignments.set("until", settings.now().plus(LENGTH)));
        return () -> {
            boolean mine = confirmed.getAsInt() == 1;
            if (!mine) {
                held.remove(id);
            }
            return mine;
        };
    }

    /** Asks whether nobody has taken a shard or job over since this epoch began. */
    public static BooleanSupplier still(Rows rows, int id, long epoch) {
        LongSupplier same = rows.askCount(Schema.LEASE, Where.all().eq("id", id).eq("epoch", epoch));
        return () -> same.getAsLong() == 1;
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
            ledger.transact(rows -> {
                rows.delete(Schema.NODE, Where.all().eq("name", node));
                return rows.update(Schema.LEASE, Where.all().eq("owner", node), FREE);
            });
        }
    }
}
