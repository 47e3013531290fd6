// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Processes of the library on a real database with a real mail server, killed, frozen and cut off at random. The system
 * property {@code kills} says how often in all, in rounds of {@code kills.round} each; {@code kills.seed} repeats a round.
 */
class RealKillsIT {

    @Test
    void whateverIsKilledNobodyIsWrittenToTwiceAndNobodyIsLost() throws Exception {
        String obstacle = Postgres.obstacle();
        assumeTrue(obstacle.isEmpty(), obstacle);
        int wanted = Integer.getInteger("kills", 200);
        int round = Integer.getInteger("kills.round", 200);
        long seed = Long.getLong("kills.seed", new Random().nextLong() >>> 1);
        int rounds = (wanted + round - 1) / round;
        Launcher launcher = new Launcher(Path.of("target", "kills-launcher").toAbsolutePath());
        for (int i = 0; i < rounds; i++) {
            kill(launcher, seed + i, Math.min(round, wanted - i * round));
        }
    }

    private static void kill(Launcher launcher, long seed, int kills)
            throws IOException, InterruptedException, SQLException {
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "kills-")
                .toAbsolutePath();
        Round round = new Round(launcher, seed, kills, Integer.getInteger("kills.people", 400), directory);
        Score score = round.play();
        Verdict verdict = score.verdict();
        String table = score.table();
        System.out.println(table);
        Files.writeString(directory.resolve("result.txt"), table + "\n" + verdict.problems());
        assertThat(verdict.problems())
                .as("seed %d, evidence in %s", seed, directory)
                .isEmpty();
        assertThat(verdict.count("UNKNOWN")).isLessThanOrEqualTo(score.mostUnknown());
        if (!Boolean.getBoolean("kills.keep")) {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
