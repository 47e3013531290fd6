// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.ledger.Run;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.DueSet;
import io.reengage.ledger.store.Schema;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node of an older version beside newer ones, over one ledger. */
class RollingUpgradeTest {
    private static final List<String> PEOPLE = List.of("p", "q", "r");
    private static final Activity.Delivery ASKED = new Activity.Delivery("letters/1", "ask");

    private static List<DueSet> due(Nodes nodes) {
        return nodes.all(Schema.DUE_SET).stream()
                .filter(each -> each.run().equals("letters/1"))
                .toList();
    }

    private static void define(Nodes nodes, UnaryOperator<String> change) {
        String definition = nodes.all(Schema.RUN).stream()
                .filter(each -> each.id().equals("letters/1"))
                .map(Run::definition)
                .findFirst()
                .orElseThrow();
        String changed = change.apply(definition);
        assertThat(changed).isNotEqualTo(definition);
        nodes.rows.transact(rows ->
                rows.update(Schema.RUN, Where.all().eq("id", "letters/1"), Assignments.set("definition", changed)));
    }

    /** A kind of step, a step, or a word that only the newer version knows. */
    @ParameterizedTest
    @CsvSource({
        "MEMORY, \"send\", \"sendByPigeon\"",
        "H2, \"send\", \"sendByPigeon\"",
        "POSTGRESQL, \"send\", \"sendByPigeon\"",
        "MEMORY, \"remind\", \"insist\"",
        "MEMORY, \"purpose\", \"purposeOrSo\"",
    })
    void whatOnlyANewerVersionKnowsIsLeftAloneAndGoesOnWithIt(Database database, String known, String unknown) {
        try (Nodes nodes = new Nodes(database, PEOPLE)) {
            Reengage newer = nodes.node("newer");
            newer.campaigns().launch(Nodes.letters("letters").build());
            newer.runDue(World.LONG);
            newer.close();
            define(nodes, text -> text.replace(known, unknown));
            List<DueSet> before = due(nodes);
            Reengage older = nodes.node("older");
            older.campaigns().launch(Nodes.letters("others").build());
            nodes.clock.advance(Duration.ofDays(8));
            older.runDue(World.LONG);
            assertThat(nodes.recipients()).as("its own goes on").hasSize(2 * PEOPLE.size());
            assertThat(due(nodes)).isNotEmpty().isEqualTo(before);
            assertThat(older.feedback()
                            .record(List.of(
                                    Activity.of(ActivityType.UNSUBSCRIBED)
                                            .by("p")
                                            .property(Activity.ABOUT, Nodes.LIST)
                                            .answering(ASKED)
                                            .at(nodes.clock.instant()),
                                    Activity.of(ActivityType.PURCHASED)
                                            .by("q")
                                            .answering(ASKED)
                                            .at(nodes.clock.instant()))))
                    .as("who answers its messages is heard")
                    .isEqualTo(2);
            older.health();
            older.nextDue();
            older.close();
            nodes.handedOver.clear();
            define(nodes, text -> text.replace(unknown, known));
            nodes.node("newer again").runDue(World.LONG);
            assertThat(nodes.handedOver)
                    .filteredOn(each -> nodes.deliveries("remind").stream()
                            .anyMatch(row -> row.run().equals("letters/1")
                                    && row.subscriberId().equals(each.subscriberId())))
                    .extracting(each -> each.subscriberId())
                    .containsExactly("r");
        }
    }
}
