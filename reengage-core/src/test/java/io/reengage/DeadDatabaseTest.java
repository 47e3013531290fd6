// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.channel.Receipt;
import io.reengage.internal.node.SameShard;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.LedgerException;
import io.reengage.ledger.store.FaultyLedger;
import io.reengage.monitoring.Health;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is away while messages are inside channels. */
class DeadDatabaseTest {
    @TempDir
    private Path directory = Path.of("unset");

    /** Away while told so; the same for every transaction. */
    private static final class Away implements FaultyLedger.Fault {
        private volatile boolean away;

        @Override
        public void before() {
            if (away) {
                throw new LedgerException("the database is away");
            }
        }

        @Override
        public void after() {}
    }

    private final Away database = new Away();
    private final List<String> people = new ArrayList<>(SameShard.ids(4));

    DeadDatabaseTest() {
        IntStream.range(0, 60).forEach(i -> people.add("p-%02d".formatted(i)));
    }

    /** In one thread, so that each test goes the same way each time. */
    private Reengage node(Nodes nodes, UnaryOperator<ReengageBuilder> setUp) {
        return nodes.node(
                "a", database, nodes.wire(), builder -> setUp.apply(builder.threads(new SameThread(nodes.clock))));
    }

    private static void refusedRound(Reengage node) {
        try {
            assertThat(node.runDue(World.LONG).sent()).isZero();
        } catch (LedgerException e) {
            assertThat(e).hasMessage("the database is away");
        }
    }

    private List<Path> journals() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".journal")).toList();
        }
    }

    private long journalled() {
        try {
            return journals().stream().mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Launches, and loses the database while the first message is inside the channel. */
    private Reengage struck(Nodes nodes) {
        Reengage node = node(nodes, builder -> builder.journal(directory));
        node.campaigns().launch(Nodes.letters("letters").build());
        nodes.answer = message -> {
            database.away = true;
            nodes.clock.advance(Duration.ofSeconds(1));
            return Receipt.accepted("ok-" + message.key());
        };
        refusedRound(node);
        assertThat(nodes.handedOver).hasSize(1);
        return node;
    }

    @Test
    void nothingMoreIsHandedOverWhileAResultWaitsAndEverythingIsOnRecordWhenItIsBack() {
        try (Nodes nodes = new Nodes(Database.MEMORY, people)) {
            Reengage node = struck(nodes);
            for (int i = 0; i < 50; i++) {
                refusedRound(node);
                nodes.clock.advance(Duration.ofMinutes(1));
            }
            assertThat(nodes.handedOver).hasSize(1);
            assertThat(journalled()).isPositive();
            assertThat(node.health().status()).isEqualTo(Health.Status.DOWN);
            assertThat(node.health().check("unsettled").orElseThrow().text()).contains("results of hand-overs wait");
            database.away = false;
            nodes.answer = message -> Receipt.accepted("ok-" + message.key());
            while (!node.runDue(World.LONG).isIdle()) {}
            assertThat(journalled()).isZero();
            assertThat(nodes.deliveries("ask"))
                    .hasSize(people.size())
                    .extracting(Delivery::state)
                    .containsOnly(DeliveryState.SENT);
            assertThat(nodes.handOvers().values()).containsOnly(1L);
            assertThat(node.health().check("unsettled").orElseThrow().status()).isEqualTo(Health.Status.UP);
        }
    }

    @Test
    void aRestartedProcessUpgradesTheUnknownFromItsJournalAndSendsNothingTwice() {
        try (Nodes nodes = new Nodes(Database.MEMORY, people)) {
            struck(nodes).close();
            String sent = nodes.handedOver.get(0).subscriberId();
            nodes.answer = message -> Receipt.accepted("ok-" + message.key());
            Reengage successor = nodes.node("b");
            for (int i = 0; i < 20; i++) {
                successor.runDue(World.LONG);
                nodes.clock.advance(Duration.ofMinutes(1));
            }
            assertThat(nodes.deliveries("ask"))
                    .filteredOn(each -> each.subscriberId().equals(sent))
                    .extracting(Delivery::state)
                    .containsExactly(DeliveryState.UNKNOWN);
            database.away = false;
            Reengage restarted = nodes.node("a2", Nodes.NONE, builder -> builder.journal(directory));
            restarted.runDue(World.LONG);
            assertThat(nodes.deliveries("ask"))
                    .filteredOn(each -> each.subscriberId().equals(sent))
                    .extracting(Delivery::state, Delivery::providerId)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(
                            DeliveryState.SENT, "ok-" + nodes.handedOver.get(0).key()));
            assertThat(journalled()).isZero();
            nodes.clock.advance(Duration.ofDays(8));
            successor.runDue(World.LONG);
            restarted.runDue(World.LONG);
            assertThat(nodes.handOvers().values()).containsOnly(1L);
        }
    }

    @Test
    void theJournalHoldsNoAddress() throws IOException {
        try (Nodes nodes = new Nodes(Database.MEMORY, people)) {
            struck(nodes);
            assertThat(Files.readString(journals().get(0)))
                    .contains(nodes.handedOver.get(0).subscriberId())
                    .doesNotContain("@");
            database.away = false;
        }
    }

    @Test
    void withoutAJournalTheResultWaitsInMemory() {
        try (Nodes nodes = new Nodes(Database.MEMORY, people)) {
            Reengage node = node(nodes, builder -> builder);
            node.campaigns().launch(Nodes.letters("letters").build());
            nodes.answer = message -> {
                database.away = nodes.handedOver.size() == 1;
                nodes.clock.advance(Duration.ofSeconds(1));
                return Receipt.accepted("");
            };
            refusedRound(node);
            database.away = false;
            nodes.clock.advance(Duration.ofMillis(10));
            while (!node.runDue(World.LONG).isIdle()) {}
            assertThat(nodes.deliveries("ask"))
                    .hasSize(people.size())
                    .extracting(Delivery::state)
                    .containsOnly(DeliveryState.SENT);
        }
    }

    @Test
    void closingTriesOnceMoreToPutOnRecordWhatWaits() {
        try (Nodes nodes = new Nodes(Database.MEMORY, people)) {
            Reengage node = node(nodes, builder -> builder);
            node.campaigns().launch(Nodes.letters("letters").build());
            nodes.answer = message -> {
                database.away = true;
                nodes.clock.advance(Duration.ofSeconds(1));
                return Receipt.accepted("");
            };
            refusedRound(node);
            database.away = false;
            node.close();
            assertThat(nodes.deliveries("ask"))
                    .filteredOn(each ->
                            each.subscriberId().equals(nodes.handedOver.get(0).subscriberId()))
                    .extracting(Delivery::state)
                    .containsExactly(DeliveryState.SENT);
        }
    }

    @Test
    void aJournalThatCannotBeWrittenIsRefusedAtBuildTime() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        try (Nodes nodes = new Nodes(Database.MEMORY, people)) {
            assertThatThrownBy(() -> nodes.node("a", Nodes.NONE, builder -> builder.journal(file)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("journal(");
        }
    }
}
