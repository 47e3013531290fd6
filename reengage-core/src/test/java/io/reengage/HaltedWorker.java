// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import io.reengage.ledger.Ledger;
import io.reengage.ledger.SunsetPlan;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A process that stands still in the middle of its work, right before a statement, and waits to be killed. Arguments: the
 * database's URL, the schema, the work, a pattern of the statement, and the how manieth it is.
 */
final class HaltedWorker {
    static final int PEOPLE = 60;
    static final String STANDS_STILL = "stands still";
    static final Duration NOMINATED = Duration.ofDays(12);

    private final String url;
    private final Pattern statement;
    private final AtomicInteger left;

    private HaltedWorker(String url, Pattern statement, int number) {
        this.url = url;
        this.statement = statement;
        this.left = new AtomicInteger(number);
    }

    /** What a process can be at. */
    enum Task {
        CREATE,
        ENROLL,
        RETIRE
    }

    public static void main(String[] arguments) {
        HaltedWorker worker =
                new HaltedWorker(arguments[0], Pattern.compile(arguments[3]), Integer.parseInt(arguments[4]));
        Ledger ledger = Ledger.over(worker.dataSource()).schema(arguments[1]).open();
        try (World world = new World(ledger, PEOPLE, 0)) {
            world.channel.answering(message -> {
                throw new IllegalStateException("too late to be killed");
            });
            switch (Task.valueOf(arguments[2])) {
                case CREATE -> world.run();
                case ENROLL -> {
                    world.reengage.campaigns().launch(World.winBack().build());
                    world.run();
                }
                case RETIRE -> {
                    world.clock.setTo(World.START.plus(NOMINATED));
                    SunsetPlan plan = world.reengage.sunsets().plan("win-back");
                    world.reengage.sunsets().approve(plan.id(), "Aiko", "silent");
                    world.reengage.sunsets().apply(plan.id());
                }
            }
        }
        System.out.println("went on to the end");
    }

    private DataSource dataSource() {
        return proxy(DataSource.class, (method, given) -> connection(DriverManager.getConnection(url)));
    }

    private Connection connection(Connection connection) {
        return proxy(Connection.class, (method, given) -> {
            @Nullable Object result = result(connection, method, given);
            if (result instanceof PreparedStatement prepared) {
                return proxy(PreparedStatement.class, watched(prepared, text(given)));
            }
            return result instanceof Statement statement ? proxy(Statement.class, watched(statement, "")) : result;
        });
    }

    private Call watched(Statement target, String prepared) {
        return (method, given) -> {
            if (method.getName().startsWith("execute")) {
                standStillBefore(prepared + text(given));
            }
            return result(target, method, given);
        };
    }

    private void standStillBefore(String text) {
        if (statement.matcher(text).find() && left.decrementAndGet() == 0) {
            System.out.println(STANDS_STILL);
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park();
            }
        }
    }

    private interface Call {
        @Nullable
        Object make(Method method, Object @Nullable [] given) throws Throwable;
    }

    private static @Nullable Object result(Object target, Method method, Object @Nullable [] given) throws Throwable {
        try {
            return method.invoke(target, given);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static String text(Object @Nullable [] given) {
        return given != null && given.length > 0 && given[0] instanceof String sql ? sql : "";
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                HaltedWorker.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, given) -> call.make(method, given)));
    }
}
