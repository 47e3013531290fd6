// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool that does no more than keep connections open. It never asks whether one is still alive, so that a restart of the
 * database is felt by whoever uses it next.
 */
final class ConnectionPool {
    private final String url;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

    ConnectionPool(String url) {
        this.url = url;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            if (method.getName().equals("getConnection")) {
                return lent(take());
            }
            throw new UnsupportedOperationException(method.getName());
        });
    }

    private Connection take() throws SQLException {
        Connection kept = idle.pollFirst();
        return kept == null ? DriverManager.getConnection(url) : kept;
    }

    private Connection lent(Connection connection) {
        return proxy(Connection.class, new InvocationHandler() {
            private boolean givenBack;

            @Override
            public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                    throws Throwable {
                if (!method.getName().equals("close")) {
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                }
                if (!givenBack) {
                    givenBack = true;
                    giveBack(connection);
                }
                return null;
            }
        });
    }

    private void giveBack(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            idle.addFirst(connection);
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
