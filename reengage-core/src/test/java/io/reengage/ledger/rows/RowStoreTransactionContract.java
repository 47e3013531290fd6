// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the transactions of every row store behave, alone and together. */
abstract class RowStoreTransactionContract {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
    private static final int THREADS = 8;

    RowStore store = new MemoryRowStore(() -> NOON);

    abstract RowStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
        store.createSchema(List.of(Visit.TABLE, Tag.TABLE));
    }

    @AfterEach
    void closeStore() throws Exception {
        store.close();
    }

    @Test
    void anExceptionUndoesEverything() {
        insert(Visit.of("a").at("x"), Visit.of("b").at("y"));
        List<Visit> before = all();
        assertThatThrownBy(() -> write(rows -> {
                    rows.insert(Visit.TABLE, List.of(Visit.of("c")));
                    rows.delete(Visit.TABLE, Where.all().eq("person", "a"));
                    rows.update(Visit.TABLE, Where.all().eq("person", "b"), Assignments.set("address", "x"));
                    rows.put(
                            Visit.TABLE,
                            List.of(Visit.of("b").noted("n"), Visit.of("c").noted("n")));
                    rows.insertNew(Visit.TABLE, List.of(Visit.of("a").at("y")));
                    throw new UnsupportedOperationException("enough");
                }))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("enough");
        assertThat(all()).isEqualTo(before);
        assertThat(select(Where.all().eq("run", 7L), List.of("due"), 9)).isEqualTo(before);
        insert(Visit.of("c").at("z"));
    }

    @Test
    void aFailureThatTheWorkSwallowsUndoesTheTransactionAllTheSame() {
        insert(Visit.of("a"));
        assertThatThrownBy(() -> write(rows -> {
                    rows.insert(Visit.TABLE, List.of(Visit.of("b")));
                    assertThatThrownBy(() -> rows.insert(Visit.TABLE, List.of(Visit.of("a"))))
                            .isInstanceOf(LedgerConflictException.class);
                    assertThatThrownBy(() -> rows.count(Visit.TABLE, Where.all()))
                            .isInstanceOf(IllegalStateException.class);
                }))
                .isInstanceOf(LedgerConflictException.class);
        assertThat(all()).containsExactly(Visit.of("a"));
    }

    @Test
    void seesItsOwnChanges() {
        write(rows -> {
            rows.insert(Visit.TABLE, List.of(Visit.of("a"), Visit.of("b")));
            rows.update(Visit.TABLE, Where.all().eq("person", "b"), Assignments.set("note", "n"));
            assertThat(rows.count(Visit.TABLE, Where.all().eq("note", "n"))).isEqualTo(1);
            rows.delete(Visit.TABLE, Where.all().eq("note", "n"));
            assertThat(rows.insertNew(Visit.TABLE, List.of(Visit.of("a"), Visit.of("b"))))
                    .containsExactly(Visit.of("b"));
        });
        assertThat(all()).hasSize(2);
    }

    @Test
    void refusesATransactionInsideATransactionAndRowsOutsideOfOne() throws Exception {
        AtomicReference<@Nullable Rows> leaked = new AtomicReference<>();
        write(rows -> {
            leaked.set(rows);
            assertThatThrownBy(() -> store.transact(inner -> 1)).isInstanceOf(IllegalStateException.class);
        });
        Rows rows = leaked.get();
        assertThat(rows).isNotNull();
        assertThatThrownBy(() -> rows.count(Visit.TABLE, Where.all())).isInstanceOf(IllegalStateException.class);
        store.close();
        assertThatThrownBy(() -> store.transact(any -> 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theClockHasMillisecondsInsideAndOutsideOfATransaction() {
        Instant before = store.now();
        Instant within = store.transact(rows -> store.now());
        assertThat(within).isAfterOrEqualTo(before);
        assertThat(before).isEqualTo(before.truncatedTo(ChronoUnit.MILLIS));
        assertThat(within).isEqualTo(within.truncatedTo(ChronoUnit.MILLIS));
    }

    @Test
    void insertNewFromManyThreadsInsertsEveryKeyOnce() throws Exception {
        List<Visit> visits = many(400, i -> Visit.of(person(i)).at("address" + i));
        List<List<Visit>> inserted = together(thread -> {
            List<Visit> mine = new ArrayList<>();
            for (int from = 0; from < visits.size(); from += 40) {
                List<Visit> some = visits.subList(from, from + 40);
                mine.addAll(store.transact(rows -> rows.insertNew(Visit.TABLE, some)));
            }
            return mine;
        });
        assertThat(inserted.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(visits);
        assertThat(all()).containsExactlyElementsOf(visits);
    }

    @Test
    void compareAndSetFromManyThreadsLosesNoUpdate() throws Exception {
        insert(Visit.of("a").counted(0));
        together(thread -> {
            for (int done = 0; done < 25; ) {
                done += store.<Integer>transact(rows -> {
                    int old =
                            requireNonNull(rows.select(Visit.TABLE, Where.all().eq("person", "a"), List.of(), 1)
                                    .get(0)
                                    .count());
                    return rows.update(
                            Visit.TABLE,
                            Where.all().eq("person", "a").eq("count", old),
                            Assignments.set("count", old + 1));
                });
            }
            return thread;
        });
        assertThat(all()).containsExactly(Visit.of("a").counted(25 * THREADS));
    }

    @Test
    void lockedRowsAreReadAsTheLastOneLeftThem() throws Exception {
        insert(Visit.of("a").counted(0), Visit.of("b").counted(0));
        together(thread -> {
            for (int done = 0; done < 25; done++) {
                write(rows -> rows.put(
                        Visit.TABLE,
                        rows.lock(Visit.TABLE, Where.all().in("person", List.of("a", "b"))).stream()
                                .map(each -> each.counted(requireNonNull(each.count()) + 1))
                                .toList()));
            }
            return thread;
        });
        assertThat(all())
                .containsExactly(
                        Visit.of("a").counted(25 * THREADS), Visit.of("b").counted(25 * THREADS));
    }

    @Test
    void whatIsAskedIsAnsweredAsItWasBeforeTheNextChange() {
        insert(Visit.of("a"), Visit.of("b"));
        write(rows -> {
            Supplier<List<Visit>> one = rows.ask(Visit.TABLE, Where.all().eq("person", "b"));
            Supplier<List<Visit>> nobody = rows.ask(Visit.TABLE, Where.all().in("person", List.of()));
            LongSupplier number = rows.askCount(Visit.TABLE, Where.all());
            Supplier<List<Visit>> both = rows.ask(Visit.TABLE, Where.all().in("person", List.of("b", "a")));
            rows.delete(Visit.TABLE, Where.all());
            assertThat(one.get()).containsExactly(Visit.of("b"));
            assertThat(nobody.get()).isEmpty();
            assertThat(number.getAsLong()).isEqualTo(2);
            assertThat(both.get()).containsExactlyInAnyOrder(Visit.of("a"), Visit.of("b"));
            assertThat(rows.all(Visit.TABLE, Where.all())).isEmpty();
            assertThat(rows.askCount(Visit.TABLE, Where.all()).getAsLong()).isZero();
        });
    }

    @Test
    void changesAskedForAreMadeInOrderAndCountedWhenAnswered() {
        insert(Visit.of("a"), Visit.of("b"));
        write(rows -> {
            IntSupplier changed =
                    rows.askUpdate(Visit.TABLE, Where.all().eq("person", "a"), Assignments.set("note", "x"));
            IntSupplier deleted = rows.askDelete(Visit.TABLE, Where.all().in("person", List.of("b", "z")));
            rows.insertSoon(Visit.TABLE, List.of(Visit.of("c")));
            Supplier<List<Visit>> left = rows.ask(Visit.TABLE, Where.all());
            assertThat(left.get()).containsExactlyInAnyOrder(Visit.of("a").noted("x"), Visit.of("c"));
            assertThat(changed.getAsInt()).isEqualTo(1);
            assertThat(deleted.getAsInt()).isEqualTo(1);
            assertThat(rows.askDelete(Visit.TABLE, Where.all().in("person", List.of()))
                            .getAsInt())
                    .isZero();
        });
    }

    @Test
    void whatIsInsertedSoonMustBeNewAllTheSame() {
        insert(Visit.of("a"));
        assertThatThrownBy(() -> write(rows -> rows.insertSoon(Visit.TABLE, List.of(Visit.of("b"), Visit.of("a")))))
                .isInstanceOf(LedgerConflictException.class);
        assertThat(all()).containsExactly(Visit.of("a"));
    }

    @Test
    void putFromManyThreadsKeepsOneRowPerKey() throws Exception {
        List<String> keys = IntStream.range(0, 50)
                .mapToObj(RowStoreTransactionContract::person)
                .toList();
        together(thread -> {
            for (int round = 0; round < 5; round++) {
                write(rows -> rows.put(
                        Visit.TABLE,
                        keys.stream().map(key -> Visit.of(key).counted(thread)).toList()));
            }
            return thread;
        });
        assertThat(all()).extracting(Visit::person).containsExactlyElementsOf(keys);
        assertThat(all()).extracting(Visit::count).doesNotContainNull();
    }

    @Test
    void transactionsThatLockEachOtherOutAreTriedAgain() throws Exception {
        write(rows -> rows.insert(Visit.TABLE, many(2, i -> Visit.of(person(i)).counted(0))));
        together(thread -> {
            for (int round = 0; round < 5 && thread < 2; round++) {
                write(rows -> {
                    touch(rows, person(thread), thread);
                    touch(rows, person(1 - thread), thread);
                });
            }
            return thread;
        });
        List<Visit> visits = all();
        assertThat(visits.get(0).count()).isEqualTo(visits.get(1).count());
    }

    private static void touch(Rows rows, String person, int thread) {
        rows.update(Visit.TABLE, Where.all().eq("person", person), Assignments.set("count", thread));
    }

    static <T> List<T> together(IntFunction<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                futures.add(threads.submit(() -> {
                    start.await();
                    return work.apply(thread);
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    static String person(int number) {
        return "p" + (100_000 + number);
    }

    static List<Visit> many(int count, IntFunction<Visit> visit) {
        return IntStream.range(0, count).mapToObj(visit).toList();
    }

    void insert(Visit... visits) {
        write(rows -> rows.insert(Visit.TABLE, List.of(visits)));
    }

    void write(Consumer<Rows> work) {
        store.transact(rows -> {
            work.accept(rows);
            return true;
        });
    }

    List<Visit> all() {
        return select(Where.all(), List.of(), Integer.MAX_VALUE);
    }

    List<Visit> select(Where where, List<String> orderBy, int limit) {
        return store.transact(rows -> rows.select(Visit.TABLE, where, orderBy, limit));
    }

    long count(Where where) {
        return store.transact(rows -> rows.count(Visit.TABLE, where));
    }

    int update(Where where, Assignments assignments) {
        return store.transact(rows -> rows.update(Visit.TABLE, where, assignments));
    }
}
