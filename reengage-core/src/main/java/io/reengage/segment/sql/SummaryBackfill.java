// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import com.google.common.collect.Lists;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps a table of {@linkplain ActivitySummary summaries}, one row per person, beside huge tables of activities, so that
 * conditions need not look at those. Print {@link #plan()} first; then call {@link #advance} from a scheduler, as often and for
 * as many people at a time as the database bears: first it goes once through all people, then, from the moment it had begun,
 * again and again through those with newer activities. Each step sums people up afresh and is one transaction with the place
 * it has come to, so that it may be killed, repeated and called from several nodes.
 *
 * <p>Activities that reach the tables later than the overlap after they happened are missed until {@link #restart()}.
 */
public final class SummaryBackfill {
    /** How late an activity may reach its table, unless said otherwise. */
    public static final Duration DEFAULT_OVERLAP = Duration.ofDays(2);

    /** The table of summaries; where the work stands is in another whose name ends in {@code _state}. */
    public static final String TABLE = "reengage_activity_summary";

    private final HostTables tables;
    private final ActivityNeed need;
    private final Duration overlap;
    private final SummaryTable kept;
    private final boolean indexed;

    /**
     * Where the work stands after a step.
     *
     * @param people how many were summed up in this step
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
        this.kept = new SummaryTable(tables.database(), TABLE);
    }

    /** Sums up the activities of these tables, with the {@value ActivitySummary#DEFAULT_DEPTH} newest times of each type. */
    public static SummaryBackfill of(HostTables tables) {
        return new SummaryBackfill(tables, ActivitySummary.DEFAULT_DEPTH, DEFAULT_OVERLAP, true);
    }

    /** With so many newest times of each type. */
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
        return BackfillPlan.of(tables, need);
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
     * @param people at most so many
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
        return tables.database().transact("Summing up activities", connection -> step(connection, people, now));
    }

    private Progress step(Connection connection, int people, Instant now) throws SQLException {
        SummaryTable.State state = kept.lock(connection, now);
        Set<String> ids = next(connection, state, people);
        Summaries found = new Summaries(tables, need, state.until());
        List<String> inOrder = List.copyOf(ids);
        for (List<String> some : Lists.partition(inOrder, Database.PORTION)) {
            found.read(connection, some);
        }
        Map<String, ActivitySummary> summaries = new LinkedHashMap<>(found.finish());
        summaries.keySet().retainAll(ids);
        kept.replace(connection, ids, summaries);
        boolean end = ids.size() < people;
        SummaryTable.State reached = end ? state.ended() : state.at(inOrder.get(inOrder.size() - 1));
        kept.move(connection, reached);
        return new Progress(ids.size(), end, reached.through());
    }

    /** The next people in the order of their keys; after the first round only those with newer activities. */
    private Set<String> next(Connection connection, SummaryTable.State state, int people) throws SQLException {
        Key id = tables.people().id();
        String column = id.column().of("p");
        Sql after = state.position().isEmpty()
                ? Sql.TRUE
                : Sql.of(column + " > " + id.mark(), id.value(state.position()).orElseThrow());
        Sql newer = state.through().equals(Instant.MIN)
                ? Sql.TRUE
                : new Seen(tables, need.types(), state.until())
                        .atLeast(1, state.through().minus(overlap));
        Sql select = Sql.of(
                        "SELECT " + column + " FROM " + tables.people().table().quoted() + " p WHERE ")
                .then(Sql.and(after, newer))
                .then(" ORDER BY " + column + " LIMIT ?", people);
        Set<String> ids = new LinkedHashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(select.text());
                ResultSet rows = Database.query(statement, select.params())) {
            while (rows.next()) {
                ids.add(id.read(rows, 1));
            }
        }
        return ids;
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
