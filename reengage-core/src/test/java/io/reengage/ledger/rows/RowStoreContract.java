// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Lists;
import io.reengage.ledger.LedgerException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every row store does. */
abstract class RowStoreContract extends RowStoreTransactionContract {

    @Test
    void keepsEveryKindOfValue() {
        Visit full =
                new Visit(-1, "p", Long.MIN_VALUE, "a", "n", 3, new BigDecimal("-123456789012345.6789"), true, NOON);
        Visit sparse = new Visit(Integer.MAX_VALUE, "", Long.MAX_VALUE, null, null, null, null, false, null);
        insert(full, sparse);
        assertThat(all()).containsExactly(full, sparse);
    }

    @Test
    void cutsInstantsToMillisecondsAndGivesDecimalsFourDigits() {
        insert(Visit.of("a").due(NOON.plusNanos(999_999)).spending("1.5"));
        insert(Visit.of("b").due(Instant.parse("1960-01-01T00:00:00.0009Z")).spending("1E+3"));
        assertThat(all())
                .containsExactly(
                        Visit.of("a").due(NOON).spending("1.5000"),
                        Visit.of("b").due(Instant.parse("1960-01-01T00:00:00Z")).spending("1000.0000"));
    }

    @Test
    void insertNewAnswersOnlyWhatWasFreeInTheOrderGiven() {
        insert(Visit.of("b"));
        Visit c = Visit.of("c").noted("first");
        List<Visit> inserted = store.transact(rows -> rows.insertNew(
                Visit.TABLE,
                List.of(
                        c,
                        Visit.of("b").noted("late"),
                        Visit.of("a"),
                        Visit.of("c").noted("second"))));
        assertThat(inserted).containsExactly(c, Visit.of("a"));
        assertThat(all()).containsExactly(Visit.of("a"), Visit.of("b"), c);
    }

    @Test
    void insertNewLeavesOutWhatAUniqueIndexHas() {
        insert(Visit.of("a").at("x"));
        List<Visit> inserted = store.transact(rows -> rows.insertNew(
                Visit.TABLE,
                List.of(
                        Visit.of("b").at("x"),
                        Visit.of("b").at("y"),
                        Visit.of("c").inRun(8).at("x"))));
        assertThat(inserted)
                .containsExactly(Visit.of("b").at("y"), Visit.of("c").inRun(8).at("x"));
    }

    @Test
    void insertRefusesARowThatIsThereAndKeepsNothing() {
        insert(Visit.of("b"));
        assertThatThrownBy(() -> insert(Visit.of("a"), Visit.of("b"), Visit.of("c")))
                .isInstanceOfSatisfying(
                        LedgerConflictException.class,
                        e -> assertThat(e.table()).isEqualTo("visit"));
        assertThat(all()).containsExactly(Visit.of("b"));
    }

    @Test
    void insertRefusesASecondUniqueEntryButNullsAreAllDifferent() {
        insert(Visit.of("a"), Visit.of("b"), Visit.of("c").at("x"));
        assertThatThrownBy(() -> insert(Visit.of("d").at("x"))).isInstanceOf(LedgerConflictException.class);
        assertThat(all()).hasSize(3);
    }

    @Test
    void putInsertsReplacesAndLetsTheLastOfEqualsStay() {
        insert(Visit.of("a").noted("old").at("x"), Visit.of("b").noted("old"));
        write(rows -> rows.put(
                Visit.TABLE,
                List.of(
                        Visit.of("a").noted("new").at("x"),
                        Visit.of("c").noted("1"),
                        Visit.of("c").noted("2"))));
        assertThat(all())
                .containsExactly(
                        Visit.of("a").noted("new").at("x"),
                        Visit.of("b").noted("old"),
                        Visit.of("c").noted("2"));
    }

    @Test
    void putRefusesASecondUniqueEntry() {
        insert(Visit.of("a").at("x"));
        assertThatThrownBy(() -> write(
                        rows -> rows.put(Visit.TABLE, List.of(Visit.of("b").at("x")))))
                .isInstanceOf(LedgerConflictException.class);
        assertThat(all()).containsExactly(Visit.of("a").at("x"));
    }

    @Test
    void handlesATableThatIsAllKeyWithReservedNames() {
        Tag tag = new Tag("u", "v");
        write(rows -> rows.put(Tag.TABLE, List.of(tag, tag)));
        write(rows -> rows.put(Tag.TABLE, List.of(tag, new Tag("u", "w"))));
        assertThat(store.<List<Tag>>transact(
                        rows -> rows.select(Tag.TABLE, Where.all().eq("value", "v"), List.of(), 9)))
                .containsExactly(tag);
    }

    @Test
    void insertNewTakesOneOfEquals() {
        Tag a = new Tag("a", "v");
        Tag b = new Tag("b", "v");
        write(rows -> rows.put(Tag.TABLE, List.of(b)));
        assertThat(store.<List<Tag>>transact(
                        rows -> rows.insertNew(Tag.TABLE, List.of(a, b, new Tag("a", "v"), new Tag("c", "v"), b))))
                .containsExactly(a, new Tag("c", "v"));
        assertThat(users(Where.all())).containsExactly("a", "b", "c");
    }

    @Test
    void groupsComeOneAfterAnotherAndAreSeenNowhereElse() {
        List<Tag> tags = List.of(
                new Tag("", "v"), new Tag("a1", "v"), new Tag("c1", "v"), new Tag("b2", "v"), new Tag("d2", "v"));
        write(rows -> rows.put(Tag.TABLE, Lists.reverse(tags)));
        assertThat(users(Where.all())).containsExactly("", "a1", "c1", "b2", "d2");
        assertThat(users(Where.all().above("user", ""))).containsExactly("a1", "c1", "b2", "d2");
        assertThat(users(Where.all().above("user", "c1"))).containsExactly("b2", "d2");
        assertThat(users(Where.all().eq("user", "b2").eq("value", "v"))).containsExactly("b2");
        assertThat(users(Where.all().in("user", List.of("d2", "1a", "a1")))).containsExactly("a1", "d2");
    }

    private List<String> users(Where where) {
        return store.<List<Tag>>transact(rows -> rows.select(Tag.TABLE, where, List.of("user"), 9)).stream()
                .map(Tag::user)
                .toList();
    }

    @Test
    void nothingAtAllIsFineEverywhere() {
        write(rows -> {
            assertThat(rows.insertNew(Visit.TABLE, List.of())).isEmpty();
            rows.insert(Visit.TABLE, List.of());
            rows.put(Visit.TABLE, List.of());
            assertThat(rows.select(Visit.TABLE, Where.all(), List.of(), 0)).isEmpty();
        });
        assertThat(all()).isEmpty();
    }

    @Test
    void updateAnswersHowManyMatched() {
        insert(Visit.of("a").counted(1), Visit.of("b").counted(1), Visit.of("c").counted(2));
        assertThat(update(
                        Where.all().eq("count", 1), Assignments.set("count", 2).and("note", null)))
                .isEqualTo(2);
        assertThat(update(Where.all().eq("count", 1), Assignments.set("count", 2)))
                .isZero();
        assertThat(update(Where.all().eq("count", 2), Assignments.set("count", 2)))
                .isEqualTo(3);
    }

    @Test
    void addsToWhatIsThereAndNullStaysNull() {
        insert(Visit.of("a").counted(1), Visit.of("b").counted(-1), Visit.of("c"));
        assertThat(update(Where.all(), Assignments.plus("count", 3).and("note", "n")))
                .isEqualTo(3);
        assertThat(update(
                        Where.all().eq("person", "b"),
                        Assignments.set("note", "m").andPlus("count", -9)))
                .isEqualTo(1);
        assertThat(all())
                .containsExactly(
                        Visit.of("a").counted(4).noted("n"),
                        Visit.of("b").counted(-7).noted("m"),
                        Visit.of("c").noted("n"));
    }

    @Test
    void addingToAListedColumnMovesEveryRowOnce() {
        List<Integer> counts = IntStream.range(0, 2_000).boxed().toList();
        write(rows ->
                rows.insert(Visit.TABLE, many(2_000, i -> Visit.of(person(i)).counted(i))));
        assertThat(update(Where.all().in("count", counts), Assignments.plus("count", 1)))
                .isEqualTo(2_000);
        assertThat(update(Where.all().in("count", counts), Assignments.plus("count", -2)))
                .isEqualTo(1_999);
        assertThat(all()).extracting(Visit::count).startsWith(-1, 0, 1).endsWith(1_997, 2_000);
    }

    @Test
    void refusesASumThatDoesNotFitAndAddsOnlyToWholeNumbersOutsideOfUniqueIndexes() {
        insert(Visit.of("a").counted(Integer.MAX_VALUE));
        assertThatThrownBy(() -> update(Where.all(), Assignments.plus("count", 1)))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("visit");
        assertThat(all()).containsExactly(Visit.of("a").counted(Integer.MAX_VALUE));
        assertThatThrownBy(() -> update(Where.all(), Assignments.plus("spent", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spent");
        assertThatThrownBy(() -> update(Where.all(), Assignments.plus("run", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("run");
        assertThatThrownBy(
                        () -> update(Where.all(), Assignments.plus("count", 1).and("count", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("count");
    }

    @Test
    void updateRefusesASecondUniqueEntry() {
        insert(Visit.of("a").at("x"), Visit.of("b").at("y"));
        assertThatThrownBy(() -> update(Where.all().eq("person", "b"), Assignments.set("address", "x")))
                .isInstanceOf(LedgerConflictException.class);
        assertThat(all()).containsExactly(Visit.of("a").at("x"), Visit.of("b").at("y"));
    }

    @Test
    void updateOfAListedColumnCountsEveryRowOnce() {
        List<Visit> visits = many(2_000, i -> Visit.of("p" + i).noted("n" + i));
        write(rows -> rows.insert(Visit.TABLE, visits));
        List<String> notes = visits.stream().map(Visit::note).toList();
        assertThat(update(Where.all().in("note", notes), Assignments.set("note", "n1999")))
                .isEqualTo(2_000);
    }

    @Test
    void deleteAnswersHowManyThereWere() {
        insert(Visit.of("a"), Visit.of("b"), Visit.of("c").inShard(2));
        int deleted =
                store.transact(rows -> rows.delete(Visit.TABLE, Where.all().eq("shard", 1)));
        assertThat(deleted).isEqualTo(2);
        assertThat(all()).containsExactly(Visit.of("c").inShard(2));
        assertThat(count(Where.all())).isEqualTo(1);
    }

    @Test
    void comparesAsSaid() {
        IntStream.rangeClosed(1, 5)
                .forEach(i -> insert(Visit.of("p" + i).counted(i).due(NOON.plusSeconds(i))));
        insert(Visit.of("p6"));
        assertThat(people(Where.all().below("count", 3))).containsExactly("p1", "p2");
        assertThat(people(Where.all().atMost("count", 3))).containsExactly("p1", "p2", "p3");
        assertThat(people(Where.all().above("person", "p4"))).containsExactly("p5", "p6");
        assertThat(people(Where.all().atLeast("due", NOON.plusSeconds(4)))).containsExactly("p4", "p5");
        assertThat(people(Where.all().notEqual("count", 3))).containsExactly("p1", "p2", "p4", "p5");
        assertThat(people(Where.all().above("count", 1).below("count", 4).notEqual("person", "p2")))
                .containsExactly("p3");
        assertThat(people(Where.all().above("count", 4).below("count", 2))).isEmpty();
        assertThat(people(Where.all().eq("count", 1).eq("count", 2))).isEmpty();
    }

    @Test
    void aNullSatisfiesOnlyIsNull() {
        insert(Visit.of("a"), Visit.of("b").noted("x").due(NOON));
        assertThat(people(Where.all().isNull("note"))).containsExactly("a");
        assertThat(people(Where.all().notNull("note"))).containsExactly("b");
        assertThat(people(Where.all().notEqual("note", "y"))).containsExactly("b");
        assertThat(people(Where.all().eq("run", 7L).isNull("due"))).containsExactly("a");
        assertThat(people(Where.all().eq("run", 7L).atMost("due", NOON))).containsExactly("b");
        assertThat(people(Where.all().eq("run", 7L).notNull("due"))).containsExactly("b");
    }

    @Test
    void aListMayBeEmptyOrHaveThousandsOfValues() {
        write(rows ->
                rows.insert(Visit.TABLE, many(3_000, i -> Visit.of(person(i)).counted(3_000 - i))));
        List<String> even =
                IntStream.range(0, 2_000).mapToObj(i -> person(2 * i)).toList();
        Where where = Where.all().eq("shard", 1).in("person", even);
        assertThat(count(where)).isEqualTo(1_500);
        assertThat(select(where, List.of("count"), 3))
                .extracting(Visit::person)
                .containsExactly(person(2_998), person(2_996), person(2_994));
        assertThat(select(where, List.of(), 1_400))
                .hasSize(1_400)
                .isSortedAccordingTo((a, b) -> a.person().compareTo(b.person()));
        assertThat(people(Where.all().in("person", List.of()))).isEmpty();
        assertThat(update(Where.all().in("person", List.of()), Assignments.set("note", "x")))
                .isZero();
        assertThat(update(where, Assignments.set("note", "x"))).isEqualTo(1_500);
        assertThat(store.<Integer>transact(rows -> rows.delete(Visit.TABLE, where)))
                .isEqualTo(1_500);
    }

    @Test
    void listsCombineWithEachOtherAndRepeatValuesWithoutEffect() {
        insert(
                Visit.of("a"),
                Visit.of("b").inRun(8),
                Visit.of("c").inRun(9),
                Visit.of("b").inShard(2));
        Where where = Where.all()
                .in("person", List.of("a", "b", "a", "x"))
                .in("run", List.of(8L, 7L))
                .eq("shard", 1);
        assertThat(people(where)).containsExactly("a", "b");
        assertThat(count(where)).isEqualTo(2);
    }

    @Test
    void ordersByTheColumnsNamedThenByKeyWithNullsFirst() {
        insert(
                Visit.of("d").due(NOON),
                Visit.of("c").due(NOON),
                Visit.of("b").due(NOON.minusSeconds(1)),
                Visit.of("a").due(NOON.plusSeconds(1)),
                Visit.of("e"));
        assertThat(select(Where.all().eq("run", 7L), List.of("due"), 4))
                .extracting(Visit::person)
                .containsExactly("e", "b", "c", "d");
        assertThat(select(Where.all(), List.of("note", "due"), 9))
                .extracting(Visit::person)
                .containsExactly("e", "b", "c", "d", "a");
        assertThat(select(Where.all(), List.of("run", "person"), 2))
                .extracting(Visit::person)
                .containsExactly("a", "b");
    }

    @Test
    void keepsCaseBlanksAndAccentsApart() {
        List<String> texts =
                List.of("", " ", "A", "Z", "a", "a ", "a  ", "aa", "i", "\u00e4", "\u0130", "\u0131", "\ud83d\ude00");
        write(rows -> rows.insert(
                Visit.TABLE,
                texts.stream().map(text -> Visit.of(text).noted(text)).toList()));
        assertThat(all()).extracting(Visit::person).containsExactlyElementsOf(texts);
        assertThat(people(Where.all().eq("note", "a"))).containsExactly("a");
        assertThat(people(Where.all().eq("note", "a "))).containsExactly("a ");
        assertThat(people(Where.all().in("person", List.of("I", "i", "\u0131"))))
                .containsExactly("i", "\u0131");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nul\0", "\ud83d", "x\ude00", "\ud83d\ud83d\ude00"})
    void refusesTextThatADatabaseCouldNotKeep(String text) {
        assertThatThrownBy(() -> insert(Visit.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("visit", "person");
        assertThatThrownBy(() -> people(Where.all().eq("note", text))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> update(Where.all(), Assignments.set("note", text)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesTextThatIsTooLongAndKeepsWhatJustFits() {
        String longest = "\ud83d\ude00".repeat(250);
        insert(Visit.of(longest).at(longest).noted("n".repeat(1_000_000)));
        assertThat(all()).singleElement().satisfies(visit -> {
            assertThat(visit.person()).isEqualTo(longest);
            assertThat(visit.note()).hasSize(1_000_000);
        });
        assertThatThrownBy(() -> insert(Visit.of("x".repeat(501)))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> insert(Visit.of("x").noted("n".repeat(1_000_001))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.00001", "1000000000000000", "12345678901234567890"})
    void refusesADecimalThatDoesNotFit(String decimal) {
        assertThatThrownBy(() -> insert(Visit.of("a").spending(decimal)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spent")
                .hasMessageNotContaining(decimal);
    }

    @Test
    void refusesColumnsAndKindsTheTableDoesNotHaveAndGoesOn() {
        write(rows -> {
            assertThatThrownBy(() -> rows.count(Visit.TABLE, Where.all().eq("nope", 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("visit", "nope");
            assertThatThrownBy(() -> rows.count(Visit.TABLE, Where.all().eq("due", "today")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("due", "Instant", "String");
            assertThatThrownBy(() -> rows.select(Visit.TABLE, Where.all(), List.of("nope"), 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> rows.update(Visit.TABLE, Where.all(), Assignments.set("person", "x")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("person");
            assertThatThrownBy(() -> rows.update(Visit.TABLE, Where.all(), Assignments.set("open", null)))
                    .isInstanceOf(IllegalArgumentException.class);
            rows.insert(Visit.TABLE, List.of(Visit.of("a")));
        });
        assertThat(all()).hasSize(1);
    }

    @Test
    void aSmallerNumberWillDoForABigColumn() {
        insert(Visit.of("a"));
        assertThat(people(Where.all().eq("run", 7))).containsExactly("a");
    }

    private List<String> people(Where where) {
        return select(where, List.of(), 100).stream().map(Visit::person).toList();
    }
}
