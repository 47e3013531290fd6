// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.ledger.LedgerException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is done to two stores, both answer the same. */
class RowStoreParityProperties {

    private static final Map<Backend, RowStore> STORES = new EnumMap<>(Backend.class);

    private static RowStore store(Backend backend) {
        return STORES.computeIfAbsent(backend, kind -> {
            RowStore store = new JdbcRowStore(kind.empty(), JdbcOptions.ofDefaults());
            store.createSchema(List.of(Visit.TABLE));
            return store;
        });
    }

    /** Aborts with the reason where there is no PostgreSQL; inside a property that would count as a bad try. */
    @BeforeContainer
    static void startPostgres() {
        assertThat(Postgres.shared()).isNotNull();
    }

    @AfterContainer
    static void closeStores() {
        STORES.values().forEach(RowStore::close);
        STORES.clear();
    }

    /** One operation, with words for the report. */
    record Command(String words, Function<Rows, Object> run) {

        @Override
        public String toString() {
            return words;
        }
    }

    /** Operations in one transaction, which may be given up in the end. */
    record Work(List<Command> commands, boolean givenUp) {

        Object on(RowStore store) {
            try {
                return store.transact(rows -> {
                    List<Object> answers = new ArrayList<>();
                    commands.forEach(command -> answers.add(command.run.apply(rows)));
                    if (givenUp) {
                        throw new UnsupportedOperationException();
                    }
                    return answers;
                });
            } catch (LedgerConflictException | LedgerException | UnsupportedOperationException e) {
                return e.getClass();
            }
        }
    }

    @Property(tries = 400)
    void h2AnswersAsMemoryDoes(@ForAll("works") List<Work> works) {
        assertParity(Backend.H2, works);
    }

    @Property(tries = 400)
    void postgresAnswersAsMemoryDoes(@ForAll("works") List<Work> works) {
        assertParity(Backend.POSTGRESQL, works);
    }

    private static void assertParity(Backend backend, List<Work> works) {
        RowStore memory = new MemoryRowStore(() -> RowStoreContract.NOON);
        RowStore jdbc = store(backend);
        jdbc.transact(rows -> rows.delete(Visit.TABLE, Where.all()));
        for (Work work : works) {
            assertThat(work.on(memory)).as("%s", work).isEqualTo(work.on(jdbc));
        }
        assertThat(all(memory)).isEqualTo(all(jdbc));
    }

    private static List<Visit> all(RowStore store) {
        return store.transact(rows -> rows.select(Visit.TABLE, Where.all(), List.of(), Integer.MAX_VALUE));
    }

    @Provide
    Arbitrary<List<Work>> works() {
        Arbitrary<Work> work = Combinators.combine(
                        commands().list().ofMinSize(1).ofMaxSize(5),
                        Arbitraries.frequencyOf(
                                Tuple.of(9, Arbitraries.just(false)), Tuple.of(1, Arbitraries.just(true))))
                .as(Work::new);
        return work.list().ofMinSize(1).ofMaxSize(12);
    }

    private static Arbitrary<Command> commands() {
        Arbitrary<List<Visit>> visits = visits().list().ofMaxSize(6);
        return Arbitraries.oneOf(
                visits.map(some -> new Command("insertNew " + some, rows -> rows.insertNew(Visit.TABLE, some))),
                visits().map(one -> new Command("insert " + one, rows -> {
                    rows.insert(Visit.TABLE, List.of(one));
                    return 1;
                })),
                visits.map(some -> new Command("put " + some, rows -> {
                    rows.put(Visit.TABLE, some);
                    return some.size();
                })),
                Combinators.combine(wheres(), assignments())
                        .as((where, set) -> new Command(
                                "update " + where + set, rows -> rows.update(Visit.TABLE, where.where, set.set))),
                wheres().map(where -> new Command("delete " + where, rows -> rows.delete(Visit.TABLE, where.where))),
                wheres().map(where -> new Command("count " + where, rows -> rows.count(Visit.TABLE, where.where))),
                Combinators.combine(wheres(), orders(), Arbitraries.integers().between(0, 8))
                        .as((where, order, limit) -> new Command(
                                "select " + where + order + limit,
                                rows -> rows.select(Visit.TABLE, where.where, order, limit))));
    }

    private static Arbitrary<List<String>> orders() {
        return Arbitraries.of("shard", "person", "run", "address", "note", "count", "spent", "open", "due")
                .list()
                .uniqueElements()
                .ofMaxSize(3);
    }

    private static Arbitrary<Visit> visits() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1),
                        values("person"),
                        Arbitraries.longs().between(1, 2),
                        values("address").injectNull(0.4),
                        values("note").injectNull(0.4),
                        values("count").injectNull(0.4),
                        values("spent").injectNull(0.4),
                        values("due").injectNull(0.4))
                .as((shard, person, run, address, note, count, spent, due) -> new Visit(
                        shard,
                        (String) person,
                        run,
                        (String) address,
                        (String) note,
                        (Integer) count,
                        (BigDecimal) spent,
                        shard == 0,
                        (Instant) due));
    }

    private static Arbitrary<Object> values(String column) {
        return switch (column) {
            case "shard" -> Arbitraries.of(0, 1);
            case "run" -> Arbitraries.of(1L, 2L);
            case "count" -> Arbitraries.of(-1, 0, 1);
            case "open" -> Arbitraries.of(true, false);
            case "spent" -> Arbitraries.of("-1.5", "0", "0.0001", "10").map(BigDecimal::new);
            case "due" ->
                Arbitraries.integers()
                        .between(-1, 1)
                        .map(i -> RowStoreContract.NOON.plusMillis(i).plusNanos(7));
            default -> Arbitraries.of("", "A", "a", "a ", "b", "\u00e4", "\ud83d\ude00");
        };
    }

    private record Condition(String words, Where where) {

        @Override
        public String toString() {
            return words;
        }
    }

    private record Changes(String words, Assignments set) {

        @Override
        public String toString() {
            return words;
        }
    }

    private static Arbitrary<Condition> wheres() {
        Arbitrary<Function<Condition, Condition>> tests = Arbitraries.of(
                        "shard", "person", "run", "address", "note", "count", "spent", "open", "due")
                .flatMap(RowStoreParityProperties::tests);
        return tests.list().ofMaxSize(4).map(RowStoreParityProperties::all);
    }

    private static Condition all(List<Function<Condition, Condition>> tests) {
        Condition condition = new Condition(" where", Where.all());
        for (Function<Condition, Condition> test : tests) {
            condition = test.apply(condition);
        }
        return condition;
    }

    private static Arbitrary<Function<Condition, Condition>> tests(String column) {
        BiFunction<String, BiFunction<Where, Object, Where>, Arbitrary<Function<Condition, Condition>>> one =
                (words, apply) -> values(column)
                        .map(value -> condition -> new Condition(
                                condition.words + " " + column + words + value, apply.apply(condition.where, value)));
        return Arbitraries.oneOf(List.of(
                one.apply(" = ", (where, value) -> where.eq(column, value)),
                one.apply(" <> ", (where, value) -> where.notEqual(column, value)),
                one.apply(" < ", (where, value) -> where.below(column, value)),
                one.apply(" <= ", (where, value) -> where.atMost(column, value)),
                one.apply(" >= ", (where, value) -> where.atLeast(column, value)),
                one.apply(" > ", (where, value) -> where.above(column, value)),
                one.apply(" null ", (where, value) -> where.isNull(column)),
                one.apply(" not null ", (where, value) -> where.notNull(column)),
                values(column)
                        .list()
                        .ofMaxSize(4)
                        .map(list -> condition -> new Condition(
                                condition.words + " " + column + list, condition.where.in(column, list)))));
    }

    private static Arbitrary<Changes> assignments() {
        Arbitrary<Changes> set = Arbitraries.of("address", "note", "count", "spent", "due")
                .flatMap(column -> values(column)
                        .injectNull(0.2)
                        .map(value -> new Changes(" set " + column + " " + value, Assignments.set(column, value))));
        Arbitrary<Changes> plus = Arbitraries.of(-1L, 0L, 1L, 2_147_483_647L)
                .map(delta -> new Changes(" plus count " + delta, Assignments.plus("count", delta)));
        return Arbitraries.frequencyOf(Tuple.of(3, set), Tuple.of(1, plus));
    }
}
