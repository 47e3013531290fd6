// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.ActivitySummary;
import io.reengage.segment.Condition;
import io.reengage.segment.Not;
import io.reengage.segment.Profile;
import io.reengage.segment.Segment;
import io.reengage.segment.Verdict;
import io.reengage.segment.VerdictCount;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.Subscriber;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One database with one shape of tables, on which conditions are asked in three ways. */
final class Parity {
    /** Newest times kept of each type: more than any condition here asks for. */
    private static final int DEPTH = 40;

    private final DataSource database;
    private final HostDatabase kind;
    private final Shape shape;
    private final HostTables tables;
    private final AtomicLong pairs = new AtomicLong();
    private final AtomicLong decidedInSql = new AtomicLong();

    private Crowd crowd = new Crowd(java.time.Instant.EPOCH, List.of(), new io.reengage.activity.Observation(Map.of()));
    private Map<String, Profile> plain = Map.of();
    private Map<String, Profile> read = Map.of();

    Parity(HostDatabase kind, Shape shape) {
        this.kind = kind;
        this.shape = shape;
        this.database = kind.empty();
        HostTablesBuilder mapping = shape.map(database, kind);
        shape.fill(database, kind, Crowd.random(new Random(1), 50)); // SQLite tells by its values how they are kept
        this.tables = mapping.observedSince(java.time.Instant.EPOCH)
                .clocksIn(HostDatabase.CLOCKS)
                .readOnly()
                .build();
    }

    long pairs() {
        return pairs.get();
    }

    /** The share of verdicts for which nobody had to be looked at. */
    double decidedInSql() {
        return (double) decidedInSql.get() / pairs.get();
    }

    HostTables tables() {
        return tables;
    }

    /** From now on these people are looked at. */
    void populate(Crowd people) {
        crowd = people;
        shape.fill(database, kind, people);
        plain = people.people().stream()
                .collect(Collectors.toMap(
                        each -> each.subscriber().id(), each -> shape.profile(kind, people, each, DEPTH)));
        read = new HashMap<>();
        Set<String> ids = plain.keySet();
        Map<String, ActivitySummary> summaries = tables.activitySource()
                .summaries(ids, new io.reengage.activity.ActivityNeed(Set.copyOf(Crowd.TYPES), DEPTH), people.asOf());
        tables.subscriberStore()
                .find(ids)
                .forEach((id, person) -> read.put(
                        id,
                        new Profile(
                                person,
                                summaries.getOrDefault(id, ActivitySummary.EMPTY),
                                people.observed(),
                                Crowd.FALLBACK)));
        assertThat(read.keySet()).isEqualTo(ids);
    }

    Question question(Condition condition, Question.Evidence record) {
        return new Question(condition, crowd.asOf(), Crowd.FALLBACK, crowd.observed(), record);
    }

    /** Asks in memory on plain objects, in memory on what the stores read, and in SQL; all must agree about everybody. */
    void assertAgreement(Condition condition) {
        Segment segment = new Segment("parity", condition);
        PushDown pushed = tables.subscriberStore().pushDown(question(condition, Question.Evidence.HERE));
        Map<String, @Nullable Verdict> inSql = verdicts(pushed.bounds().verdict());
        Map<Verdict, Set<String>> expected = new EnumMap<>(Verdict.class);
        VerdictCount count = VerdictCount.NONE;
        for (Map.Entry<String, Profile> each : plain.entrySet()) {
            Verdict verdict = segment.evaluate(each.getValue(), crowd.asOf());
            String about = each.getKey() + " of " + shape + " on " + kind + " as of " + crowd.asOf() + ": "
                    + condition.describe();
            Profile fromTables = read.getOrDefault(each.getKey(), each.getValue());
            assertThat(segment.evaluate(fromTables, crowd.asOf()))
                    .as("read from the tables, %s", about)
                    .isEqualTo(verdict);
            assertThat(inSql).containsKey(each.getKey());
            @Nullable Verdict bySql = inSql.get(each.getKey());
            assertThat(bySql == null ? verdict : bySql).as("in SQL, %s", about).isEqualTo(verdict);
            expected.computeIfAbsent(verdict, any -> new HashSet<>()).add(each.getKey());
            count = count.plus(verdict);
            pairs.incrementAndGet();
            decidedInSql.addAndGet(bySql == null ? 0 : 1);
        }
        assertThat(pushed.exact() && inSql.containsValue(null))
                .as("exact, yet undecided")
                .isFalse();
        tables.subscriberStore()
                .count(pushed.question())
                .ifPresent(counted -> assertThat(counted).isEqualTo(expectedCount(expected)));
        Map<String, @Nullable Verdict> negated = verdicts(tables.subscriberStore()
                .pushDown(question(new Not(condition), Question.Evidence.HERE))
                .bounds()
                .verdict());
        inSql.forEach((id, verdict) -> assertThat(negated.get(id))
                .as("not %s, for %s", condition.describe(), id)
                .isEqualTo(verdict == null ? null : verdict.negate()));
        if (pairs.get() / plain.size() % 3 == 0) {
            supersets(condition, expected, count);
        }
    }

    private static VerdictCount expectedCount(Map<Verdict, Set<String>> expected) {
        return new VerdictCount(
                expected.getOrDefault(Verdict.IN, Set.of()).size(),
                expected.getOrDefault(Verdict.OUT, Set.of()).size(),
                expected.getOrDefault(Verdict.UNKNOWN, Set.of()).size());
    }

    /** Whoever is wanted is on some page, of the condition and of its negation, whether or not more is known elsewhere. */
    private void supersets(Condition condition, Map<Verdict, Set<String>> expected, VerdictCount count) {
        for (Question.Evidence record : Question.Evidence.values()) {
            Set<String> in = ids(question(condition, record), SegmentStore.Wanted.IN);
            assertThat(in).containsAll(expected.getOrDefault(Verdict.IN, Set.of()));
            assertThat(ids(question(new Not(condition), record), SegmentStore.Wanted.IN))
                    .containsAll(expected.getOrDefault(Verdict.OUT, Set.of()));
            assertThat(ids(question(condition, record), SegmentStore.Wanted.NOT_OUT))
                    .containsAll(in.stream()
                            .filter(expected.getOrDefault(Verdict.IN, Set.of())::contains)
                            .toList())
                    .containsAll(expected.getOrDefault(Verdict.UNKNOWN, Set.of()));
        }
        assertThat(count.people()).isEqualTo(plain.size());
    }

    Set<String> ids(Question question, SegmentStore.Wanted wanted) {
        Set<String> ids = new HashSet<>();
        @Nullable String cursor = "";
        while (cursor != null) {
            Page<Subscriber> page = tables.subscriberStore().page(question, wanted, cursor, 150);
            page.items().forEach(each -> assertThat(ids.add(each.id())).isTrue());
            cursor = page.next();
        }
        return ids;
    }

    private Map<String, @Nullable Verdict> verdicts(Sql verdict) {
        Sql select = Sql.of("SELECT p." + tables.people().id().column().quoted() + ", ")
                .then(verdict)
                .then(" FROM " + tables.people().table().quoted() + " p");
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(select.text());
                ResultSet rows = Database.query(statement, select.params())) {
            Map<String, @Nullable Verdict> verdicts = new LinkedHashMap<>();
            while (rows.next()) {
                String word = rows.getString(2);
                verdicts.put(rows.getString(1), word == null ? null : Verdict.valueOf(word));
            }
            return verdicts;
        } catch (SQLException e) {
            throw new AssertionError(select.text() + select.params(), e);
        }
    }
}
