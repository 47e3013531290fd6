// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.segment.Condition;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * The same verdict in memory on plain objects, on what the ready stores read, and in SQL: a small share, on the databases
 * that start fast. {@link ParityIT} has the large one.
 */
class ParityProperties {
    private static final Map<Shape, Parity> PLACES = new EnumMap<>(Shape.class);

    @Provide
    Arbitrary<List<Condition>> conditions() {
        return RandomConditions.any().list().ofSize(10);
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void memory_stores_and_sql_agree_on_h2(
            @ForAll Shape shape, @ForAll("conditions") List<Condition> conditions, @ForAll Random random) {
        Parity place = PLACES.computeIfAbsent(shape, any -> new Parity(HostDatabase.H2, any));
        place.populate(Crowd.random(random, 60));
        conditions.forEach(place::assertAgreement);
    }
}
