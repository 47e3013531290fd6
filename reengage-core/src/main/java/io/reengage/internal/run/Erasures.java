// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Knows who had everything about them erased, so that nothing about them is written anew. */
public final class Erasures {
    private final Fingerprints fingerprints;

    public Erasures(Fingerprints fingerprints) {
        this.fingerprints = fingerprints;
    }

    /** Which of these people were erased. */
    public Set<String> among(Rows rows, Collection<String> ids) {
        Map<String, String> bySubject =
                ids.stream().collect(Collectors.toMap(fingerprints::ofPerson, Function.identity(), (a, b) -> a));
        return rows
                .all(
                        Schema.SUPPRESSION,
                        Where.all().in("subject", bySubject.keySet()).eq("reason", Suppression.Reason.ERASED.name()))
                .stream()
                .map(each -> bySubject.getOrDefault(each.subject(), ""))
                .collect(Collectors.toSet());
    }
}
