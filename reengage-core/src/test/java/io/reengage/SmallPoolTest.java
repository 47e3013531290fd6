// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.channel.Receipt;
import io.reengage.internal.node.Threads;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.LedgerException;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.rows.Backend;
import io.reengage.ledger.rows.JdbcOptions;
import io.reengage.ledger.rows.JdbcRowStore;
import io.reengage.ledger.rows.RowStore;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.monitoring.Health;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A pool with fewer connections than threads makes them wait for each other, never for themselves. */
class SmallPoolTest {
    private static final int PEOPLE = 30;

    private static JdbcConnectionPool pool(Backend backend, int connections) {
        JdbcConnectionPool pool = backend.empty();
        pool.setMaxConnections(connections);
        pool.setLoginTimeout(20);
        return pool;
    }

    /** A host whose own tables are behind the same pool: each call takes a connection for as long as it lasts. */
    private record Host(JdbcConnectionPool pool, SubscriberStore people, ActivitySource record)
            implements SubscriberStore, ActivitySource {

        private <T> T connected(Supplier<T> work) {
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.isClosed()).isFalse();
                return work.get();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Page<Subscriber> page(String cursor, int limit) {
            return connected(() -> people.page(cursor, limit));
        }

        @Override
        public Map<String, Subscriber> find(Set<String> ids) {
            return connected(() -> people.find(ids));
        }

        @Override
        public Set<String> apply(List<StatusChange> changes) {
            return connected(() -> people.apply(changes));
        }

        @Override
        public Map<String, ActivitySummary> summaries(Set<String> ids, ActivityNeed need, Instant asOf) {
            return connected(() -> record.summaries(ids, need, asOf));
        }

        @Override
        public void history(Set<String> ids, Instant from, Instant to, Consumer<Activity> sink) {
            connected(() -> {
                record.history(ids, from, to, sink);
                return to;
            });
        }

        @Override
        public Observation observed() {
            return connected(record::observed);
        }
    }

    private static World world(JdbcConnectionPool pool, UnaryOperator<ReengageBuilder> setUp) {
        Ledger ledger = Ledger.jdbc(pool);
        // the same people as the world's own, behind the pool
        World plain = new World(Ledger.inMemory(), PEOPLE, 0);
        plain.close();
        Host host = new Host(
                pool,
                plain.store,
                ActivitySource.inMemory(
                        plain.history,
                        Observation.live(
                                World.START.minus(Duration.ofDays(1000)),
                                List.of(ActivityType.PURCHASED, ActivityType.RECEIVED, ActivityType.CLICKED))));
        return new World(
                ledger,
                PEOPLE,
                0,
                builder -> setUp.apply(builder.subscribers(host).activity(host)));
    }

    @ParameterizedTest
    @CsvSource({"H2, 1", "H2, 2", "POSTGRESQL, 1", "POSTGRESQL, 2"})
    void everythingIsDoneWhateverThePool(Backend backend, int connections) throws Exception {
        JdbcConnectionPool pool = pool(backend, connections);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (World world = world(pool, builder -> builder.workers(4).threads(Threads.daemons()))) {
            Reengage reengage = world.reengage;
            reengage.campaigns().preview(World.winBack().build());
            reengage.campaigns().launch(World.winBack().build());
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String id = World.id("silent", i);
                done.add(threads.submit(() -> {
                    for (int n = 0; n < 10; n++) {
                        reengage.feedback()
                                .record(Activity.of(ActivityType.VISITED)
                                        .by(id)
                                        .id("visit-" + n)
                                        .at(World.START.plusSeconds(n)));
                    }
                }));
                done.add(threads.submit(world::run));
            }
            for (Future<?> each : done) {
                each.get();
            }
            world.run();
            assertThat(world.channel.messages())
                    .hasSize((int) reengage.insight().report("win-back").treated())
                    .hasSizeGreaterThan(PEOPLE / 2);
            world.runAfter(Duration.ofDays(7));
            world.runAfter(Duration.ofDays(5));
            SunsetPlan plan = reengage.sunsets().plan("win-back");
            reengage.sunsets().approve(plan.id(), "Aiko", "silent");
            assertThat(reengage.sunsets().apply(plan.id()).retired()).isPositive();
            world.runAfter(Duration.ofDays(31));
            reengage.sunsets().undo(plan.id(), "Aiko", "a test");
            world.run();
            String first = World.id("silent", 0);
            reengage.mayContact(Set.of(first), "email", World.LIST);
            reengage.insight().explain(first, "win-back");
            reengage.insight().report("win-back");
            reengage.insight().exportAudit(new StringBuilder());
            reengage.privacy().export(first);
            reengage.privacy().erase(first, "Aiko");
            assertThat(reengage.health().check("database").orElseThrow().status())
                    .isEqualTo(Health.Status.UP);
        } finally {
            threads.shutdownNow();
            pool.dispose();
        }
    }

    /** Lease renewal every few milliseconds, each counted. */
    private record Hasty(Threads inner, AtomicInteger renewals) implements Threads {
        @Override
        public ExecutorService workers(String node, int number) {
            return inner.workers(node, number);
        }

        @Override
        public Repetition repeat(String node, Duration pause, Runnable work) {
            return inner.repeat(node, Duration.ofMillis(5), () -> {
                work.run();
                renewals.incrementAndGet();
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void leasesAreRenewedThroughTheOnlyConnectionWhileAMessageIsInsideItsChannel(Backend backend) {
        JdbcConnectionPool pool = pool(backend, 1);
        AtomicInteger renewals = new AtomicInteger();
        RowStore rows = new JdbcRowStore(pool, JdbcOptions.ofDefaults());
        List<Duration> held = new ArrayList<>();
        try (World world = world(pool, builder -> builder.threads(new Hasty(Threads.daemons(), renewals)))) {
            world.reengage.campaigns().launch(World.winBack().build());
            world.channel.answering(message -> {
                world.clock.advance(Duration.ofSeconds(50));
                int before = renewals.get();
                while (renewals.get() < before + 2) {
                    Thread.onSpinWait();
                }
                Instant until = rows.transact(each -> each.select(Schema.NODE, Where.all(), List.of(), 1))
                        .get(0)
                        .until();
                held.add(Duration.between(world.clock.instant(), until));
                return Receipt.accepted("");
            });
            world.run();
        } finally {
            pool.dispose();
        }
        assertThat(held).isNotEmpty().containsOnly(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aPoolWithNothingLeftIsNamedWithWhatToSet(Backend backend) throws SQLException {
        JdbcConnectionPool pool = pool(backend, 1);
        try (World world = world(pool, builder -> builder)) {
            pool.setLoginTimeout(1);
            try (Connection taken = pool.getConnection()) {
                assertThat(taken.isClosed()).isFalse();
                assertThatThrownBy(() -> world.reengage.insight().audit("", 1))
                        .isInstanceOf(LedgerException.class)
                        .hasMessageContainingAll("pool", "maximum size", "workers(...)");
            }
            assertThat(world.reengage.insight().audit("", 1)).isEmpty();
        } finally {
            pool.dispose();
        }
    }
}
