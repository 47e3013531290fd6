// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A proposal to retire people from a list: fixed once made, identified by the hash of whom it names and why.
 *
 * @param id identity
 * @param run the campaign run that nominated them
 * @param subscription the list they would be taken off
 * @param terms SHA-256 over the campaign's definition and the limits it was made under
 * @param hash SHA-256 over the terms and everybody named, with the evidence
 * @param people how many are named
 * @param listSize how many the list held when the plan was made
 * @param madeAt when it was made
 * @param status how far it is
 * @param approvedBy who approved it; empty until then
 * @param approvedAt when; {@code null} until then
 * @param reason what the approver said, or why the plan is held
 * @param canaryAt when the few who go first were retired; {@code null} until then
 * @param canaryPassedAt since when the others may follow; {@code null} until then
 */
public record SunsetPlan(
        String id,
        String run,
        String subscription,
        String terms,
        String hash,
        long people,
        long listSize,
        Instant madeAt,
        Status status,
        String approvedBy,
        @Nullable Instant approvedAt,
        String reason,
        @Nullable Instant canaryAt,
        @Nullable Instant canaryPassedAt) {

    /** How far a plan is. */
    public enum Status {
        PROPOSED,
        APPROVED,
        /** Approved although larger than one go may be: applied in several. */
        APPROVED_IN_INSTALMENTS,
        /** Begun, and stopped by something alarming until it is approved again. */
        HELD,
        /** Everybody named was dealt with. */
        APPLIED,
        UNDONE
    }

    public SunsetPlan {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(subscription, "subscription");
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(madeAt, "madeAt");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(approvedBy, "approvedBy");
        Objects.requireNonNull(reason, "reason");
    }

    /** Whether it may be applied. */
    public boolean isApproved() {
        return status == Status.APPROVED || status == Status.APPROVED_IN_INSTALMENTS;
    }
}
