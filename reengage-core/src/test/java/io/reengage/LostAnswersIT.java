// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Message;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.LedgerException;
import io.reengage.ledger.rows.JdbcOptions;
import io.reengage.ledger.rows.JdbcRowStore;
import io.reengage.ledger.rows.Postgres;
import io.reengage.ledger.rows.RowStore;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A real database at the end of a cable that breaks: after a commit, before its answer; and before anything was done. */
class LostAnswersIT {
    private static final long SEED = 1;

    /** Each connection anew: a broken one is never met again. */
    private static DataSource over(Cable cable) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres");
        source.setUser("postgres");
        return source;
    }

    private static void run(World world) {
        try {
            world.run();
        } catch (LedgerException e) {
            assertThat(e).hasMessageNotContaining("@");
        }
    }

    @Test
    void nobodyIsWrittenToTwiceAndEverybodyIsOnRecordWhateverBreaksAtACommit() throws IOException {
        String schema = Postgres.newSchema();
        try (Cable cable = new Cable(Postgres.shared().port(), SEED)) {
            Ledger ledger = Ledger.over(over(cable)).schema(schema).open();
            try (World world = new World(ledger, 120, 0, builder -> builder.workers(1))) {
                world.reengage
                        .campaigns()
                        .launch(World.winBack().noHoldout("a test").build());
                cable.breakOften(true);
                for (int round = 0; round < 60; round++) {
                    run(world);
                    world.clock.advance(Duration.ofMinutes(1));
                }
                cable.breakOften(false);
                for (int round = 0; round < 15; round++) {
                    run(world);
                    world.clock.advance(Duration.ofMinutes(1));
                }
                assertThat(cable.lostAnswers())
                        .as("commits whose answer was lost")
                        .isGreaterThan(5);
                assertThat(cable.lostRequests()).as("requests that were lost").isPositive();
                assertThat(world.channel.messages()).extracting(Message::key).doesNotHaveDuplicates();
                Map<DeliveryState, Long> states = states(schema);
                assertThat(states.keySet()).isSubsetOf(DeliveryState.SENT, DeliveryState.UNKNOWN);
                assertThat(states.values().stream().mapToLong(each -> each).sum())
                        .isEqualTo(120);
                assertThat(states.getOrDefault(DeliveryState.SENT, 0L))
                        .isBetween(1L, (long) world.channel.messages().size());
            }
        }
    }

    /** Messages of the first step by what became of them, as the server has them. */
    private static Map<DeliveryState, Long> states(String schema) {
        RowStore rows = new JdbcRowStore(
                Postgres.shared().pool(), JdbcOptions.ofDefaults().withSchema(schema));
        return rows.transact(each -> each.all(Schema.DELIVERY, Where.all().eq("step", "ask"))).stream()
                .collect(Collectors.groupingBy(Delivery::state, Collectors.counting()));
    }
}
