// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.activity.ActivityType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What the tables say a person {@code p} did, of some types, up to and with a moment. */
final class Seen {
    private final HostTables tables;
    private final Set<ActivityType> types;
    private final Instant end;
    private final List<MappedActivities> rows;
    private final List<MappedPeople.Last> last;

    /** @param through the last second that counts */
    Seen(HostTables tables, Set<ActivityType> types, Instant through) {
        this.tables = tables;
        this.types = types;
        this.end = through.plusSeconds(1);
        this.rows = tables.activities().stream()
                .filter(each -> each.types().stream().anyMatch(types::contains))
                .toList();
        this.last = tables.people().last().entrySet().stream()
                .filter(entry -> types.contains(entry.getKey()))
                .map(entry -> entry.getValue())
                .toList();
    }

    Sql atLeast(int times, Instant from) {
        if (times == 1) {
            return Sql.or(all(each -> exists(each, "EXISTS", from), each -> within(each, from)));
        }
        return rows.isEmpty() && times > last.size() ? Sql.FALSE : count(from).then(" >= ?", times);
    }

    Sql fewerThan(int times, Instant from) {
        if (times == 1) {
            return Sql.and(all(each -> exists(each, "NOT EXISTS", from), each -> without(each, from)));
        }
        return rows.isEmpty() && times > last.size() ? Sql.TRUE : count(from).then(" < ?", times);
    }

    /** Some type's older times are not kept although they would count. */
    Sql cut(Instant from) {
        return Sql.or(last.stream()
                .map(each -> {
                    Column count = each.count();
                    Sql more = count == null
                            ? Sql.TRUE
                            : Sql.of("(" + count.of("p") + " IS NULL OR " + count.of("p") + " > 1)");
                    return Sql.and(each.at().notBefore("p", from), more);
                })
                .toList());
    }

    /** Every type's times that would count are kept. */
    Sql whole(Instant from) {
        return Sql.and(last.stream()
                .map(each -> {
                    Column count = each.count();
                    return Sql.or(
                            Sql.of(each.at().column().of("p") + " IS NULL"),
                            each.at().before("p", from),
                            count == null ? Sql.FALSE : Sql.of(count.of("p") + " <= 1"));
                })
                .toList());
    }

    private List<Sql> all(Function<MappedActivities, Sql> ofRows, Function<MappedPeople.Last, Sql> ofLast) {
        List<Sql> all = new ArrayList<>();
        last.forEach(each -> all.add(ofLast.apply(each)));
        rows.forEach(each -> all.add(ofRows.apply(each)));
        return all;
    }

    private Sql exists(MappedActivities table, String word, Instant from) {
        return Sql.of(word + " (SELECT 1 ").then(matching(table, from)).then(")");
    }

    private Sql count(Instant from) {
        List<Sql> terms = all(
                each -> Sql.of("(SELECT COUNT(*) ").then(matching(each, from)).then(")"),
                each -> Sql.of("CASE WHEN ").then(within(each, from)).then(" THEN 1 ELSE 0 END"));
        Sql sum = Sql.of("(");
        for (int i = 0; i < terms.size(); i++) {
            sum = sum.then(i == 0 ? "" : " + ").then(terms.get(i));
        }
        return sum.then(")");
    }

    private Sql matching(MappedActivities table, Instant from) {
        Set<ActivityType> here = new HashSet<>(table.types());
        here.retainAll(types);
        Sql window = Sql.and(
                tables.dialect()
                        .joined(
                                table.subscriber().column(),
                                "a",
                                tables.people().id().column(),
                                "p"),
                table.isOf(tables.dialect(), "a", here),
                from.equals(Instant.MIN) ? Sql.TRUE : table.at().notBefore("a", from),
                table.at().before("a", end));
        return Sql.of("FROM " + table.table().quoted() + " a WHERE ").then(window);
    }

    /** Ever is since the first moment that is one: some hosts write never as one of long before. */
    private Sql within(MappedPeople.Last column, Instant from) {
        return Sql.and(column.at().notBefore("p", from), column.at().before("p", end));
    }

    private Sql without(MappedPeople.Last column, Instant from) {
        return Sql.or(
                Sql.of(column.at().column().of("p") + " IS NULL"),
                column.at().before("p", from),
                column.at().notBefore("p", end));
    }
}
