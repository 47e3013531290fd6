// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.ledger.LedgerException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresRowStoreTest extends RowStoreContract {

    private static final String CANARY = "canary@example.org";

    private final JdbcConnectionPool pool = Postgres.shared().poolInNewSchema();
    private final WatchedDataSource watched = new WatchedDataSource(pool::getConnection);

    @Override
    RowStore open() {
        return new JdbcRowStore(watched.dataSource(), JdbcRowStore.DEFAULT_PREFIX);
    }

    @AfterEach
    void everyConnectionWasGivenBackAsItWas() throws SQLException {
        assertThat(watched.open()).isZero();
        assertThat(watched.changed()).isZero();
        pool.dispose();
    }

    @Test
    void noValueLeaksIntoAnException() {
        insert(Visit.of(CANARY).at(CANARY));
        assertSilent(LedgerConflictException.class, () -> insert(Visit.of(CANARY)));
        assertSilent(LedgerConflictException.class, () -> insert(Visit.of("b").at(CANARY)));
        assertSilent(
                LedgerConflictException.class,
                () -> write(rows -> rows.put(Visit.TABLE, List.of(Visit.of("b").at(CANARY)))));
        insert(Visit.of("c"));
        assertSilent(
                LedgerConflictException.class,
                () -> update(Where.all().eq("person", "c"), Assignments.set("address", CANARY)));
        Backend.sql(pool, "ALTER TABLE reengage_visit ADD CHECK (note <> '" + CANARY + "')");
        assertSilent(LedgerException.class, () -> insert(Visit.of("d").noted(CANARY)));
        Backend.sql(pool, "ALTER TABLE reengage_visit ALTER COLUMN person TYPE INTEGER USING length(person)");
        assertSilent(LedgerException.class, () -> count(Where.all().eq("person", CANARY)));
    }

    private static void assertSilent(Class<? extends Exception> type, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(type).satisfies(e -> {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain(CANARY);
        });
    }

    /** Conflicts are found once per portion, whatever the size of the batch. */
    @Test
    void longTextsAndManyRowsAreWrittenInPortions() {
        List<Visit> visits = many(2_500, i -> Visit.of(person(i)).noted("n".repeat(i < 20 ? 1_000_000 : 10)));
        write(rows -> rows.insert(Visit.TABLE, visits));
        assertThat(count(Where.all())).isEqualTo(2_500);
        List<Visit> again = many(2_600, i -> Visit.of(person(i)));
        assertThat(store.<List<Visit>>transact(rows -> rows.insertNew(Visit.TABLE, again)))
                .containsExactlyElementsOf(again.subList(2_500, 2_600));
    }

    @Test
    void ordersTextByCodePoints() {
        insert(Visit.of("\ud83d\ude00"), Visit.of("\uff21"));
        assertThat(all()).extracting(Visit::person).containsExactly("\uff21", "\ud83d\ude00");
    }
}
