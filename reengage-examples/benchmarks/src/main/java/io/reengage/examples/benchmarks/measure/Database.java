// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.measure;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A database server or file made for one run and thrown away after it. */
public final class Database implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 30;

    private final Kind kind;
    private final Supplier<HikariConfig> place;
    private final HikariDataSource pool;
    private final List<HikariDataSource> others = new ArrayList<>();
    private final CpuClock cpu;
    private final AutoCloseable server;

    /** Which databases there are. */
    public enum Kind {
        PG,
        H2
    }

    private Database(
            Kind kind, Supplier<HikariConfig> place, HikariDataSource pool, CpuClock cpu, AutoCloseable server) {
        this.kind = kind;
        this.place = place;
        this.pool = pool;
        this.cpu = cpu;
        this.server = server;
    }

    public static Database start(Kind kind) {
        try {
            return kind == Kind.PG ? postgres() : h2();
        } catch (IOException e) {
            throw new UncheckedIOException("The database for the benchmark could not be started", e);
        }
    }

    /** The server's own defaults but for what makes commits durable, memory, and checkpoints that would hit one contender. */
    private static Database postgres() throws IOException {
        Map<String, String> settings = Map.of(
                "fsync", "on",
                "synchronous_commit", "on",
                "full_page_writes", "on",
                "shared_buffers", "512MB",
                "max_wal_size", "8GB",
                "checkpoint_timeout", "30min");
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(60));
        settings.forEach(builder::setServerConfig);
        EmbeddedPostgres server = builder.start();
        Supplier<HikariConfig> place = () -> {
            HikariConfig config = new HikariConfig();
            config.setDataSource(server.getPostgresDatabase());
            return config;
        };
        HikariDataSource pool = pool(place, MOST_CONNECTIONS);
        long postmaster = Long.parseLong(text(pool, "SELECT pg_backend_pid()"));
        ProcessHandle parent = ProcessHandle.of(postmaster)
                .flatMap(ProcessHandle::parent)
                .orElseThrow(() -> new IllegalStateException("the server's process is not to be seen"));
        CpuClock both = CpuClock.ofThisProcess().and(ProcessFamily.of(parent.pid()));
        return new Database(Kind.PG, place, pool, both, server);
    }

    private static Database h2() throws IOException {
        Path directory = Files.createTempDirectory("reengage-benchmark");
        Supplier<HikariConfig> place = () -> {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl("jdbc:h2:file:" + directory.resolve("ledger"));
            return config;
        };
        return new Database(
                Kind.H2, place, pool(place, MOST_CONNECTIONS), CpuClock.ofThisProcess(), () -> delete(directory));
    }

    private static HikariDataSource pool(Supplier<HikariConfig> place, int connections) {
        HikariConfig config = place.get();
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    public Kind kind() {
        return kind;
    }

    public DataSource dataSource() {
        return pool;
    }

    /**
     * A pool for one contender alone, closed with the database: on connections that others used in between, its statements
     * would be prepared and planned anew in each round.
     *
     * @param connections at the most
     */
    public DataSource dataSource(int connections) {
        HikariDataSource own = pool(place, connections);
        others.add(own);
        return own;
    }

    /** Processor time of this process, and of the server's if there is one. */
    public CpuClock cpu() {
        return cpu;
    }

    /** Version and what makes commits durable, as the database itself says it. */
    public String description() {
        List<String> settings = kind == Kind.PG
                ? List.of("fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "commit_delay")
                : List.of();
        StringBuilder said = new StringBuilder(
                kind == Kind.PG
                        ? "PostgreSQL " + text(pool, "SHOW server_version")
                        : "H2 " + text(pool, "SELECT H2VERSION()") + " write_delay="
                                + text(
                                        pool,
                                        "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS"
                                                + " WHERE SETTING_NAME = 'WRITE_DELAY'"));
        settings.forEach(each -> said.append(' ').append(each).append('=').append(text(pool, "SHOW " + each)));
        return said.toString();
    }

    private static String text(DataSource source, String query) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            results.next();
            return Optional.ofNullable(results.getString(1)).orElse("");
        } catch (SQLException e) {
            throw new IllegalStateException("the database did not answer " + query, e);
        }
    }

    /** How many rows a query counts. */
    public long count(String query) {
        return Long.parseLong(text(pool, query));
    }

    public void execute(String... statements) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database refused a statement of the benchmark", e);
        }
    }

    /**
     * Lets the planner see how large the tables have become, as the server does by itself every minute: plans made for empty
     * tables serve nobody.
     */
    public void lookAtTables() {
        execute("ANALYZE");
    }

    @Override
    public void close() {
        others.forEach(HikariDataSource::close);
        pool.close();
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("the database could not be put away", e);
        }
    }
}
