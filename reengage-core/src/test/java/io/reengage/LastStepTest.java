// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.subscribed;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Campaign;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.store.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ways that end by their last step while people end them by what they do: both change the same rows, in orders of their own. */
class LastStepTest {
    private static final List<String> PEOPLE =
            IntStream.range(0, 400).mapToObj("p-%03d"::formatted).toList();

    @ParameterizedTest
    @EnumSource(Database.class)
    void whoEndsTheirWayWhileItsLastStepEndsItIsNeitherLostNorInTheWay(Database database) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Nodes nodes = new Nodes(database, PEOPLE)) {
            Reengage node = nodes.node("a", Nodes.NONE, builder -> builder.workers(3));
            node.campaigns()
                    .launch(Campaign.named("letter")
                            .once()
                            .purpose(Nodes.LIST)
                            .audience(subscribed(Nodes.LIST))
                            .noHoldout("a test of sending")
                            .step("ask", send("email").template("ask"))
                            .exitWhen(did(ActivityType.PURCHASED))
                            .build());
            CyclicBarrier start = new CyclicBarrier(5);
            List<Future<?>> buying = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                List<Activity> all = new ArrayList<>();
                for (String id : PEOPLE) {
                    all.add(Activity.of(ActivityType.PURCHASED)
                            .by(id)
                            .id("buys-" + thread)
                            .at(World.START.plusSeconds(1)));
                }
                Collections.shuffle(all, new Random(thread));
                buying.add(threads.submit(() -> {
                    start.await();
                    int fresh = 0;
                    for (int from = 0; from < all.size(); from += 50) {
                        fresh += node.feedback().record(all.subList(from, from + 50));
                    }
                    assertThat(fresh).isEqualTo(PEOPLE.size());
                    return fresh;
                }));
            }
            start.await();
            node.runDue(World.LONG);
            for (Future<?> each : buying) {
                each.get();
            }
            node.runDue(World.LONG);
            assertThat(nodes.enrollments())
                    .hasSize(PEOPLE.size())
                    .extracting(Enrollment::state)
                    .isSubsetOf(Enrollment.State.COMPLETED, Enrollment.State.EXITED);
            assertThat(nodes.all(Schema.DUE_SET)).isEmpty();
            assertThat(nodes.all(Schema.EVENT)).hasSize(4 * PEOPLE.size());
            assertThat(nodes.recipients()).doesNotHaveDuplicates();
        } finally {
            threads.shutdownNow();
        }
    }
}
