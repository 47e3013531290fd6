// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.ActivityType;
import io.reengage.segment.ActivityCount;
import io.reengage.segment.Condition;
import io.reengage.segment.Inactive;
import io.reengage.segment.Span;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The same verdict in memory on plain objects, on what the ready stores read, and in SQL, about a hundred thousand pairs of a
 * person and a condition over all databases, ten million with the profile {@code soak}: no difference. Other ones from
 * another {@code -Dreengage.parity.seed} on.
 */
class ParityIT {
    private static final Logger logger = LoggerFactory.getLogger(ParityIT.class);

    private static final int PEOPLE = 250;
    private static final int CONDITIONS = 10;

    @Example
    void memory_stores_and_sql_agree_on_h2() {
        agree(HostDatabase.H2);
    }

    @Example
    void memory_stores_and_sql_agree_on_postgresql() {
        agree(HostDatabase.POSTGRESQL);
    }

    @Example
    void memory_stores_and_sql_agree_on_sqlite() {
        agree(HostDatabase.SQLITE);
    }

    @Example
    void memory_stores_and_sql_agree_on_mariadb() {
        agree(HostDatabase.MARIADB);
    }

    /** One second to this side and to that of every window's beginning, in zones with odd clocks, on odd nights. */
    @Example
    void windows_begin_by_each_persons_own_calendar_on_every_database() {
        List<Crowd> crowds = Crowd.atTheEdges();
        for (HostDatabase kind : HostDatabase.values()) {
            Parity place = new Parity(kind, Shape.ROWS);
            for (int i = kind.share(); i < crowds.size(); i += HostDatabase.SHARES) {
                place.populate(crowds.get(i));
                for (Span span : Crowd.SPANS) {
                    place.assertAgreement(
                            new ActivityCount(Set.of(ActivityType.CLICKED), ActivityCount.Bound.AT_LEAST, 1, span));
                    place.assertAgreement(new Inactive(Set.of(ActivityType.CLICKED), span, 0));
                }
            }
        }
    }

    private static void agree(HostDatabase kind) {
        long wanted = Long.getLong("reengage.parity.pairs", 100_000)
                / ((long) HostDatabase.values().length * Shape.values().length);
        RandomGenerator<Condition> conditions = RandomConditions.any().generator(1000);
        for (Shape shape : Shape.values()) {
            Parity place = new Parity(kind, shape);
            for (long seed = Long.getLong("reengage.parity.seed", 0); place.pairs() < wanted; seed++) {
                Random random = new Random(seed * 31 + (kind.name() + shape.name()).hashCode());
                place.populate(Crowd.random(random, PEOPLE));
                for (int i = 0; i < CONDITIONS; i++) {
                    place.assertAgreement(conditions.next(random).value());
                }
            }
            logger.info(
                    "{} {}: {} pairs agree, {} % decided in SQL alone",
                    kind, shape, place.pairs(), Math.round(100 * place.decidedInSql()));
            assertThat(place.decidedInSql()).isGreaterThan(0.5);
        }
    }
}
