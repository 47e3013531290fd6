// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.AuditTrail;
import java.io.StringReader;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One chain, whoever writes. */
class AuditTest {

    @ParameterizedTest
    @EnumSource(Database.class)
    void nodesThatWriteAtOnceMakeOneChainThatCanBeExportedAndChecked(Database database) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            CyclicBarrier start = new CyclicBarrier(3);
            List<Callable<Integer>> writers = Stream.of("a", "b", "c")
                    .map(nodes::node)
                    .map(node -> (Callable<Integer>) () -> {
                        start.await();
                        for (int i = 0; i < 20; i++) {
                            node.stopAll("test " + i);
                            node.resumeAll("Aiko");
                        }
                        return 40;
                    })
                    .toList();
            for (Future<Integer> each : threads.invokeAll(writers)) {
                assertThat(each.get()).isEqualTo(40);
            }
            Reengage node = nodes.node("d");
            StringBuilder export = new StringBuilder();
            AuditTrail.Anchor anchor = node.insight().exportAudit(export);
            assertThat(anchor.lines()).isEqualTo(120);
            assertThat(AuditTrail.verify(new StringReader(export.toString()), anchor))
                    .isEqualTo(new AuditTrail.Intact(anchor));
            assertThat(node.insight().audit("", 1000))
                    .hasSize(120)
                    .extracting(AuditEntry::act)
                    .contains("stop", "go");
        } finally {
            threads.shutdownNow();
        }
    }
}
