// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A column of moments: how they are read, and how it is compared with one exactly, however coarse its values are.
 *
 * @param precision the finest step its values or its parameters can tell apart
 */
record Time(Column column, Form form, ChronoUnit precision) {

    /** What is earlier is no moment, but a way to write that there is none. */
    static final Instant FIRST = Instant.parse("1000-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-30T00:00:00Z");

    /** How a column keeps moments. */
    interface Form {
        /** What is compared. */
        default String expression(String column) {
            return column;
        }

        /** A question mark, as a value to be written. */
        default String mark() {
            return "?";
        }

        /** The least value that stands for this moment or a later one. */
        Object from(Instant moment, ChronoUnit precision);

        /** The value to write for a moment. */
        default Object write(Instant moment, ChronoUnit precision) {
            return from(moment.truncatedTo(precision), precision);
        }

        @Nullable
        Instant read(ResultSet row, int index) throws SQLException;
    }

    /** A moment with its offset. */
    record WithOffset() implements Form {
        @Override
        public Object from(Instant moment, ChronoUnit precision) {
            return ceiling(moment, precision).atOffset(ZoneOffset.UTC);
        }

        @Override
        public @Nullable Instant read(ResultSet row, int index) throws SQLException {
            OffsetDateTime value = row.getObject(index, OffsetDateTime.class);
            return value == null ? null : value.toInstant();
        }
    }

    /** A wall clock in a zone. */
    record OfClock(WallClock clock) implements Form {
        @Override
        public Object from(Instant moment, ChronoUnit precision) {
            LocalDateTime local = clock.first(moment);
            LocalDateTime floor = local.truncatedTo(precision);
            return floor.equals(local) ? local : floor.plus(1, precision);
        }

        @Override
        public Object write(Instant moment, ChronoUnit precision) {
            return clock.shown(moment).truncatedTo(precision);
        }

        @Override
        public @Nullable Instant read(ResultSet row, int index) throws SQLException {
            LocalDateTime value = row.getObject(index, LocalDateTime.class);
            return value == null ? null : clock.moment(value);
        }
    }

    /** MySQL's TIMESTAMP: shown by the session's clock, which may show an hour twice, so the seconds beneath are asked for. */
    record OfSession() implements Form {
        @Override
        public String expression(String column) {
            return "UNIX_TIMESTAMP(" + column + ")";
        }

        @Override
        public String mark() {
            return "FROM_UNIXTIME(?)";
        }

        @Override
        public Object from(Instant moment, ChronoUnit precision) {
            Instant ceiling = ceiling(moment, precision);
            return BigDecimal.valueOf(ceiling.getEpochSecond()).add(BigDecimal.valueOf(ceiling.getNano(), 9));
        }

        @Override
        public @Nullable Instant read(ResultSet row, int index) throws SQLException {
            BigDecimal seconds = row.getBigDecimal(index);
            return seconds == null
                    ? null
                    : Instant.EPOCH.plusNanos(seconds.movePointRight(9).longValue());
        }
    }

    /** A whole number of some unit since 1970. */
    record Whole(ChronoUnit unit) implements Form {
        @Override
        public Object from(Instant moment, ChronoUnit precision) {
            return ChronoUnit.SECONDS.equals(unit)
                    ? ceiling(moment, unit).getEpochSecond()
                    : ceiling(moment, unit).toEpochMilli();
        }

        @Override
        public @Nullable Instant read(ResultSet row, int index) throws SQLException {
            long value = row.getLong(index);
            if (row.wasNull()) {
                return null;
            }
            return ChronoUnit.SECONDS.equals(unit) ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value);
        }
    }

    /** A wall clock written as text, which orders as time does. */
    record Written(TextClock text, WallClock clock) implements Form {
        @Override
        public Object from(Instant moment, ChronoUnit precision) {
            return text.write(clock.first(moment));
        }

        @Override
        public Object write(Instant moment, ChronoUnit precision) {
            return text.write(clock.shown(moment));
        }

        @Override
        public @Nullable Instant read(ResultSet row, int index) throws SQLException {
            String value = row.getString(index);
            return value == null ? null : clock.moment(text.read(value));
        }
    }

    static Form clock(ZoneId zone) {
        return new OfClock(new WallClock(zone));
    }

    /** What is read, where there is one table only. */
    String plain() {
        return form.expression(column.quoted());
    }

    /** What is compared, of the table with this alias. */
    String of(String alias) {
        return form.expression(column.of(alias));
    }

    Sql before(String alias, Instant moment) {
        return Sql.of(of(alias) + " < ?", from(moment));
    }

    Sql notBefore(String alias, Instant moment) {
        return Sql.of(of(alias) + " >= ?", from(moment));
    }

    Sql after(String alias, Instant moment) {
        return notBefore(alias, next(moment));
    }

    Sql notAfter(String alias, Instant moment) {
        return before(alias, next(moment));
    }

    Sql at(String alias, Instant moment) {
        return Sql.and(notBefore(alias, moment), notAfter(alias, moment));
    }

    /** As this column stores it, cut to what it can tell apart. */
    Object value(Instant wanted) {
        return form.write(within(wanted), precision);
    }

    @Nullable
    Instant read(ResultSet row, int index) throws SQLException {
        try {
            return form.read(row, index);
        } catch (DateTimeException | ArithmeticException unlike) {
            throw new IllegalStateException(column.place() + " holds a value that is no moment as the others are:"
                    + " correct it, or map a view that gives milliseconds since 1970");
        }
    }

    private Object from(Instant moment) {
        return form.from(within(moment), precision);
    }

    private static Instant next(Instant moment) {
        return moment.equals(Instant.MAX) ? moment : moment.plusNanos(1);
    }

    /** Within the years that every database knows. */
    private static Instant within(Instant wanted) {
        return wanted.isBefore(FIRST) ? FIRST : wanted.isAfter(LAST) ? LAST : wanted;
    }

    private static Instant ceiling(Instant moment, ChronoUnit precision) {
        Instant floor = moment.truncatedTo(precision);
        return floor.equals(moment) ? moment : floor.plus(1, precision);
    }
}
