// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whether the database keeps what it has committed, and if not, which setting to change. */
final class Durability {

    private static final String H2_WRITE_DELAY =
            "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'WRITE_DELAY'";

    private static final String H2_VERSION = "SELECT H2VERSION()";
    /** Seen to lose acknowledged commits on kill -9 whatever the write delay; 2.4.240 lost none under the same test. */
    private static final String H2_LOSING_COMMITS = "2.5.252";

    private static final String POSTGRES_OFF = "SELECT name FROM pg_settings WHERE setting = 'off' AND name IN"
            + " ('fsync', 'synchronous_commit', 'full_page_writes') ORDER BY name";

    private static final Map<String, String> POSTGRES_REMEDIES = Map.of(
            "fsync", "set it to on in the server's configuration and restart or reload it",
            "full_page_writes", "set it to on in the server's configuration and reload it",
            "synchronous_commit",
                    "set it to on (local, remote_write and remote_apply will do), where it was turned off:"
                            + " for the server, the database, the ledger's user or the data source");

    private static final Logger logger = LoggerFactory.getLogger(Durability.class);

    private final DataSource dataSource;

    Durability(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Answers every reason why a commit could be lost, each with its remedy; none if the database keeps its commits. H2 is
     * set right first, as far as the ledger's user may.
     */
    List<String> examine(Dialect dialect) throws SQLException {
        return switch (dialect) {
            case H2 -> examineH2();
            case POSTGRESQL -> examinePostgres();
        };
    }

    /** Whether there is anything a commit could be kept in. */
    boolean isStored(Dialect dialect) throws SQLException {
        if (dialect != Dialect.H2) {
            return true;
        }
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            return !values(statement, "SELECT DATABASE_PATH() WHERE DATABASE_PATH() IS NOT NULL")
                    .isEmpty();
        }
    }

    /** A setting in the URL comes back with the next connection, hence the second one. */
    private List<String> examineH2() throws SQLException {
        List<String> reasons = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            losingVersion(values(statement, H2_VERSION)).ifPresent(reasons::add);
            if (!isImmediate(values(statement, H2_WRITE_DELAY)) && !isSetImmediate(statement)) {
                reasons.add("H2's setting WRITE_DELAY is not 0 and cannot be changed by the ledger's user;"
                        + " have an administrator execute SET WRITE_DELAY 0");
                return reasons;
            }
        }
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            if (!isImmediate(values(statement, H2_WRITE_DELAY))) {
                reasons.add(
                        "H2's setting WRITE_DELAY is not 0 with every connection; set WRITE_DELAY=0 in the database's URL,"
                                + " since a database that closes with its last connection forgets it");
            }
        }
        return reasons;
    }

    static Optional<String> losingVersion(List<String> found) {
        return found.contains(H2_LOSING_COMMITS)
                ? Optional.of("H2 " + H2_LOSING_COMMITS
                        + " loses commits when its process is killed: use 2.4.240, or a later version that does not")
                : Optional.empty();
    }

    private static boolean isSetImmediate(Statement statement) {
        try {
            statement.execute("SET WRITE_DELAY 0");
            return true;
        } catch (SQLException e) {
            logger.debug("WRITE_DELAY could not be set (SQLState {})", e.getSQLState());
            return false;
        }
    }

    private static boolean isImmediate(List<String> delays) {
        return !delays.isEmpty() && delays.stream().allMatch("0"::equals);
    }

    /** As they are for a connection of the ledger's, whoever set them: server, database, user, or the connection itself. */
    private List<String> examinePostgres() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            return values(statement, POSTGRES_OFF).stream()
                    .map(setting -> "PostgreSQL's setting " + setting + " is off; " + POSTGRES_REMEDIES.get(setting))
                    .toList();
        }
    }

    private static List<String> values(Statement statement, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet results = statement.executeQuery(query)) {
            while (results.next()) {
                values.add(results.getString(1));
            }
        }
        return values;
    }
}
