// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Counts what is done to connections, and makes a commit fail. */
final class WatchedDataSource {

    private final Callable<Connection> connections;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger changed = new AtomicInteger();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final AtomicInteger statementsLeft = new AtomicInteger(Integer.MAX_VALUE);

    WatchedDataSource(Callable<Connection> connections) {
        this.connections = connections;
    }

    /** A new connection every time. */
    static WatchedDataSource of(String url) {
        return new WatchedDataSource(() -> DriverManager.getConnection(url, "sa", ""));
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (method, arguments) -> {
            if (!method.getName().equals("getConnection")) {
                throw new UnsupportedOperationException(method.getName());
            }
            Connection connection = connections.call();
            open.incrementAndGet();
            return proxy(Connection.class, (called, given) -> call(connection, called, given));
        });
    }

    int open() {
        return open.get();
    }

    /** How many connections came back without their settings. */
    int changed() {
        return changed.get();
    }

    void forget() {
        changed.set(0);
    }

    /** Makes the next call of a method of any connection fail. */
    void failNext(String method, String state) {
        failures.put(method, state);
    }

    /** Makes one plain statement fail, and those before it succeed. */
    void failStatement(int number) {
        statementsLeft.set(number);
    }

    private @Nullable Object execute(Statement statement, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("execute") && statementsLeft.decrementAndGet() == 0) {
            throw new SQLException("the power is cut", "57P01");
        }
        return invoke(statement, method, arguments);
    }

    private @Nullable Object call(Connection connection, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("close")) {
            open.decrementAndGet();
            changed.addAndGet(connection.getAutoCommit() ? 0 : 1);
        }
        String state = failures.remove(method.getName());
        if (state != null) {
            throw new SQLException("told to fail", state);
        }
        if (method.getName().equals("createStatement")) {
            Statement statement = connection.createStatement();
            return proxy(Statement.class, (called, given) -> execute(statement, called, given));
        }
        return invoke(connection, method, arguments);
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private interface Call {
        @Nullable
        Object make(Method method, Object @Nullable [] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                WatchedDataSource.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.make(method, arguments)));
    }
}
