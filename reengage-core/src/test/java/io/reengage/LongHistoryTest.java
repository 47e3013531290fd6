// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Campaign;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.rows.JdbcOptions;
import io.reengage.ledger.rows.JdbcRowStore;
import io.reengage.ledger.rows.Postgres;
import io.reengage.ledger.rows.RowStore;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.FaultyLedger;
import io.reengage.ledger.store.Schema;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What somebody got years ago is not read again each time they are written to, or do something. */
class LongHistoryTest {
    private static final int EARLIER = 60;
    private static final int PEOPLE = 200;
    private static final Instant LATELY = World.START.minus(Duration.ofDays(7));

    private static Delivery message(String person, String run, int episode, Instant at) {
        return new Delivery(
                person, run, episode, "ask", DeliveryState.SENT, at, null, "email", "", run + episode + person, "");
    }

    private static Enrollment ended(String person, String run, int episode, Instant at) {
        return new Enrollment(
                person,
                run,
                episode,
                Enrollment.Arm.TREATED,
                Enrollment.State.COMPLETED,
                at,
                at.plus(Duration.ofDays(3)),
                "",
                "mark-" + person);
    }

    /** A round a month, each to everybody, as they are written: what concerns one person lies far apart. */
    private static void rounds(Rows rows) {
        for (int round = 1; round <= EARLIER; round++) {
            Instant at = World.START.minus(Duration.ofDays(30L * round));
            String run = "earlier-" + round;
            rows.insert(
                    Schema.DELIVERY,
                    everybody().map(id -> message(id, run, 1, at)).toList());
            rows.insert(
                    Schema.ENROLLMENT,
                    everybody().map(id -> ended(id, run, 1, at)).toList());
        }
    }

    private static Stream<String> everybody() {
        return IntStream.range(0, PEOPLE).mapToObj(i -> "p" + i);
    }

    @Test
    void whatMayCountInACapIsFoundWithoutReadingAllThatCameBefore() throws SQLException {
        assertThat(pagesRead(
                        "delivery",
                        rows -> rows.all(
                                Schema.DELIVERY,
                                Where.all().in("person", List.of("p1", "p2")).atLeast("at", LATELY))))
                .isLessThan(EARLIER / 6);
    }

    @Test
    void aMessageThatIsAnsweredIsFoundWithoutReadingAllOthers() throws SQLException {
        assertThat(pagesRead(
                        "delivery",
                        rows -> rows.all(
                                Schema.DELIVERY,
                                Where.all()
                                        .in("person", List.of("p1", "p2"))
                                        .eq("run", "earlier-7")
                                        .eq("step", "ask")
                                        .in("state", List.of("UNKNOWN", "FAILED")))))
                .isLessThan(EARLIER / 6);
    }

    @Test
    void theWaysSomebodyIsOnAreFoundWithoutReadingThoseThatEnded() throws SQLException {
        assertThat(pagesRead(
                        "enrollment",
                        rows -> rows.all(
                                Schema.ENROLLMENT,
                                Where.all()
                                        .in("person", List.of("p1", "p2"))
                                        .in("state", List.of("ACTIVE", "NOMINATED")))))
                .isLessThan(EARLIER / 6);
    }

    @Test
    void howOftenSomebodyCameByBeforeIsNotReadWhenTheyAreWrittenToOrAnswer() {
        assertThat(rowsRead(EARLIER)).isEqualTo(rowsRead(0));
    }

    /** Rows about a person's ways and messages that the second message and an answer to it cost. */
    private static long rowsRead(int earlierWays) {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("regular"))) {
            AtomicLong read = new AtomicLong();
            Reengage node = nodes.node(
                    "a",
                    Nodes.NONE,
                    builder -> builder.ledger(FaultyLedger.over(counting(nodes.rows, read), Nodes.NONE)));
            node.campaigns().launch(letters());
            node.runDue(World.LONG);
            nodes.rows.transact(rows -> came(rows, earlierWays));
            nodes.clock.advance(Duration.ofDays(7));
            read.set(0);
            node.runDue(World.LONG);
            assertThat(nodes.handedOver).hasSize(2);
            node.feedback()
                    .record(Activity.of(ActivityType.OPENED)
                            .by("regular")
                            .answering(new Activity.Delivery(
                                    nodes.enrollments().get(0).run(), "remind"))
                            .at(nodes.clock.instant()));
            return read.get();
        }
    }

    /** Its list is not scanned again, to see who may begin again. */
    private static Campaign letters() {
        return Campaign.named("letters")
                .once()
                .purpose(Nodes.LIST)
                .audience(subscribed(Nodes.LIST))
                .noHoldout("a test of sending")
                .step("ask", send("email").template("ask"))
                .step("remind", after(days(7)), send("email").template("ask"))
                .build();
    }

    /** The way the person is on becomes the last of many. */
    private static boolean came(Rows rows, int earlier) {
        Enrollment now = rows.all(Schema.ENROLLMENT, Where.all()).get(0);
        Delivery sent = rows.all(Schema.DELIVERY, Where.all()).get(0);
        rows.delete(Schema.ENROLLMENT, Where.all());
        rows.delete(Schema.DELIVERY, Where.all());
        for (int way = 1; way <= earlier; way++) {
            Instant at = World.START.minus(Duration.ofDays(900L - 10L * way));
            rows.insert(Schema.ENROLLMENT, List.of(ended("regular", now.run(), way, at)));
            rows.insert(Schema.DELIVERY, List.of(message("regular", now.run(), way, at)));
        }
        int last = earlier + 1;
        rows.insert(
                Schema.ENROLLMENT,
                List.of(new Enrollment(
                        "regular",
                        now.run(),
                        last,
                        now.arm(),
                        now.state(),
                        now.enrolledAt(),
                        null,
                        "",
                        now.address())));
        rows.insert(Schema.DELIVERY, List.of(message("regular", now.run(), last, sent.at())));
        return true;
    }

    private static RowStore counting(RowStore store, AtomicLong read) {
        return proxy(RowStore.class, (method, arguments) -> {
            if (method.getName().equals("transact")) {
                @SuppressWarnings("unchecked")
                Function<Rows, Object> work = (Function<Rows, Object>) arguments[0];
                return store.transact(rows -> work.apply(counting(rows, read)));
            }
            return method.invoke(store, arguments);
        });
    }

    private static Rows counting(Rows rows, AtomicLong read) {
        return proxy(Rows.class, (method, arguments) -> {
            Object result = method.invoke(rows, arguments);
            boolean ours = arguments[0] == Schema.ENROLLMENT || arguments[0] == Schema.DELIVERY;
            Object found = result instanceof Supplier<?> later ? later.get() : result;
            if (ours && found instanceof List<?> list) {
                read.addAndGet(list.size());
            }
            return result;
        });
    }

    private interface Call {
        Object to(Method method, Object[] arguments) throws ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return call.to(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** Pages of a table, without its indexes, that the question touches. */
    private static long pagesRead(String table, Consumer<Rows> question) throws SQLException {
        DataSource pool = Postgres.shared().pool();
        String schema = Postgres.newSchema();
        try (RowStore store = new JdbcRowStore(pool, JdbcOptions.ofDefaults().withSchema(schema));
                Connection connection = pool.getConnection()) {
            store.createSchema(Schema.TABLES);
            store.transact(rows -> {
                rounds(rows);
                return true;
            });
            try (Statement statement = connection.createStatement()) {
                statement.execute("VACUUM ANALYZE " + schema + ".reengage_" + table);
                long before = pages(statement, schema, table);
                connection.setAutoCommit(false);
                store.within(connection, rows -> {
                    question.accept(rows);
                    return true;
                });
                connection.commit();
                connection.setAutoCommit(true);
                return pages(statement, schema, table) - before;
            }
        }
    }

    private static long pages(Statement statement, String schema, String table) throws SQLException {
        statement.execute("SELECT pg_stat_force_next_flush()");
        try (ResultSet found = statement.executeQuery(
                "SELECT heap_blks_hit + heap_blks_read FROM pg_catalog.pg_statio_user_tables WHERE schemaname = '"
                        + schema + "' AND relname = 'reengage_" + table + "'")) {
            found.next();
            return found.getLong(1);
        }
    }
}
