// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import io.reengage.ledger.LedgerException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Reads SQL exceptions and turns them into ours, without their text: databases quote the values of rows in it. */
final class SqlFailure {

    private static final String UNIQUE_VIOLATION = "23505";

    private static final String OUT_OF_RANGE = "22003";

    /** Serialization failure and deadlock; PostgreSQL's deadlock and lock timeout. */
    private static final Set<String> LOST_RACE_STATES = Set.of("40001", "40P01", "55P03");

    /** H2: lock timeout and concurrent update. */
    private static final Set<String> LOST_RACE_H2_STATES = Set.of("HYT00", "90131");

    /**
     * Table, index, column or schema exists, in H2 and in PostgreSQL. H2 reports an index made meanwhile as an internal
     * error, HY000.
     */
    private static final Set<String> EXISTS_STATES =
            Set.of("42S01", "42S11", "42S21", "90078", "HY000", "42P07", "42710", "42701", "42P06", UNIQUE_VIOLATION);

    private static final String LOGIN = "the login was refused: look at user and password of the data source";
    private static final String POOLER = "a pooler between gives each transaction another session, as PgBouncer does:"
            + " set prepareThreshold=0 in the data source's URL, or let the pooler keep prepared statements";
    private static final String NO_TABLE =
            "a table is missing: it was dropped, or connections come with another schema";
    private static final String H2_CLOSED =
            "H2's database was closed, as when the process ends or a thread that wrote" + " to it was interrupted";

    /** What the states mean that a host meets, since the database's own words are withheld. */
    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("25006", JdbcSession.READ_ONLY),
            Map.entry("90097", JdbcSession.READ_ONLY),
            Map.entry("42501", "the ledger's user lacks a right; GRANT it"),
            Map.entry("90096", "the ledger's user lacks a right; GRANT it"),
            Map.entry("25P02", "an earlier statement of the transaction failed; roll it back"),
            Map.entry("57014", "the statement was cancelled, as by statement_timeout"),
            Map.entry("25P03", "idle_in_transaction_session_timeout ended the connection"),
            Map.entry("57P01", "an administrator ended the connection, as when the server stops"),
            Map.entry("57P03", "the server is starting or stopping"),
            Map.entry("53300", "the server has no connection left"),
            Map.entry("53100", "the server's disk is full"),
            Map.entry("3D000", "there is no such database"),
            Map.entry("28000", LOGIN),
            Map.entry("28P01", LOGIN),
            Map.entry("08001", "no server can be reached there: look at the data source's URL"),
            Map.entry("08003", "the connection was closed"),
            Map.entry("08006", "the connection broke"),
            Map.entry("26000", POOLER),
            Map.entry("42P05", POOLER),
            Map.entry("42725", "types of parameters are not told, as with preferQueryMode=simple; leave that out"),
            Map.entry("42P01", NO_TABLE),
            Map.entry("42S02", NO_TABLE),
            Map.entry("90020", "another process has H2's database file open"),
            Map.entry("90098", H2_CLOSED),
            Map.entry("90121", H2_CLOSED));

    private SqlFailure() {}

    static boolean isUniqueViolation(SQLException failure) {
        return any(failure, UNIQUE_VIOLATION::equals);
    }

    static boolean isOutOfRange(SQLException failure) {
        return any(failure, OUT_OF_RANGE::equals);
    }

    static boolean isLostRace(SQLException failure) {
        return any(failure, state -> LOST_RACE_STATES.contains(state) || LOST_RACE_H2_STATES.contains(state));
    }

    /** Whether a statement that creates something may have met another node that creates the same. */
    static boolean isAlreadyThere(SQLException failure) {
        return any(failure, EXISTS_STATES::contains);
    }

    /** What failed, with the state and code to look up. */
    static LedgerException ledgerException(String what, SQLException failure) {
        return new LedgerException(what + codes(failure), withoutText(failure));
    }

    static RetryableConflict retryable(String what, SQLException failure) {
        return new RetryableConflict(what + codes(failure), withoutText(failure));
    }

    static SQLException withoutText(SQLException failure) {
        SQLException bare = new SQLException(
                "The database's own text is withheld, since it may quote rows",
                failure.getSQLState(),
                failure.getErrorCode());
        bare.setStackTrace(failure.getStackTrace());
        return bare;
    }

    private static String codes(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        String meaning = MEANINGS.getOrDefault(state, "");
        return " (SQLState " + state + ", vendor code " + failure.getErrorCode()
                + (meaning.isEmpty() ? ")" : ": " + meaning + ")");
    }

    private static boolean any(SQLException failure, Predicate<String> test) {
        for (SQLException next = failure; next != null; next = next.getNextException()) {
            String state = next.getSQLState();
            if (state != null && test.test(state)) {
                return true;
            }
        }
        return false;
    }
}
