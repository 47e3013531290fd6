// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import io.reengage.monitoring.Health;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that has forgotten what it knew: a backup is brought back, or a database takes over that lacks the last commits. */
class LedgerGoneBackTest {
    private static final int PEOPLE = 12;

    @TempDir
    private Path directory = Path.of("unset");

    private final JdbcConnectionPool database =
            JdbcConnectionPool.create("jdbc:h2:mem:gone-back;DB_CLOSE_DELAY=-1", "", "");

    @AfterEach
    void drop() throws SQLException {
        execute("SHUTDOWN");
        database.dispose();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private World world(UnaryOperator<ReengageBuilder> setUp) {
        return new World(Ledger.jdbc(database), PEOPLE, 0, setUp);
    }

    private void backUp() throws SQLException {
        execute("SCRIPT TO '" + directory.resolve("backup.sql") + "'");
    }

    private void bringBack() throws SQLException {
        execute("DROP ALL OBJECTS");
        execute("RUNSCRIPT FROM '" + directory.resolve("backup.sql") + "'");
    }

    private static void launch(World world) {
        world.reengage.campaigns().launch(World.winBack().noHoldout("a test").build());
    }

    /** Nothing is sent until somebody has looked. */
    private static void waitsForAPerson(World world) {
        int sent = world.channel.messages().size();
        world.runAfter(Duration.ofMinutes(5));
        world.runAfter(Duration.ofDays(1));
        assertThat(world.channel.messages()).hasSize(sent);
        assertThat(world.reengage.health().check("stop").orElseThrow()).satisfies(check -> {
            assertThat(check.status()).isNotEqualTo(Health.Status.UP);
            assertThat(check.text()).contains("everything is stopped since ", "went back", "backup");
        });
        assertThat(world.reengage.insight().audit("", 100))
                .extracting(AuditEntry::act)
                .contains("stop");
        world.reengage.resumeAll("Aiko");
        world.runAfter(Duration.ofMinutes(5));
        assertThat(world.channel.messages()).as("once somebody decided").hasSizeGreaterThan(sent);
        world.runAfter(Duration.ofMinutes(5));
        assertThat(world.reengage.health().check("stop").orElseThrow().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void ofABackupNothingIsSentAgainUnasked() throws SQLException {
        Path journal = directory.resolve("journal");
        try (World before = world(builder -> builder.journal(journal))) {
            launch(before);
            backUp();
            before.run();
            assertThat(before.channel.messages()).hasSize(PEOPLE);
        }
        bringBack();
        try (World after = world(builder -> builder.journal(journal))) {
            waitsForAPerson(after);
        }
    }

    @Test
    void afterAFailoverThatLostCommitsNothingIsSentAgainUnasked() throws SQLException {
        try (World world = world(builder -> builder)) {
            launch(world);
            backUp();
            world.run();
            assertThat(world.channel.messages()).hasSize(PEOPLE);
            bringBack();
            waitsForAPerson(world);
        }
    }

    @Test
    void aRestartOnTheSameLedgerGoesOn() {
        Path journal = directory.resolve("journal");
        try (World before = world(builder -> builder.journal(journal))) {
            launch(before);
            before.run();
        }
        try (World after = world(builder -> builder.journal(journal))) {
            after.run();
            after.runAfter(Duration.ofDays(7));
            assertThat(after.channel.messages()).hasSize(PEOPLE);
        }
    }

    /** Nodes that each began the count would write it over one another, and take that for a ledger gone back. */
    @Test
    void theCountIsThereBeforeAnybodyCounts() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of())) {
            nodes.node("a");
            assertThat(nodes.all(Schema.SETTING)).contains(new Setting(Setting.PULSE, "0"));
        }
    }
}
