// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.AuditTrail;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.rows.Postgres;
import io.reengage.ledger.store.LedgerStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes killed (kill -9) right before a statement of what only happens now and then; whoever comes next makes it whole. */
class KilledInTheMiddleIT {
    @TempDir
    private Path directory = Path.of("unset");

    private final String schema = Postgres.newSchema() + "_killed";
    private final List<JdbcConnectionPool> pools = new ArrayList<>();

    @AfterEach
    void closePools() {
        pools.forEach(JdbcConnectionPool::dispose);
    }

    private String url(String database) {
        return database.equals("H2")
                ? "jdbc:h2:" + directory.resolve("ledger") + ";USER=sa;WRITE_DELAY=0"
                : Postgres.shared().url();
    }

    /** Each opened and closed around a life of the worker, since an H2 file belongs to one process. */
    private DataSource dataSource(String database) {
        if (!database.equals("H2")) {
            return Postgres.shared().pool();
        }
        JdbcConnectionPool pool = JdbcConnectionPool.create(url(database).replace(";USER=sa", ""), "sa", "");
        pools.add(pool);
        return pool;
    }

    private Ledger ledger(String database) {
        return Ledger.over(dataSource(database)).schema(schema).open();
    }

    private void kill(String database, HaltedWorker.Task task, String statement, int number)
            throws IOException, InterruptedException {
        closePools();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        HaltedWorker.class.getName(),
                        url(database),
                        schema,
                        task.name(),
                        statement,
                        String.valueOf(number))
                .redirectErrorStream(true)
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = output.readLine();
            while (line != null && !line.equals(HaltedWorker.STANDS_STILL)) {
                said.add(line);
                line = output.readLine();
            }
            assertThat(line).as("what the worker said: %s", said).isEqualTo(HaltedWorker.STANDS_STILL);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "H2, CREATE TABLE.*DELIVERY, 1",
        "H2, CREATE.*INDEX, 9",
        "POSTGRESQL, CREATE.*INDEX, 9",
    })
    void tablesOfWhichSomeWereMadeAreMadeWhole(String database, String statement, int number) throws Exception {
        kill(database, HaltedWorker.Task.CREATE, statement, number);
        try (World world = new World(ledger(database), 3, 0)) {
            world.reengage.campaigns().launch(World.winBack().build());
            assertThat(world.run().enrolled()).isEqualTo(3);
        }
        LedgerStore.of(
                Ledger.over(dataSource(database)).schema(schema).validateOnly().open());
    }

    @ParameterizedTest
    @CsvSource({
        "H2, INSERT INTO.*DUE_SET, 1",
        "POSTGRESQL, INSERT INTO.*due_set, 1",
        "POSTGRESQL, UPDATE.*_run\".*scan_cursor, 1",
    })
    void aListOfWhichSomeWereEnrolledIsReadAgainAndNobodyIsTwiceOrNever(String database, String statement, int number)
            throws Exception {
        kill(database, HaltedWorker.Task.ENROLL, statement, number);
        try (World world = new World(ledger(database), HaltedWorker.PEOPLE, 0)) {
            world.clock.advance(Duration.ofMinutes(2));
            assertThat(world.run().enrolled()).isEqualTo(HaltedWorker.PEOPLE);
            int withheld = (int) world.reengage.insight().report("win-back").heldOut();
            assertThat(world.channel.messages())
                    .extracting(message -> message.subscriberId())
                    .doesNotHaveDuplicates()
                    .hasSize(HaltedWorker.PEOPLE - withheld);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "H2, MERGE INTO.*SUNSET_MEMBER, 9",
        "POSTGRESQL, INSERT INTO.*sunset_member.*ON CONFLICT, 9",
        "POSTGRESQL, INSERT INTO.*host_change, 3",
    })
    void aPlanOfWhichSomeWereRetiredIsAppliedOnceToEach(String database, String statement, int number)
            throws Exception {
        try (World world = new World(ledger(database), HaltedWorker.PEOPLE, 0)) {
            world.reengage.campaigns().launch(World.winBack().build());
            world.run();
            world.runAfter(Duration.ofDays(7));
            world.runAfter(Duration.ofDays(5));
        }
        kill(database, HaltedWorker.Task.RETIRE, statement, number);
        try (World world = new World(ledger(database), HaltedWorker.PEOPLE, 0)) {
            world.clock.setTo(World.START.plus(HaltedWorker.NOMINATED).plus(Duration.ofMinutes(5)));
            Reengage reengage = world.reengage;
            String plan = "win-back/1/sunset-1";
            reengage.sunsets().apply(plan);
            List<SunsetMember> members = reengage.sunsets().members(plan, "", 1000);
            assertThat(members)
                    .hasSizeGreaterThan(HaltedWorker.PEOPLE / 2)
                    .extracting(SunsetMember::state)
                    .containsOnly(SunsetMember.State.RETIRED);
            assertThat(reengage.insight().audit("", 10_000))
                    .filteredOn(entry -> entry.act().equals("sunset.retire"))
                    .extracting(AuditEntry::subject)
                    .doesNotHaveDuplicates()
                    .hasSize(members.size());
            StringBuilder trail = new StringBuilder();
            AuditTrail.Anchor anchor = reengage.insight().exportAudit(trail);
            assertThat(AuditTrail.verify(new StringReader(trail.toString()), anchor))
                    .isInstanceOf(AuditTrail.Intact.class);
        }
    }
}
