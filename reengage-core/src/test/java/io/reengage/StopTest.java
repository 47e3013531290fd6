// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Receipt;
import io.reengage.internal.node.SameShard;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Ledger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stopping one node gracefully, and all of them at once. */
class StopTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void closingWaitsForWhatIsInsideTheChannelPutsItOnRecordAndGivesOutNoMore() throws Exception {
        try (Nodes nodes = new Nodes(Database.MEMORY, SameShard.ids(20))) {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch answer = new CountDownLatch(1);
            nodes.answer = message -> {
                inside.countDown();
                await(answer);
                return Receipt.accepted("");
            };
            Reengage node = nodes.node("a", Nodes.NONE, builder -> builder.workers(2));
            node.campaigns().launch(Nodes.letters("letters").build());
            Future<Work> round = threads.submit(() -> node.runDue(World.LONG));
            await(inside);
            Thread closing = new Thread(node::close);
            closing.start();
            while (closing.isAlive() && closing.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            while (!node.runDue(World.LONG).isIdle()) {}
            answer.countDown();
            closing.join();
            assertThat(round.get().sent()).isEqualTo(1);
            assertThat(nodes.handedOver).hasSize(1);
            assertThat(nodes.deliveries("ask")).extracting(Delivery::state).containsExactly(DeliveryState.SENT);
            nodes.answer = message -> Receipt.accepted("");
            nodes.clock.advance(Duration.ofMillis(10));
            assertThat(nodes.node("b").runDue(World.LONG).sent())
                    .as("the rest is free at once")
                    .isEqualTo(19);
            assertThat(nodes.handOvers().values()).containsOnly(1L);
        }
    }

    @Test
    void closingTwiceAndRunningAfterwardsDoNothing() {
        try (Nodes nodes = new Nodes(Database.MEMORY, SameShard.ids(2))) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.close();
            node.close();
            assertThat(node.runDue(World.LONG).isIdle()).isTrue();
            assertThat(nodes.handedOver).isEmpty();
        }
    }

    @Test
    void closingFromInsideAChannelDoesNotWaitForItself() {
        try (Nodes nodes = new Nodes(Database.MEMORY, SameShard.ids(3))) {
            Reengage node = nodes.node("a", Nodes.NONE, builder -> builder.threads(new SameThread(nodes.clock)));
            nodes.answer = message -> {
                node.close();
                return Receipt.accepted("");
            };
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            assertThat(nodes.handedOver).hasSize(1);
        }
    }

    /** The statement is the one {@link Reengage#stopAll(String)} names. */
    @Test
    void oneSqlStatementStopsEveryNodeInTheMiddleOfASet() throws SQLException {
        JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:stop;DB_CLOSE_DELAY=-1", "", "");
        try (World world = new World(Ledger.jdbc(database), 40, 0, builder -> builder)) {
            world.channel.answering(message -> {
                if (world.channel.messages().size() == 3) {
                    update(
                            database,
                            "UPDATE reengage_setting SET \"VALUE\" = 'wrong price in the mail' WHERE name = 'stopped'");
                }
                world.clock.advance(Duration.ofMillis(400));
                return Receipt.accepted("");
            });
            world.reengage
                    .campaigns()
                    .launch(World.winBack().noHoldout("a test").build());
            world.run();
            assertThat(world.channel.messages()).as("within a second").hasSizeBetween(3, 6);
            int sent = world.channel.messages().size();
            world.clock.advance(Duration.ofMinutes(1));
            assertThat(world.run().sent()).isZero();
            assertThat(world.channel.messages()).hasSize(sent);
            world.reengage.resumeAll("operator");
            world.runAfter(Duration.ofMinutes(1));
            assertThat(List.copyOf(world.channel.messages())).hasSize(40);
        }
    }

    private static void update(JdbcConnectionPool database, String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void everythingStopsWhateverTheReasonSays(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.stopAll("pasted \u0000 \uD83D");
            assertThat(node.runDue(World.LONG).sent()).isZero();
            assertThat(node.health().check("stop").orElseThrow().text()).contains("pasted ? ?");
            node.resumeAll("Aiko");
            node.campaigns().pause("letters", "\u0000");
            assertThat(node.runDue(World.LONG).sent()).isZero();
        }
    }
}
