// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs statements on the host's database; failures carry codes, never values. */
record Database(DataSource dataSource, Dialect dialect) {

    /** Values in one list at the most. */
    static final int PORTION = 1000;
    /** Rows fetched at a time by a cursor. */
    static final int FETCH = 1000;

    private static final Logger logger = LoggerFactory.getLogger(Database.class);
    private static final int TIMES_AGAIN = 3;
    /** How the SQLStates begin of a key written twice, and of whom a deadlock or another's commit was held against. */
    private static final Set<String> LOST = Set.of("23", "40");

    /** Work on a connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** What is done with each row. */
    interface Rows {
        void take(ResultSet row) throws SQLException;
    }

    <T> T call(String what, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new HostDatabaseException(what, e);
        }
    }

    /** All or nothing. */
    <T> T transact(String what, Work<T> work) {
        return call(what, connection -> inTransaction(connection, work));
    }

    private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        boolean auto = connection.getAutoCommit();
        connection.setAutoCommit(false);
        T result;
        try {
            result = work.on(connection);
            connection.commit();
        } catch (SQLException | RuntimeException | Error e) {
            undo(connection, auto);
            throw e;
        }
        connection.setAutoCommit(auto);
        return result;
    }

    /** What went wrong first is told, even if the connection is lost and cannot be rolled back either. */
    private static void undo(Connection connection, boolean auto) {
        try {
            connection.rollback();
            connection.setAutoCommit(auto);
        } catch (SQLException lost) {
            logger.debug("A transaction could not be rolled back (SQLState {})", lost.getSQLState());
        }
    }

    /** The same, begun anew a few times where it lost against another node that did the same at the same moment. */
    <T> T transactAgain(String what, Work<T> work) {
        for (int again = 0; again < TIMES_AGAIN; again++) {
            try {
                return transact(what, work);
            } catch (HostDatabaseException e) {
                if (LOST.stream().noneMatch(e.sqlState()::startsWith)) {
                    throw e;
                }
            }
        }
        return transact(what, work);
    }

    /** Reads rows one by one, never holding the whole result. */
    void stream(String what, Sql sql, Rows rows) {
        call(what, connection -> {
            Work<Boolean> read = open -> {
                read(open, sql, rows);
                return true;
            };
            return dialect.cursorNeedsTransaction() ? inTransaction(connection, read) : read.on(connection);
        });
    }

    private void read(Connection connection, Sql sql, Rows rows) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(sql.text(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(dialect.fetchSize(connection.getMetaData(), FETCH));
            try (ResultSet result = query(statement, sql.params())) {
                while (result.next()) {
                    rows.take(result);
                }
            }
        }
    }

    static ResultSet query(PreparedStatement statement, List<Object> params) throws SQLException {
        bind(statement, params);
        return statement.executeQuery();
    }

    static int update(Connection connection, Sql sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            bind(statement, sql.params());
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, List<Object> params) throws SQLException {
        for (int i = 0; i < params.size(); i++) {
            statement.setObject(i + 1, params.get(i));
        }
    }
}
