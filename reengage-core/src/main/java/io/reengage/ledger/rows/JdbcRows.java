// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operations of one transaction as statements on one connection. */
final class JdbcRows extends CheckedRows {

    private static final int BATCH = 1_000;

    private final Connection connection;
    private final Sql sql;
    private final List<Asked> asked = new ArrayList<>();

    JdbcRows(Connection connection, Sql sql) {
        this.connection = connection;
        this.sql = sql;
    }

    /** PostgreSQL takes several statements at once; H2 is not far away, and takes one. */
    @Override
    public <R> Supplier<List<R>> ask(Table<R> table, Where where) {
        if (sql.dialect() != Dialect.POSTGRESQL) {
            return super.ask(table, where);
        }
        refuseUnsound();
        Selection<R> selection = Selection.of(table, where, List.of());
        Asked question = Asked.rows(sql, selection);
        if (!selection.isEmpty()) {
            asked.add(question);
        }
        return () -> rows(table, guarded(question::found));
    }

    @Override
    public <R> LongSupplier askCount(Table<R> table, Where where) {
        if (sql.dialect() != Dialect.POSTGRESQL) {
            return super.askCount(table, where);
        }
        refuseUnsound();
        Selection<R> selection = Selection.of(table, where, List.of());
        Asked question = Asked.number(sql, selection);
        if (!selection.isEmpty()) {
            asked.add(question);
        }
        return () -> guarded(question::number);
    }

    @Override
    void answer() {
        if (asked.isEmpty()) {
            return;
        }
        List<Asked> together = List.copyOf(asked);
        asked.clear();
        String text = together.stream().map(Asked::text).collect(joining("; "));
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            int index = 1;
            for (Asked each : together) {
                index = set(statement, index, each.parameters());
            }
            statement.execute();
            for (Asked each : together) {
                each.read(statement);
                statement.getMoreResults();
            }
        } catch (SQLException e) {
            throw changeFailure("ask or change", together.get(0).table(), e);
        }
    }

    @Override
    public <R> IntSupplier askUpdate(Table<R> table, Where where, Assignments assignments) {
        refuseChanges(table);
        if (sql.dialect() != Dialect.POSTGRESQL) {
            return super.askUpdate(table, where, assignments);
        }
        List<Assignments.Bound> bound = assignments.bind(table);
        return askChange(sql.on(table).update(bound), values(bound), Selection.of(table, where, List.of()));
    }

    @Override
    public <R> IntSupplier askDelete(Table<R> table, Where where) {
        refuseChanges(table);
        if (sql.dialect() != Dialect.POSTGRESQL) {
            return super.askDelete(table, where);
        }
        return askChange(sql.on(table).delete(), List.of(), Selection.of(table, where, List.of()));
    }

    private IntSupplier askChange(String text, List<Parameter> leading, Selection<?> selection) {
        refuseUnsound();
        Filter filter = Filter.of(sql, selection).get(0);
        List<Parameter> parameters = new ArrayList<>(leading);
        parameters.addAll(filter.parameters());
        Asked change = Asked.change(selection.table(), text + filter.text(), parameters);
        if (!selection.isEmpty()) {
            asked.add(change);
        }
        return () -> Math.toIntExact(guarded(change::number));
    }

    /** Each waits for the others as long as all fit into one statement. */
    @Override
    boolean addSoon(Table<?> table, List<Cells> rows) {
        if (sql.dialect() != Dialect.POSTGRESQL) {
            return false;
        }
        if (!ArrayWriter.inOne(table, rows)) {
            return false;
        }
        Sameness same = Sameness.of(table, rows);
        asked.add(Asked.change(table, sql.on(table).insert(same), same.parameters(table, rows)));
        return true;
    }

    /** The database's time now, in milliseconds. */
    Instant clock() {
        return guarded(() -> {
            try (PreparedStatement statement =
                            connection.prepareStatement(sql.dialect().clock());
                    ResultSet results = statement.executeQuery()) {
                results.next();
                return results.getObject(1, OffsetDateTime.class).toInstant().truncatedTo(ChronoUnit.MILLIS);
            } catch (SQLException e) {
                throw SqlFailure.ledgerException("The ledger could not read its database's clock", e);
            }
        });
    }

    @Override
    List<Cells> addFree(Table<?> table, List<Cells> rows) {
        return switch (sql.dialect()) {
            case H2 -> addIfAbsent(table, rows);
            case POSTGRESQL -> addUnlessInConflict(table, rows);
        };
    }

    /**
     * Row by row, since H2 refuses a taken key without undoing anything else. Asking first with NOT EXISTS is no way: H2
     * answers that from its cache when two rows of a batch ask the same.
     */
    private List<Cells> addIfAbsent(Table<?> table, List<Cells> rows) {
        List<Cells> added = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(sql.on(table).insertRow())) {
            for (Cells row : rows) {
                set(statement, 1, table.columns(), row);
                if (isInserted(statement)) {
                    added.add(row);
                }
            }
            return added;
        } catch (SQLException e) {
            throw failure("insert into", table, e);
        }
    }

    private static boolean isInserted(PreparedStatement statement) throws SQLException {
        try {
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            if (SqlFailure.isUniqueViolation(e) && !SqlFailure.isLostRace(e)) {
                return false;
            }
            throw e;
        }
    }

    private List<Cells> addUnlessInConflict(Table<?> table, List<Cells> rows) {
        try {
            return new ArrayWriter(connection, sql.dialect()).writeFree(sql.on(table)::insertFree, table, rows);
        } catch (SQLException e) {
            throw failure("insert into", table, e);
        }
    }

    @Override
    int add(Table<?> table, List<Cells> rows) {
        TableSql statements = sql.on(table);
        return write("insert into", table, statements::insertRow, statements::insert, rows);
    }

    @Override
    int replace(Table<?> table, List<Cells> rows) {
        TableSql statements = sql.on(table);
        return write("put into", table, statements::putRow, statements::put, rows);
    }

    private int write(
            String action,
            Table<?> table,
            Supplier<String> ofRow,
            Function<Sameness, String> ofRows,
            List<Cells> rows) {
        try {
            switch (sql.dialect()) {
                case H2 -> batch(ofRow.get(), table.columns(), rows);
                case POSTGRESQL -> new ArrayWriter(connection, sql.dialect()).write(ofRows, table, rows);
            }
            return rows.size();
        } catch (SQLException e) {
            if (!SqlFailure.isLostRace(e) && SqlFailure.isUniqueViolation(e)) {
                throw new LedgerConflictException(table.name());
            }
            throw failure(action, table, e);
        }
    }

    @Override
    int change(Selection<?> selection, List<Assignments.Bound> assignments) {
        String update = sql.on(selection.table()).update(assignments);
        try {
            return execute(update, values(assignments), Filter.of(sql, selection, assignments));
        } catch (SQLException e) {
            throw changeFailure("update", selection.table(), e);
        }
    }

    private static List<Parameter> values(List<Assignments.Bound> assignments) {
        List<Parameter> values = new ArrayList<>();
        assignments.forEach(assignment -> values.add(
                assignment.added()
                        ? new Parameter(Kind.BIG, assignment.value(), false)
                        : Parameter.of(assignment.column(), assignment.value())));
        return values;
    }

    private static RuntimeException changeFailure(String action, Table<?> table, SQLException e) {
        if (!SqlFailure.isLostRace(e) && SqlFailure.isUniqueViolation(e)) {
            return new LedgerConflictException(table.name());
        }
        return SqlFailure.isOutOfRange(e)
                ? SqlFailure.ledgerException(outOfRange(table), e)
                : failure(action, table, e);
    }

    @Override
    int remove(Selection<?> selection) {
        try {
            return execute(sql.on(selection.table()).delete(), List.of(), Filter.of(sql, selection));
        } catch (SQLException e) {
            throw failure("delete from", selection.table(), e);
        }
    }

    @Override
    List<Cells> find(Selection<?> selection, int limit) {
        List<Filter> filters = Filter.reading(sql, selection);
        List<Parameter> most = List.of(new Parameter(Kind.INTEGER, limit, false));
        List<Cells> found = read("select from", selection, filters, sql.firstOf(selection), most);
        if (filters.size() > 1) {
            found.sort(selection.comparator());
        }
        return found.size() > limit ? found.subList(0, limit) : found;
    }

    @Override
    List<Cells> findAll(Selection<?> selection) {
        return read("select from", selection, Filter.reading(sql, selection), "", List.of());
    }

    @Override
    List<Cells> seize(Selection<?> selection) {
        String order = " ORDER BY " + sql.sorted(selection.table().key().columns()) + " FOR UPDATE";
        return read("lock rows of", selection, Filter.locking(sql, selection), order, List.of());
    }

    private List<Cells> read(
            String action, Selection<?> selection, List<Filter> filters, String tail, List<Parameter> trailing) {
        List<? extends Column<?>> columns = selection.table().columns();
        List<Cells> found = new ArrayList<>();
        try {
            each(sql.on(selection.table()).select(), filters, tail, (statement, filter) -> {
                set(statement, set(statement, 1, filter.parameters()), trailing);
                try (ResultSet results = statement.executeQuery()) {
                    found.addAll(read(results, columns, columns.size()));
                }
            });
            return found;
        } catch (SQLException e) {
            throw failure(action, selection.table(), e);
        }
    }

    @Override
    long size(Selection<?> selection) {
        long[] size = {0};
        try {
            each(sql.on(selection.table()).count(), Filter.reading(sql, selection), "", (statement, filter) -> {
                set(statement, 1, filter.parameters());
                try (ResultSet results = statement.executeQuery()) {
                    results.next();
                    size[0] += results.getLong(1);
                }
            });
            return size[0];
        } catch (SQLException e) {
            throw failure("count", selection.table(), e);
        }
    }

    /** Runs the statement for every row. */
    private void batch(String text, List<? extends Column<?>> parameters, List<Cells> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (int from = 0; from < rows.size(); from += BATCH) {
                for (Cells row : rows.subList(from, Math.min(rows.size(), from + BATCH))) {
                    set(statement, 1, parameters, row);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
    }

    private int execute(String text, List<Parameter> leading, List<Filter> filters) throws SQLException {
        int[] count = {0};
        each(text, filters, "", (statement, filter) -> {
            set(statement, set(statement, 1, leading), filter.parameters());
            count[0] += statement.executeUpdate();
        });
        return count[0];
    }

    /** Uses a statement for each filter, and the same one for filters with the same text. */
    private void each(String head, List<Filter> filters, String tail, Use use) throws SQLException {
        int next = 0;
        while (next < filters.size()) {
            String text = filters.get(next).text();
            try (PreparedStatement statement = connection.prepareStatement(head + text + tail)) {
                while (next < filters.size() && filters.get(next).text().equals(text)) {
                    use.with(statement, filters.get(next++));
                }
            }
        }
    }

    private interface Use {
        void with(PreparedStatement statement, Filter filter) throws SQLException;
    }

    private int set(PreparedStatement statement, int from, List<? extends Column<?>> columns, Cells row)
            throws SQLException {
        int index = from;
        for (Column<?> column : columns) {
            Parameter.of(column, row.get(column)).set(statement, index++, sql.dialect());
        }
        return index;
    }

    private int set(PreparedStatement statement, int from, List<Parameter> parameters) throws SQLException {
        int index = from;
        for (Parameter parameter : parameters) {
            parameter.set(statement, index++, sql.dialect());
        }
        return index;
    }

    static List<Cells> read(ResultSet results, List<? extends Column<?>> columns, int width) throws SQLException {
        List<Cells> rows = new ArrayList<>();
        while (results.next()) {
            rows.add(cells(results, columns, width));
        }
        return rows;
    }

    /** The row the results stand at. */
    static Cells cells(ResultSet results, List<? extends Column<?>> columns, int width) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[width];
        for (int i = 0; i < columns.size(); i++) {
            Column<?> column = columns.get(i);
            values[column.position()] = Parameter.read(results, i + 1, column.kind());
        }
        return new Cells(values);
    }

    private static RuntimeException failure(String action, Table<?> table, SQLException failure) {
        String what = "The ledger could not " + action + " table " + table.name();
        return SqlFailure.isLostRace(failure)
                ? SqlFailure.retryable(what, failure)
                : SqlFailure.ledgerException(what, failure);
    }
}
