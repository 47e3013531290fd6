// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import com.google.common.collect.Lists;
import com.google.common.hash.Hashing;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Keeps a table of {@linkplain ActivitySummary summaries}, one row per person, beside huge tables of activities, so that
 * conditions need not look at those. Print {@link #plan()} first; then call {@link #advance} from a scheduler, as often and for
 * as many people at a time as the database bears: first it goes once through all people, then, from the moment it had begun,
 * again and again through those with newer activities. Each step sums people up afresh and is one transaction with the place
 * it has come to, so that it may be killed, repeated and called from several nodes; one that fails has done nothing. In SQLite,
 * which has one writer, others wait while a step runs: let it take few people.
 *
 * <p>Activities that reach the tables later than the overlap after they happened, or that are changed or taken away there, are
 * missed until {@link #restart()}, or until the person does something new. Where other tables, columns, words or types are
 * mapped than before, all begins anew, and what hangs on these types is unknown until the first round is through.
 */
public final class SummaryBackfill {
    /** How late an activity may reach its table, unless said otherwise. */
    public static final Duration DEFAULT_OVERLAP = Duration.ofDays(2);

    /** The table of summaries; where the work stands is in another whose name ends in {@code _state}. */
    public static final String TABLE = "reengage_activity_summary";

    /** How many people are looked at for one to be summed up, so that a step through a quiet list ends, too. */
    static final int LOOKED_AT = 100;

    private final HostTables tables;
    private final ActivityNeed need;
    private final Duration overlap;
    private final SummaryTable kept;
    private final boolean indexed;

    /**
     * Where the work stands after a step.
     *
     * @param people how many were summed up in this step; none does not mean the end
     * @param caughtUp whether this step ended a round through the people
     * @param through up to when all summaries are whole; {@link Instant#MIN} before the end of the first round
     */
    public record Progress(int people, boolean caughtUp, Instant through) {}

    private SummaryBackfill(HostTables tables, int depth, Duration overlap, boolean indexed) {
        Set<ActivityType> types = new LinkedHashSet<>();
        tables.activities().forEach(each -> types.addAll(each.types()));
        if (types.isEmpty()) {
            throw new IllegalArgumentException(
                    "activities: no table of activities is mapped, so there is nothing to sum up");
        }
        if (depth < 1 || depth > ActivitySummary.MOST_DEPTH) {
            throw new IllegalArgumentException(
                    "depth " + depth + " is not between 1 and " + ActivitySummary.MOST_DEPTH);
        }
        if (overlap.isNegative()) {
            throw new IllegalArgumentException("an overlap of " + overlap + " would leave activities out");
        }
        this.tables = tables;
        this.need = new ActivityNeed(types, depth);
        this.overlap = overlap;
        this.indexed = indexed;
        this.kept = new SummaryTable(tables.database(), TABLE, mapping(tables));
    }

    /** Tells apart what may be summed up. */
    private static String mapping(HostTables tables) {
        String told = tables.activities().stream()
                .map(each -> each.name() + " " + each.subscriber().column().name() + " "
                        + (each.type() == null ? each.always() : each.type().name() + new TreeMap<>(each.words())))
                .sorted()
                .collect(Collectors.joining("\n"));
        return Hashing.sha256().hashString(told, StandardCharsets.UTF_8).toString();
    }

    /** Sums up the activities of these tables, with the {@value ActivitySummary#DEFAULT_DEPTH} newest times of each type. */
    public static SummaryBackfill of(HostTables tables) {
        return new SummaryBackfill(tables, ActivitySummary.DEFAULT_DEPTH, DEFAULT_OVERLAP, true);
    }

    /** With so many newest times of each type; those who are summed up already get them with their next activity. */
    public SummaryBackfill depth(int newest) {
        return new SummaryBackfill(tables, newest, overlap, indexed);
    }

    /** With so much time between an activity and its row. */
    public SummaryBackfill overlap(Duration late) {
        return new SummaryBackfill(tables, need.depth(), late, indexed);
    }

    /** Even where an index lacks, so that each step may read whole tables. */
    public SummaryBackfill withoutIndex() {
        return new SummaryBackfill(tables, need.depth(), overlap, false);
    }

    /** What each step will ask the database, how that means to answer, and which index it needs. Reads no activity. */
    public BackfillPlan plan() {
        SummaryTable.State later = new SummaryTable.State(Instant.EPOCH, Instant.EPOCH, "");
        return BackfillPlan.of(
                tables, need, following(later, tables.people().id().example(), 1));
    }

    /** The tables it needs, for a migration tool of the host's own; {@link #createTables()} runs the same. */
    public String ddl() {
        return kept.ddl();
    }

    /** Makes the tables it needs, if they are not there. */
    public void createTables() {
        kept.create();
    }

    /**
     * Takes one step.
     *
     * @param people at most so many are summed up; after the first round at most {@value #LOOKED_AT} times as many are looked at
     * @param now the moment it is
     * @throws IllegalStateException if an index lacks
     */
    public Progress advance(int people, Instant now) {
        if (people < 1) {
            throw new IllegalArgumentException("a step of " + people + " people leads nowhere");
        }
        if (indexed) {
            BackfillPlan.requireIndexes(tables);
        }
        return tables.database().transactAgain("Summing up activities", connection -> step(connection, people, now));
    }

    private Progress step(Connection connection, int people, Instant now) throws SQLException {
        SummaryTable.State state = kept.lock(connection, now);
        boolean first = state.through().equals(Instant.MIN);
        String bound = first ? "" : key(connection, state, (long) people * LOOKED_AT - 1);
        List<Object> until = tables.people().id().value(bound).map(List::of).orElse(List.of());
        List<String> ids = ids(connection, first ? everybody(state, people) : following(state, until, people));
        Summaries found = new Summaries(tables, need, state.until());
        for (List<String> some : Lists.partition(ids, Database.PORTION)) {
            found.read(connection, some);
        }
        Map<String, ActivitySummary> summaries = new LinkedHashMap<>(found.finish());
        summaries.keySet().retainAll(Set.copyOf(ids));
        kept.replace(connection, ids, summaries);
        String last = ids.size() < people ? bound : ids.get(ids.size() - 1);
        SummaryTable.State reached = last.isEmpty() ? state.ended() : state.at(last);
        kept.move(connection, reached);
        return new Progress(ids.size(), last.isEmpty(), reached.through());
    }

    /** The next people in the order of their keys. */
    private Sql everybody(SummaryTable.State state, long people) {
        return select(beyond(state)).then(" LIMIT ?", people);
    }

    /** Those of them up to a key who did something since, the overlap included. */
    private Sql following(SummaryTable.State state, List<Object> until, long people) {
        Key id = tables.people().id();
        Sql within = until.isEmpty() ? Sql.TRUE : Sql.of(id.column().of("p") + " <= " + id.mark(), until.toArray());
        Sql newer = new Seen(tables, need.types(), state.until())
                .atLeast(1, state.through().minus(overlap));
        return select(Sql.and(beyond(state), within, newer)).then(" LIMIT ?", people);
    }

    private Sql beyond(SummaryTable.State state) {
        Key id = tables.people().id();
        return state.position().isEmpty()
                ? id.present("p")
                : Sql.of(
                        id.column().of("p") + " > " + id.mark(),
                        id.value(state.position()).orElseThrow());
    }

    private Sql select(Sql where) {
        String column = tables.people().id().column().of("p");
        return Sql.of("SELECT " + column + " FROM " + tables.people().table().quoted() + " p WHERE ")
                .then(where)
                .then(" ORDER BY " + column);
    }

    /** The key of whoever comes after so many more; empty if there are not so many. */
    private String key(Connection connection, SummaryTable.State state, long more) throws SQLException {
        List<String> found = ids(connection, select(beyond(state)).then(" LIMIT 1 OFFSET ?", more));
        return found.isEmpty() ? "" : found.get(0);
    }

    private List<String> ids(Connection connection, Sql select) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(select.text());
                ResultSet rows = Database.query(statement, select.params())) {
            while (rows.next()) {
                ids.add(tables.people().id().read(rows, 1));
            }
        }
        return ids;
    }

    /** Takes the summaries of these people away, as is due when they are erased. */
    public void forget(Set<String> people) {
        tables.database().transact("Forgetting summaries", connection -> {
            kept.replace(connection, people, Map.of());
            return true;
        });
    }

    /** Begins anew with the first round; what is kept stays in use until it is replaced. */
    public void restart() {
        tables.database().transact("Starting anew", connection -> {
            kept.forget(connection);
            return true;
        });
    }

    /**
     * Activity by these summaries, whole up to the end of the last round. Whoever's summary does not tell enough for a
     * question, because it asks for more times or for an earlier moment, is looked up in the tables of activities, as single
     * activities are.
     */
    public ActivitySource source() {
        return new SummarySource(tables, need, kept);
    }
}
