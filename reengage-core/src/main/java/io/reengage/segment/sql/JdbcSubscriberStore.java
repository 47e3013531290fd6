// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import com.google.common.collect.Lists;
import io.reengage.activity.ActivitySource;
import io.reengage.segment.VerdictCount;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The people in a host's own tables, paged by key. Needs an index on the id, which a unique key is. Reads and writes on
 * connections of its own; each page and each {@code find} is fresh.
 */
public final class JdbcSubscriberStore implements SegmentStore {
    private final HostTables tables;
    private final PeopleReader reader;
    private final StatusWriter writer;

    JdbcSubscriberStore(HostTables tables) {
        this.tables = tables;
        this.reader = new PeopleReader(tables);
        this.writer = new StatusWriter(tables, reader);
    }

    /** How a condition is asked in SQL, and what of it. */
    public PushDown pushDown(Question question) {
        return Translation.of(tables, question);
    }

    @Override
    public Page<Subscriber> page(String cursor, int limit) {
        return page(Sql.TRUE, cursor, limit);
    }

    @Override
    public Page<Subscriber> page(Question question, Wanted wanted, String cursor, int limit) {
        Bounds bounds = pushDown(question).bounds();
        return page(wanted == Wanted.IN ? bounds.in() : bounds.notOut(), cursor, limit);
    }

    private Page<Subscriber> page(Sql where, String cursor, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a page of " + limit + " people leads nowhere");
        }
        Key id = tables.people().id();
        String column = id.column().of("p");
        Sql from = cursor.isEmpty()
                ? Sql.TRUE
                : Sql.of(
                        column + " > " + id.mark(),
                        id.value(cursor)
                                .orElseThrow(
                                        () -> new IllegalArgumentException("the cursor is not one of this store")));
        Sql select = reader.select(Sql.and(from, where)).then(" ORDER BY " + column + " LIMIT ?", limit);
        List<Subscriber> people =
                tables.database().call("Reading a page of people", connection -> reader.read(connection, select));
        return people.size() < limit
                ? Page.last(people)
                : Page.of(people, people.get(people.size() - 1).id());
    }

    @Override
    public Map<String, Subscriber> find(Set<String> ids) {
        Map<String, Subscriber> found = new LinkedHashMap<>();
        for (List<String> some : Lists.partition(List.copyOf(new TreeSet<>(ids)), Database.PORTION)) {
            found.putAll(tables.database().call("Finding people", connection -> reader.find(connection, some)));
        }
        return found;
    }

    @Override
    public Set<String> apply(List<StatusChange> changes) {
        return writer.apply(changes);
    }

    @Override
    public boolean searches(ActivitySource source) {
        return source instanceof JdbcActivitySource ours && ours.tables() == tables;
    }

    @Override
    public long size() {
        return number(
                "Counting people",
                Sql.of("SELECT COUNT(*)").then(tables.people().from()));
    }

    @Override
    public Optional<VerdictCount> count(Question question) {
        Bounds bounds = pushDown(question).bounds();
        if (!bounds.exact()) {
            return Optional.empty();
        }
        Sql select = Sql.of("SELECT COUNT(*), COUNT(CASE WHEN ")
                .then(bounds.in())
                .then(" THEN 1 END), COUNT(CASE WHEN ")
                .then(bounds.out())
                .then(" THEN 1 END)")
                .then(tables.people().from());
        return Optional.of(tables.database().call("Counting people", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(select.text());
                    ResultSet result = Database.query(statement, select.params())) {
                result.next();
                long in = result.getLong(2);
                long out = result.getLong(3);
                return new VerdictCount(in, out, result.getLong(1) - in - out);
            }
        }));
    }

    /**
     * Reads all people who may be wanted through one cursor, in constant memory, on the calling thread. Holds a connection
     * while the sink works, and takes a second one for each portion if consents or lists are in tables of their own.
     *
     * @param sink takes them in portions of up to {@value Database#FETCH}, in no particular order
     */
    public void scan(Question question, Wanted wanted, Consumer<List<Subscriber>> sink) {
        Bounds bounds = pushDown(question).bounds();
        Sql select = reader.select(wanted == Wanted.IN ? bounds.in() : bounds.notOut());
        List<PeopleReader.Row> rows = new ArrayList<>();
        tables.database().stream("Reading people", select, result -> {
            rows.add(reader.row(result));
            if (rows.size() == Database.FETCH) {
                hand(rows, sink);
            }
        });
        if (!rows.isEmpty()) {
            hand(rows, sink);
        }
    }

    private void hand(List<PeopleReader.Row> rows, Consumer<List<Subscriber>> sink) {
        List<Subscriber> people = reader.standsAlone()
                ? rows.stream().map(row -> row.subscriber().build()).toList()
                : tables.database().call("Reading consents and lists", connection -> reader.complete(connection, rows));
        rows.clear();
        sink.accept(people);
    }

    private long number(String what, Sql select) {
        return tables.database().call(what, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(select.text());
                    ResultSet result = Database.query(statement, select.params())) {
                result.next();
                return result.getLong(1);
            }
        });
    }
}
