// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A PostgreSQL server that keeps what it commits, and that can be made to crash. */
final class Postgres implements AutoCloseable {

    /** How a server can go down without being asked. */
    enum Crash {
        /** As {@code pg_ctl stop -m immediate}: no clean-up, recovery at the next start. */
        IMMEDIATE,
        /** {@code kill -9} of the server itself. */
        SERVER,
        /** {@code kill -9} of one connection's process, upon which the server throws out everybody else and recovers. */
        CONNECTION
    }

    private final EmbeddedPostgres first;
    private final List<String> command;
    private final Path log;
    private Process server;

    Postgres(Path directory, Path log) throws IOException, InterruptedException {
        this.log = log;
        this.first = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(true)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100")
                .setServerConfig("log_lock_waits", "on")
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Path pidFile = directory.resolve("postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0));
        this.command = command(pid);
        // once more as a child of ours, so that we see it die
        kill("-INT", pid);
        while (Files.exists(pidFile)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        this.server = start();
        awaitReady();
    }

    /** What keeps such a server from running here; empty if nothing does. */
    static String obstacle() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return system.toLowerCase(Locale.ROOT).equals("linux amd64")
                ? ""
                : "processes are frozen by signals and the server's binaries are for Linux on amd64; this is " + system;
    }

    /** The server refuses to run as the superuser, hence a name space of its own. */
    private static List<String> command(long pid) throws IOException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        String line = Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"));
        command.addAll(List.of(line.split("\0")));
        return command;
    }

    String url() {
        return "jdbc:postgresql://localhost:" + first.getPort()
                + "/postgres?user=postgres&connectTimeout=5&socketTimeout=30";
    }

    /** Crashes the server and has it up again when this returns. */
    void crash(Crash how) throws IOException, InterruptedException {
        if (how == Crash.CONNECTION) {
            long victim = aConnection();
            kill("-KILL", victim);
        } else {
            kill(how == Crash.SERVER ? "-KILL" : "-QUIT", server.pid());
            server.waitFor();
            server = start();
        }
        awaitReady();
    }

    private long aConnection() {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement();
                ResultSet pids = statement.executeQuery("SELECT pid FROM pg_stat_activity"
                        + " WHERE backend_type = 'client backend' ORDER BY pid = pg_backend_pid(), random()")) {
            pids.next();
            return pids.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try (Connection connection = DriverManager.getConnection(url())) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException("the database did not come back: see " + log, e);
                }
            }
            if (!server.isAlive()) {
                // what is left of the old server still holds its memory
                server = start();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    static void kill(String signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, String.valueOf(pid)).start().waitFor();
    }

    @Override
    public void close() throws IOException {
        first.close();
    }
}
