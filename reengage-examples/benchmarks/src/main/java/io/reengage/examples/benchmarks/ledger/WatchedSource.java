// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Stands between the library and its database: makes commits slow, or counts what is asked. */
final class WatchedSource {
    private static final Pattern LISTS = Pattern.compile("\\(\\?(, ?\\?)+\\)(, ?\\(\\?(, ?\\?)+\\))*");

    private WatchedSource() {}

    /**
     * A source whose commits take this much longer, as those of a volume across the network do; the processor rests meanwhile.
     *
     * @param slow whether they do now
     */
    static DataSource slowCommits(DataSource source, long nanos, BooleanSupplier slow) {
        return watched(source, asked -> {
            if (asked.equals("commit") && slow.getAsBoolean()) {
                long end = System.nanoTime() + nanos;
                for (long left = nanos; left > 0; left = end - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
            }
        });
    }

    /** Counts every statement sent, by its text, and every commit and rollback. */
    static DataSource counted(DataSource source, Counts counts) {
        return watched(source, counts::add);
    }

    /** How often what was asked. */
    static final class Counts {
        private final Map<String, LongAdder> asked = new ConcurrentHashMap<>();

        private void add(String text) {
            asked.computeIfAbsent(LISTS.matcher(text).replaceAll("(?...)"), each -> new LongAdder())
                    .increment();
        }

        void clear() {
            asked.clear();
        }

        Map<String, Long> byText() {
            Map<String, Long> sums = new TreeMap<>();
            asked.forEach((text, adder) -> sums.put(text, adder.sum()));
            return sums;
        }
    }

    /** @param asked told the text of each statement before it is sent, and {@code commit} or {@code rollback} */
    private static DataSource watched(DataSource source, Consumer<String> asked) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object answer = call(source, method, arguments);
            return answer instanceof Connection connection ? watched(connection, asked) : answer;
        });
    }

    private static Connection watched(Connection connection, Consumer<String> asked) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("commit") || method.getName().equals("rollback")) {
                asked.accept(method.getName());
            }
            Object answer = call(connection, method, arguments);
            if (!(answer instanceof Statement statement)) {
                return answer;
            }
            String text = arguments == null ? "" : (String) arguments[0];
            return proxy(method.getReturnType(), (self, called, values) -> {
                if (called.getName().startsWith("execute")) {
                    asked.accept(values == null || !(values[0] instanceof String said) ? text : said);
                }
                return call(statement, called, values);
            });
        });
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return (T) Proxy.newProxyInstance(WatchedSource.class.getClassLoader(), new Class<?>[] {type}, handler);
    }
}
