// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The values of one stored row by column name, from which a table builds its record. */
public final class Row {

    private final Table<?> table;
    private final Cells cells;

    Row(Table<?> table, Cells cells) {
        this.table = table;
        this.cells = cells;
    }

    public String text(String column) {
        return present(column, textOrNull(column));
    }

    public int integer(String column) {
        return present(column, integerOrNull(column));
    }

    public long big(String column) {
        return present(column, bigOrNull(column));
    }

    public BigDecimal decimal(String column) {
        return present(column, decimalOrNull(column));
    }

    public boolean flag(String column) {
        return present(column, flagOrNull(column));
    }

    public Instant instant(String column) {
        return present(column, instantOrNull(column));
    }

    public @Nullable String textOrNull(String column) {
        return (String) value(column, Kind.TEXT);
    }

    public @Nullable Integer integerOrNull(String column) {
        return (Integer) value(column, Kind.INTEGER);
    }

    public @Nullable Long bigOrNull(String column) {
        return (Long) value(column, Kind.BIG);
    }

    public @Nullable BigDecimal decimalOrNull(String column) {
        return (BigDecimal) value(column, Kind.DECIMAL);
    }

    public @Nullable Boolean flagOrNull(String column) {
        return (Boolean) value(column, Kind.FLAG);
    }

    public @Nullable Instant instantOrNull(String column) {
        return (Instant) value(column, Kind.INSTANT);
    }

    private @Nullable Object value(String name, Kind kind) {
        Column<?> column = table.column(name);
        if (column.kind() != kind) {
            throw new IllegalArgumentException("Column " + name + " of table " + table.name() + " holds "
                    + column.kind().typeName() + ", not " + kind.typeName());
        }
        return column.given(cells.get(column));
    }

    private <T> T present(String column, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("Column " + column + " of table " + table.name() + " is null in this row");
        }
        return value;
    }
}
