// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections with the habits of some pools, and of some networks. */
final class Connections {
    /** What is done before a call of a connection. */
    interface Habit {
        void before(Connection connection, String call) throws SQLException;
    }

    private Connections() {}

    /** They commit nothing by themselves, and what is not committed is gone when they are given back. */
    static DataSource committedByHand(DataSource pool) {
        return with(pool, (connection, call) -> {
            if (call.equals("getConnection")) {
                connection.setAutoCommit(false);
            } else if (call.equals("close")) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    /** They are lost by the time something is to be rolled back. */
    static DataSource lostAtRollback(DataSource pool) {
        return with(pool, (connection, call) -> {
            if (call.equals("rollback")) {
                throw new SQLException("lost", "08003");
            }
        });
    }

    /** @param habit told of {@code getConnection} as soon as there is one, of all else before it happens */
    static DataSource with(DataSource pool, Habit habit) {
        return (DataSource) proxy(DataSource.class, (call, arguments) -> {
            Object answer = call.invoke(pool, arguments);
            return answer instanceof Connection connection ? with(connection, habit) : answer;
        });
    }

    private static Connection with(Connection connection, Habit habit) throws SQLException {
        habit.before(connection, "getConnection");
        return (Connection) proxy(Connection.class, (call, arguments) -> {
            habit.before(connection, call.getName());
            return call.invoke(connection, arguments);
        });
    }

    private interface Call {
        @Nullable
        Object of(Method method, @Nullable Object @Nullable [] arguments)
                throws SQLException, ReflectiveOperationException;
    }

    private static Object proxy(Class<?> type, Call call) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            try {
                return call.of(method, arguments);
            } catch (InvocationTargetException e) {
                throw requireNonNull(e.getCause());
            }
        });
    }
}
