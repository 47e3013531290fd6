// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import io.reengage.ledger.LedgerException;
import java.sql.SQLException;
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
        return " (SQLState " + failure.getSQLState() + ", vendor code " + failure.getErrorCode() + ")";
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
