// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.Subscription;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes people of rows. */
final class PeopleReader {
    private static final Logger logger = LoggerFactory.getLogger(PeopleReader.class);
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final HostTables tables;
    private final List<Part> parts = new ArrayList<>();
    private final String columns;
    private final StandingReader standing;

    /** A person still lacking what other tables say. */
    record Row(String id, Subscriber.Builder subscriber) {}

    /** Some columns, and what they add to the person. */
    private record Part(List<String> columns, Reading reading) {}

    private interface Reading {
        /** @param first index of the first column */
        void add(ResultSet row, int first, Subscriber.Builder person) throws SQLException;
    }

    PeopleReader(HostTables tables) {
        this.tables = tables;
        this.standing = new StandingReader(tables);
        MappedPeople people = tables.people();
        text(people.zone(), (value, person) -> person.zone(value));
        text(people.language(), (value, person) -> person.language(value));
        if (people.joinedAt() != null) {
            Time joined = people.joinedAt();
            part((row, first, person) -> person.joinedAt(joined.read(row, first)), joined.of("p"));
        }
        people.addresses().forEach((kind, column) -> text(column, (value, person) -> address(kind, value, person)));
        Set<String> mapped = people.attributes().keySet();
        text(people.json(), (value, person) -> json(value, mapped, person));
        people.attributes()
                .forEach((name, attribute) -> part(
                        (row, first, person) -> Optional.ofNullable(value(attribute, row, first))
                                .ifPresent(value -> person.attribute(name, value)),
                        attribute.time() == null
                                ? attribute.column().of("p")
                                : attribute.time().of("p")));
        people.lists().forEach((name, list) -> list(name, list, people.joinedAt()));
        this.columns = Stream.concat(
                        Stream.of(people.id().column().of("p")),
                        parts.stream().flatMap(part -> part.columns().stream()))
                .collect(Collectors.joining(", "));
    }

    private void part(Reading reading, String... read) {
        parts.add(new Part(List.of(read), reading));
    }

    private void text(@Nullable Column column, BiConsumer<String, Subscriber.Builder> reading) {
        if (column != null) {
            part(
                    (row, first, person) ->
                            Optional.ofNullable(row.getString(first)).ifPresent(value -> reading.accept(value, person)),
                    column.of("p"));
        }
    }

    private static void address(String kind, String value, Subscriber.Builder person) {
        try {
            if (!value.isBlank()) {
                person.address(new Address(kind, value.strip()));
            }
        } catch (IllegalArgumentException unusable) {
            logger.debug("An unusable address of kind {} is left aside", kind);
        }
    }

    private static void json(String text, Set<String> mapped, Subscriber.Builder person) {
        Map<String, Object> object;
        try {
            object = JSON.readValue(text, OBJECT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the column of further attributes holds no JSON object: see line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr());
        }
        if (object != null) {
            object.forEach((name, value) -> {
                if (value != null && !mapped.contains(name)) {
                    person.attribute(name, value);
                }
            });
        }
    }

    private static @Nullable Object value(MappedPeople.Attribute attribute, ResultSet row, int index)
            throws SQLException {
        Time time = attribute.time();
        if (time != null) {
            return time.read(row, index);
        }
        return switch (attribute.column().kind()) {
            case FLAG -> flag(row, index);
            case NUMBER, APPROXIMATE -> number(row.getString(index));
            case DATE -> day(attribute.column(), row.getString(index));
            default -> row.getString(index);
        };
    }

    private static @Nullable Object number(@Nullable String text) {
        try {
            return text == null ? null : new BigDecimal(text);
        } catch (NumberFormatException notFinite) {
            return Double.NaN;
        }
    }

    private static @Nullable Boolean flag(ResultSet row, int index) throws SQLException {
        boolean flag = row.getBoolean(index);
        return row.wasNull() ? null : flag;
    }

    private static @Nullable LocalDate day(Column column, @Nullable String text) {
        try {
            return text == null ? null : LocalDate.parse(text.substring(0, Math.min(10, text.length())));
        } catch (DateTimeException e) {
            throw new IllegalStateException(column.place()
                    + " holds a value that is no day: correct it, or map a view that" + " gives NULL for it");
        }
    }

    private void list(String name, MappedPeople.Member list, @Nullable Time joinedAt) {
        Time saidAt = list.consentedAt() != null ? list.consentedAt() : joinedAt;
        List<String> read =
                new ArrayList<>(List.of(list.member().of("p"), list.consented().of("p")));
        int atIndex = saidAt == null ? 0 : read.size();
        if (saidAt != null) {
            read.add(saidAt.of("p"));
        }
        int evidenceIndex = list.evidence() == null ? 0 : read.size();
        if (list.evidence() != null) {
            read.add(list.evidence().of("p"));
        }
        parts.add(new Part(read, (row, first, person) -> {
            Boolean member = flag(row, first);
            Boolean consented = flag(row, first + 1);
            Instant at = saidAt == null ? null : saidAt.read(row, first + atIndex);
            Instant known = at == null ? Instant.EPOCH : at;
            String evidence = evidenceIndex == 0 ? "" : row.getString(first + evidenceIndex);
            if (consented != null) {
                person.consent(new Consent(name, consented, known, evidence == null ? "" : evidence));
            }
            if (member != null || consented != null) {
                boolean agreed = Boolean.TRUE.equals(consented);
                person.subscription(new Subscription(name, status(Boolean.TRUE.equals(member), agreed), known));
            }
        }));
    }

    private static Subscription.Status status(boolean member, boolean consented) {
        if (member) {
            return Subscription.Status.SUBSCRIBED;
        }
        return consented ? Subscription.Status.RETIRED : Subscription.Status.UNSUBSCRIBED;
    }

    Sql select(Sql where) {
        return Sql.of("SELECT " + columns + " FROM " + tables.people().table().quoted() + " p WHERE ")
                .then(Sql.and(tables.people().id().present("p"), where));
    }

    /** Those of at most a portion of people who are there; letter case may be nothing to the database, here it tells them apart. */
    Map<String, Subscriber> find(Connection connection, Collection<String> ids) throws SQLException {
        Key key = tables.people().id();
        Set<String> wanted = Set.copyOf(ids);
        List<Object> keys =
                ids.stream().distinct().flatMap(id -> key.value(id).stream()).toList();
        return keys.isEmpty()
                ? Map.of()
                : read(connection, select(key.in("p", keys))).stream()
                        .filter(each -> wanted.contains(each.id()))
                        .collect(Collectors.toMap(Subscriber::id, each -> each, (a, b) -> a, LinkedHashMap::new));
    }

    /** The people a statement of {@link #select} finds, complete. */
    List<Subscriber> read(Connection connection, Sql select) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(select.text());
                ResultSet result = Database.query(statement, select.params())) {
            while (result.next()) {
                rows.add(row(result));
            }
        }
        return complete(connection, rows);
    }

    Row row(ResultSet row) throws SQLException {
        Key key = tables.people().id();
        String id = key.read(row, 1);
        if (id.isBlank()) {
            throw new IllegalStateException(key.column().place()
                    + " holds a blank id: give that person one, or map a view" + " without that row");
        }
        Subscriber.Builder person = Subscriber.withId(id);
        int first = 2;
        for (Part part : parts) {
            part.reading().add(row, first, person);
            first += part.columns().size();
        }
        return new Row(id, person);
    }

    /** Whether rows lack nothing. */
    boolean standsAlone() {
        return tables.consents() == null && tables.subscriptions() == null;
    }

    /** Adds what other tables say, and finishes the people in the order of their rows. */
    List<Subscriber> complete(Connection connection, List<Row> rows) throws SQLException {
        if (!rows.isEmpty() && !standsAlone()) {
            standing.add(connection, rows.stream().collect(Collectors.toMap(Row::id, Row::subscriber, (a, b) -> a)));
        }
        return rows.stream().map(row -> row.subscriber().build()).toList();
    }
}
