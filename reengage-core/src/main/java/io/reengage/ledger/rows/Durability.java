// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import io.reengage.ledger.LedgerException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Makes sure that the database keeps what it has committed, or refuses it with the setting to change. */
final class Durability {

    private static final String H2_WRITE_DELAY =
            "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'WRITE_DELAY'";

    private static final String H2_VERSION = "SELECT H2VERSION()";
    /** Seen to lose acknowledged commits on kill -9 whatever the write delay; 2.4.240 lost none under the same test. */
    private static final String H2_LOSING_COMMITS = "2.5.252";

    private final DataSource dataSource;

    Durability(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void require(Dialect dialect) throws SQLException {
        switch (dialect) {
            case H2 -> requireOnH2();
            case POSTGRESQL -> requireOnPostgres();
        }
    }

    /** A setting in the URL comes back with the next connection, hence the second one. */
    private void requireOnH2() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            refuseVersion(values(statement, H2_VERSION));
            if (!isImmediate(values(statement, H2_WRITE_DELAY))) {
                setImmediate(statement);
            }
        }
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            if (!isImmediate(values(statement, H2_WRITE_DELAY))) {
                throw new LedgerException("H2 would lose commits in a crash: its setting WRITE_DELAY is not 0;"
                        + " remove WRITE_DELAY from the database's URL, or set it to 0");
            }
        }
    }

    static void refuseVersion(List<String> found) {
        if (found.contains(H2_LOSING_COMMITS)) {
            throw new LedgerException("H2 " + H2_LOSING_COMMITS
                    + " loses commits when its process is killed: use 2.4.240, or a later version that does not");
        }
    }

    private static void setImmediate(Statement statement) {
        try {
            statement.execute("SET WRITE_DELAY 0");
        } catch (SQLException e) {
            throw SqlFailure.ledgerException(
                    "H2 would lose commits in a crash: its setting WRITE_DELAY is not 0 and cannot be changed by the"
                            + " ledger's user; have an administrator execute SET WRITE_DELAY 0",
                    e);
        }
    }

    private static boolean isImmediate(List<String> delays) {
        return !delays.isEmpty() && delays.stream().allMatch("0"::equals);
    }

    private void requireOnPostgres() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            refuse("fsync", "off", values(statement, "SHOW fsync"));
            refuse("synchronous_commit", "off", values(statement, "SHOW synchronous_commit"));
        }
    }

    private static void refuse(String setting, String value, List<String> found) {
        if (found.contains(value)) {
            throw new LedgerException("PostgreSQL would lose commits in a crash: its setting " + setting + " is "
                    + value + "; set it to on, for the server or for the ledger's user");
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
