// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What a row of the ledger looks like, taken from one the library wrote itself, so that a bare loop writes rows of the same
 * width and types into a table made by the same statement.
 */
final class RowPattern {

    /** One column: its name, the database's name of its type, and what the library wrote. */
    private record Cell(
            String column, String type, @Nullable Object value) {}

    private final List<Cell> cells;

    private RowPattern(List<Cell> cells) {
        this.cells = cells;
    }

    /** The first row found in a table. */
    static RowPattern of(DataSource source, String table) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("SELECT * FROM " + table + " LIMIT 1")) {
            if (!results.next()) {
                throw new IllegalStateException("table " + table + " holds no row to copy");
            }
            ResultSetMetaData columns = results.getMetaData();
            List<Cell> cells = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                cells.add(new Cell(
                        columns.getColumnName(i).toLowerCase(Locale.ROOT),
                        columns.getColumnTypeName(i),
                        results.getObject(i)));
            }
            return new RowPattern(cells);
        } catch (SQLException e) {
            throw new IllegalStateException("table " + table + " could not be read", e);
        }
    }

    String columns() {
        return cells.stream().map(Cell::column).collect(Collectors.joining(", "));
    }

    /** Inserts one row, or with a batch of parameters many. */
    String insert(String table) {
        String marks = cells.stream().map(each -> "?").collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " (" + columns() + ") VALUES (" + marks + ")";
    }

    /** Inserts any number of rows from one array a column; PostgreSQL. */
    String insertArrays(String table) {
        return "INSERT INTO " + table + " (" + columns() + ") SELECT * FROM unnest("
                + cells.stream().map(each -> "?::" + each.type() + "[]").collect(Collectors.joining(", "))
                + ")";
    }

    /** Sets a row's values from parameter 1 on, some columns differing from the pattern. */
    void set(PreparedStatement statement, Map<String, ?> differing) throws SQLException {
        for (int i = 0; i < cells.size(); i++) {
            statement.setObject(i + 1, value(cells.get(i), differing));
        }
    }

    /** Sets arrays from parameter 1 on, one a column. */
    void setArrays(PreparedStatement statement, List<? extends Map<String, ?>> rows) throws SQLException {
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            Object[] values = rows.stream().map(row -> value(cell, row)).toArray();
            statement.setArray(i + 1, statement.getConnection().createArrayOf(cell.type(), values));
        }
    }

    /** Appends a row in the text form of COPY. */
    void copy(StringBuilder text, Map<String, ?> differing) {
        for (int i = 0; i < cells.size(); i++) {
            Object value = value(cells.get(i), differing);
            text.append(i == 0 ? "" : "\t").append(value == null ? "\\N" : value);
        }
        text.append('\n');
    }

    private static @Nullable Object value(Cell cell, Map<String, ?> differing) {
        return differing.containsKey(cell.column()) ? differing.get(cell.column()) : cell.value();
    }
}
