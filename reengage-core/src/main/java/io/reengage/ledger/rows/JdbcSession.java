// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import io.reengage.ledger.LedgerException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection for the time of one transaction; it is given back as it was. */
final class JdbcSession {

    /** What is wrong with a connection that reads only, and what to do. */
    static final String READ_ONLY = "the connection may only read: take readOnly off the data source and"
            + " default_transaction_read_only off its user or database, and let it lead to the primary, not to a replica";

    private static final Logger logger = LoggerFactory.getLogger(JdbcSession.class);

    private final Connection connection;
    private final boolean autoCommit;
    private final int isolation;
    private boolean over;

    private JdbcSession(Connection connection, int isolation) throws SQLException {
        this.connection = connection;
        this.autoCommit = connection.getAutoCommit();
        this.isolation = isolation;
    }

    /**
     * Begins a transaction.
     *
     * @param readsCommitted whether connections are known to be READ COMMITTED; PostgreSQL would have to be asked each time
     */
    static JdbcSession open(DataSource dataSource, boolean readsCommitted) {
        try {
            Connection connection = dataSource.getConnection();
            try {
                int isolation =
                        readsCommitted ? Connection.TRANSACTION_READ_COMMITTED : connection.getTransactionIsolation();
                JdbcSession session = new JdbcSession(connection, isolation);
                session.begin();
                return session;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw SqlFailure.ledgerException(
                    "The ledger got no usable connection from its data source: the database is away, or the pool has none"
                            + " left. Then raise the pool's maximum size: a node is never kept waiting with workers(...)"
                            + " + 2 connections, and one for each thread of yours that calls it",
                    e);
        }
    }

    private void begin() throws SQLException {
        if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
        if (autoCommit) {
            connection.setAutoCommit(false);
        }
    }

    Connection connection() {
        return connection;
    }

    /**
     * Commits.
     *
     * @throws RetryableConflict if the database undid the transaction in favour of another one
     * @throws LedgerException if nobody knows whether it was committed
     */
    void commit() {
        try {
            connection.commit();
            over = true;
        } catch (SQLException e) {
            if (SqlFailure.isLostRace(e)) {
                throw SqlFailure.retryable("The transaction lost against another one at its commit", e);
            }
            throw SqlFailure.ledgerException(
                    "The commit of a ledger transaction failed and its outcome is unknown: it may or may not be kept",
                    e);
        }
    }

    /** Undoes the transaction; a failure to do so is added to the reason. */
    void rollback(Throwable reason) {
        try {
            connection.rollback();
            over = true;
        } catch (SQLException e) {
            reason.addSuppressed(SqlFailure.withoutText(e));
        }
    }

    /** Ends a transaction that has only read. */
    void endReading() {
        try {
            connection.rollback();
            over = true;
        } catch (SQLException e) {
            logger.debug("A reading transaction could not be ended (SQLState {})", e.getSQLState());
        }
    }

    /**
     * Gives the connection back, or cuts it if its transaction could not be ended: setting auto-commit would commit what is
     * left of it. A failure here changes nothing about the transaction and is not thrown.
     */
    void release() {
        try (connection) {
            if (!over) {
                connection.abort(Runnable::run);
                return;
            }
            if (autoCommit) {
                connection.setAutoCommit(true);
            }
            if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
                connection.setTransactionIsolation(isolation);
            }
        } catch (SQLException e) {
            logger.debug("A connection could not be given back in order (SQLState {})", e.getSQLState());
        }
    }
}
