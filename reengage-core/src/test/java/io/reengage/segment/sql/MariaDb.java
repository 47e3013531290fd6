// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * A private MariaDB server, where Debian's is installed; else the tests that need one are aborted with the reason. Its session
 * clock is an odd one with summer time, and its texts compare without regard to letter case, as is usual there.
 */
final class MariaDb {
    /** The zone of its sessions. */
    static final String SESSION = "Australia/Lord_Howe";

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Path DAEMON = Path.of("/usr/sbin/mariadbd");

    private final Path directory;
    private final int port;

    private MariaDb(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** Connections to a database that is made for them. */
    static DataSource empty() {
        if (Shared.REASON != null) {
            return Assumptions.abort(Shared.REASON);
        }
        MariaDb server = requireNonNull(Shared.SERVER);
        String name = "test" + NAMES.incrementAndGet();
        try (Connection connection = server.source("").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            return JdbcConnectionPool.create(server.source(name));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private MariaDbDataSource source(String database) throws SQLException {
        return new MariaDbDataSource("jdbc:mariadb://127.0.0.1:" + port + "/" + database
                + "?user=root&sslMode=disable&sessionVariables=time_zone='" + SESSION + "'");
    }

    private static MariaDb start() throws IOException, InterruptedException, SQLException {
        Path directory = Files.createTempDirectory("mariadb");
        String user = System.getProperty("user.name");
        run(
                directory,
                "/usr/bin/mariadb-install-db",
                "--no-defaults",
                "--user=" + user,
                "--datadir=" + directory.resolve("data"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db");
        MariaDb server = new MariaDb(directory, freePort());
        Process process = new ProcessBuilder(
                        DAEMON.toString(),
                        "--no-defaults",
                        "--user=" + user,
                        "--datadir=" + directory.resolve("data"),
                        "--bind-address=127.0.0.1",
                        "--port=" + server.port,
                        "--socket=" + directory.resolve("socket"),
                        "--pid-file=" + directory.resolve("pid"),
                        "--character-set-server=utf8mb4",
                        "--innodb-flush-log-at-trx-commit=0",
                        "--skip-name-resolve")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(process)));
        server.awaitReady(process);
        server.loadZones();
        return server;
    }

    private void awaitReady(Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.exists(directory.resolve("pid"))) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("the server does not start: " + Files.readString(directory.resolve("log")));
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    /** The zones the tests name; the server comes without any. */
    private void loadZones() throws IOException, InterruptedException {
        run(
                directory,
                "/bin/sh",
                "-c",
                "/usr/bin/mariadb-tzinfo-to-sql /usr/share/zoneinfo/" + SESSION + " " + SESSION + " |"
                        + " /usr/bin/mariadb --no-defaults --user=root --socket=" + directory.resolve("socket")
                        + " mysql");
    }

    private static void run(Path directory, String... command) throws IOException, InterruptedException {
        Path log = directory.resolve("setup");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(List.of(command).get(0) + " failed: " + Files.readString(log));
        }
    }

    private void stop(Process process) {
        try (Stream<Path> files = Files.walk(directory)) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | InterruptedException | UncheckedIOException e) {
            // the machine's own clean-up takes what is left
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Started when first asked for, stopped with the process; a failure to start is kept, so that each test tells it. */
    private static final class Shared {
        static final @Nullable MariaDb SERVER;
        static final @Nullable String REASON;

        static {
            MariaDb started = null;
            String reason = null;
            if (Files.isExecutable(DAEMON)) {
                try {
                    started = start();
                } catch (IOException | InterruptedException | SQLException e) {
                    reason = "MariaDB cannot run here: " + e;
                }
            } else {
                reason = "not run: there is no " + DAEMON + "; `apt-get install mariadb-server` brings it";
            }
            SERVER = started;
            REASON = reason;
        }
    }
}
