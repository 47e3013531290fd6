// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** A column of people's ids: text outside, whatever the host uses inside. */
record Key(Column column) {

    static final Column.Kind[] KINDS = {
        Column.Kind.TEXT, Column.Kind.PADDED, Column.Kind.NUMBER, Column.Kind.UUID, Column.Kind.FOLDED
    };

    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,17}");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** The id as this column holds it; empty if it cannot be one of its ids. */
    Optional<Object> value(String id) {
        return switch (column.kind()) {
            case NUMBER -> WHOLE.matcher(id).matches() ? Optional.of(Long.valueOf(id)) : Optional.empty();
            case UUID -> HEX.matcher(id).matches() ? Optional.of(UUID.fromString(id)) : Optional.empty();
            default -> id.indexOf('\0') < 0 ? Optional.of(id) : Optional.empty();
        };
    }

    String read(ResultSet row, int index) throws SQLException {
        return row.getString(index);
    }

    void requireLike(Key other, String field) {
        boolean text = column.kind().isText();
        if (text != other.column.kind().isText() || (!text && column.kind() != other.column.kind())) {
            throw new IllegalArgumentException(field + ": column " + column.name() + " is " + column.typeName()
                    + " but the people's id is " + other.column.typeName()
                    + ": map a view that casts one to the type of the other");
        }
    }
}
