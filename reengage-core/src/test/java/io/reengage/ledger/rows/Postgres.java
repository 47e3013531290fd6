// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static java.util.Objects.requireNonNull;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** A real PostgreSQL server; where none can run, the tests that need one are aborted with the reason. */
public final class Postgres implements AutoCloseable {

    /** What a server must be set to before the ledger uses it; the embedded one comes with these off. */
    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final EmbeddedPostgres server;
    private final JdbcConnectionPool pool;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
        this.pool = pool("postgres", "public");
    }

    /** The one that all tests share, each in a schema of its own. */
    public static Postgres shared() {
        if (Shared.REASON != null) {
            return Assumptions.abort(Shared.REASON);
        }
        return requireNonNull(Shared.SERVER);
    }

    /** One with other settings than it should have. */
    static Postgres with(Map<String, String> settings) {
        try {
            return start(settings);
        } catch (IOException | RuntimeException e) {
            return Assumptions.abort(reason(e));
        }
    }

    private static Postgres start(Map<String, String> settings) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        DURABLE.forEach(builder::setServerConfig);
        settings.forEach(builder::setServerConfig);
        return new Postgres(builder.start());
    }

    private static String reason(Exception failure) {
        return "PostgreSQL cannot run here: " + failure;
    }

    /** A name that no other test uses. */
    public static String newSchema() {
        return "test" + SCHEMAS.incrementAndGet();
    }

    /** Connections as the superuser, in the schema {@code public}; one pool for everybody, never to be disposed. */
    public JdbcConnectionPool pool() {
        return pool;
    }

    JdbcConnectionPool pool(String user, String schema) {
        return pool("postgres", user, schema);
    }

    /** For a process of its own. */
    public String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    public int port() {
        return server.getPort();
    }

    /** Connections as the superuser to another database. */
    JdbcConnectionPool poolOf(String database) {
        return pool(database, "postgres", "public");
    }

    private JdbcConnectionPool pool(String database, String user, String schema) {
        PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
        source.setServerNames(new String[] {"localhost"});
        source.setPortNumbers(new int[] {server.getPort()});
        source.setDatabaseName(database);
        source.setUser(user);
        source.setCurrentSchema(schema);
        JdbcConnectionPool pool = JdbcConnectionPool.create(source);
        pool.setMaxConnections(20);
        return pool;
    }

    /** Connections in a schema that is made for them. */
    JdbcConnectionPool poolInNewSchema() {
        String schema = newSchema();
        sql("CREATE SCHEMA " + schema);
        return pool("postgres", schema);
    }

    void sql(String text) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** Started when first asked for, stopped with the process; a failure to start is kept, so that each test tells it. */
    private static final class Shared {
        static final @Nullable Postgres SERVER;
        static final @Nullable String REASON;

        static {
            Postgres started = null;
            String reason = null;
            try {
                started = start(Map.of());
            } catch (IOException | RuntimeException e) {
                reason = reason(e);
            }
            SERVER = started;
            REASON = reason;
        }
    }
}
