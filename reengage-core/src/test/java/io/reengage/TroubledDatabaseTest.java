// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Channel;
import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.internal.node.SameShard;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.LedgerException;
import io.reengage.ledger.rows.Postgres;
import io.reengage.ledger.store.FaultyLedger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database that is slow, full, or gone in the middle of a hand-over. */
class TroubledDatabaseTest {

    /** Takes its time for so many transactions, and notes what was handed over meanwhile. */
    private static final class Slow implements FaultyLedger.Fault {
        private final Nodes nodes;
        private int left;
        private int handedOver = -1;

        private Slow(Nodes nodes) {
            this.nodes = nodes;
        }

        @Override
        public void before() {
            if (left > 0) {
                left--;
                nodes.clock.advance(Duration.ofSeconds(5));
                handedOver = nodes.handedOver.size();
            }
        }

        @Override
        public void after() {}
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatIsTooSlowToSayThatNobodyLeftHasNobodyWrittenToAndNobodyIsLost(Database database) {
        List<String> people = SameShard.ids(12);
        try (Nodes nodes = new Nodes(database, people)) {
            Slow slow = new Slow(nodes);
            Reengage node = nodes.node("a", slow, nodes.wire(), builder -> builder);
            node.campaigns().launch(Nodes.letters("letters").build());
            slow.left = 100;
            while (slow.left > 0) {
                node.runDue(World.LONG);
            }
            assertThat(slow.handedOver).as("while it was slow").isZero();
            nodes.clock.advance(Duration.ofMinutes(1));
            while (!node.runDue(World.LONG).isIdle()) {}
            assertThat(nodes.recipients()).containsExactlyInAnyOrderElementsOf(people);
            assertThat(nodes.deliveries("ask")).extracting(Delivery::state).containsOnly(DeliveryState.SENT);
        }
    }

    /** Knows what it took when it is asked. */
    private record Remembering(Channel inner, Receipt memory) implements Channel {
        @Override
        public ChannelSpec spec() {
            return inner.spec();
        }

        @Override
        public Receipt deliver(Message message) {
            return inner.deliver(message);
        }

        @Override
        public Optional<Receipt> lookup(String key) {
            return Optional.of(memory);
        }
    }

    /** Goes, and does not come back. */
    private static final class Gone implements FaultyLedger.Fault {
        private boolean gone;

        @Override
        public void before() {
            if (gone) {
                throw new LedgerException("gone");
            }
        }

        @Override
        public void after() {}
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatACrashLeftOpenIsSettledByWhatTheChannelRemembers(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            Gone cut = new Gone();
            Reengage dies = nodes.node("a", cut, nodes.wire(), builder -> builder);
            dies.campaigns().launch(Nodes.letters("letters").build());
            nodes.answer = message -> {
                cut.gone = true;
                nodes.clock.advance(Duration.ofSeconds(1));
                return Receipt.accepted("lost");
            };
            try {
                dies.runDue(World.LONG);
            } catch (LedgerException e) {
                assertThat(e).hasMessage("gone");
            }
            Channel remembering = new Remembering(nodes.wire(), Receipt.accepted("found"));
            Reengage successor = nodes.node("b", Nodes.NONE, remembering, builder -> builder);
            nodes.clock.advance(Nodes.DEADLINE.plusMinutes(1));
            successor.runDue(World.LONG);
            assertThat(nodes.deliveries("ask"))
                    .extracting(Delivery::state, Delivery::providerId)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(DeliveryState.SENT, "found"));
            assertThat(nodes.handOvers().values()).containsOnly(1L);
        }
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The server says that its disk is full (SQLSTATE 53100) to whatever is to be put on record. */
    @Test
    void aFullDiskStopsTheSendingAndOnceThereIsSpaceEverythingIsOnRecordAndNobodyIsWrittenToTwice()
            throws SQLException {
        DataSource database = Postgres.shared().pool();
        String schema = Postgres.newSchema();
        try (World world =
                new World(Ledger.over(database).schema(schema).open(), 30, 0, builder -> builder.workers(1))) {
            execute(
                    database,
                    "CREATE FUNCTION " + schema + ".full() RETURNS trigger LANGUAGE plpgsql AS"
                            + " 'BEGIN RAISE EXCEPTION USING ERRCODE = ''53100''; END'");
            execute(
                    database,
                    "CREATE TRIGGER full_disk BEFORE INSERT ON " + schema + ".reengage_delivery EXECUTE FUNCTION "
                            + schema + ".full()");
            world.reengage
                    .campaigns()
                    .launch(World.winBack().noHoldout("a test").build());
            for (int round = 0; round < 3; round++) {
                try {
                    world.run();
                } catch (LedgerException e) {
                    assertThat(e).hasMessageContaining("53100");
                }
                world.clock.advance(Duration.ofSeconds(1));
            }
            int first = world.channel.messages().size();
            assertThat(first).as("one slice, and no more").isBetween(1, 5);
            execute(database, "DROP TRIGGER full_disk ON " + schema + ".reengage_delivery");
            while (!world.run().isIdle()) {}
            assertThat(world.channel.messages())
                    .extracting(Message::subscriberId)
                    .doesNotHaveDuplicates()
                    .hasSize(30);
            assertThat(world.reengage.insight().report("win-back").unknown()).isZero();
        }
    }
}
