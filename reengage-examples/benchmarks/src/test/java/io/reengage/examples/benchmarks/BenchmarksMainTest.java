// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.examples.benchmarks.measure.Fork;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BenchmarksMainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theLedgerBenchmarkEndsInItsRatios() {
        assertThat(run("ledger", "--quick", "--tiny", "--on", "h2", "--rounds", "1"))
                .isZero();
        assertThat(text(out).lines().toList())
                .last()
                .asString()
                .matches("ratio h2-vs-bare-append \\d+\\.\\d{3} goal 0\\.45");
        assertThat(text(out)).contains("H2 2.4.240 write_delay=0", "asked of the database per set of 5");
    }

    /** Fails too if any of those compared finds other people than the rest. So few people's heap may seem to be below nothing. */
    @Test
    void theSegmentsBenchmarkEndsInItsRatios() {
        assertThat(run("segments", "--tiny")).isZero();
        assertThat(text(out).lines().filter(line -> line.startsWith("ratio ")).toList())
                .hasSizeGreaterThan(7)
                .allMatch(line -> line.matches("ratio [a-z0-9-]+ -?\\d+\\.\\d{3} goal \\d+(\\.\\d+)?"));
        assertThat(text(out))
                .contains("DuckDB", "Drools, event facts", "bytes of heap per person", "ratio segments-pg-generated");
    }

    /** Fails too if not everybody comes through the cursor, or the database counts other members. */
    @Test
    void aScanReadsEverybodyInASmallHeap() {
        Fork.run(
                List.of("-Xmx64m"),
                BenchmarksMain.class,
                List.of("segments", "--scan", "2000"),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(text(out))
                .containsPattern(
                        "read and judged 2,000 people .* peak heap after collection \\d+ MB of at most 6\\d MB");
    }

    @Test
    void aScanInALargeHeapIsRefused() {
        assertThat(run("segments", "--scan", "2000")).isEqualTo(2);
        assertThat(text(err)).contains("java -Xmx64m -jar benchmarks.jar segments --scan 2000");
    }

    @Test
    void theMailBenchmarkEndsInItsRatios() {
        assertThat(run("mail", "--quick", "--tiny")).isZero();
        assertThat(text(out).lines().toList())
                .last()
                .asString()
                .matches("ratio mail-20ms-1-vs-simple-java-mail \\d+\\.\\d{3} goal 1\\.5");
        assertThat(text(out))
                .contains("NioSmtpClient, pipelined", "Vert.x mail client")
                .as("another client may fail in a round and is shown so; ours may not")
                .doesNotContain("Reengage failed");
    }

    @Test
    void anUnknownBenchmarkIsRefusedWithThoseThereAre() {
        assertThat(run("leger")).isEqualTo(2);
        assertThat(text(err)).contains("benchmarks: ledger");
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void aWordThatIsNotUnderstoodIsRefusedWithThoseThatAre() {
        assertThat(run("segments", "--people", "few")).isEqualTo(2);
        assertThat(run("segments", "--scan", "0")).isEqualTo(2);
        assertThat(run("ledger", "--fast")).isEqualTo(2);
        assertThat(run("ledger", "--on", "oracle")).isEqualTo(2);
        assertThat(run("ledger", "--rounds", "none")).isEqualTo(2);
        assertThat(run("ledger", "--people", "0")).isEqualTo(2);
        assertThat(run("ledger", "--people")).isEqualTo(2);
        assertThat(text(err))
                .contains(
                        "--fast is not understood",
                        "no database is called oracle",
                        "--rounds needs a whole number, not none",
                        "--people needs a positive number, not 0",
                        "--people lacks its value");
    }

    private int run(String... words) {
        return BenchmarksMain.run(
                List.of(words),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
