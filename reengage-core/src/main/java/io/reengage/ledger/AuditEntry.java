// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import java.time.Instant;
import java.util.Objects;

/**
 * One line of the audit trail: who did what to what, when and why. Lines are only ever added.
 *
 * @param id sorts by time
 * @param at when
 * @param actor who: a named person, or {@code engine}
 * @param act what, such as {@code launch} or {@code sunset.approve}
 * @param subject to what: a run, a plan, a person's id
 * @param detail why, and with which figures
 */
public record AuditEntry(String id, Instant at, String actor, String act, String subject, String detail) {

    public AuditEntry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(act, "act");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(detail, "detail");
    }
}
