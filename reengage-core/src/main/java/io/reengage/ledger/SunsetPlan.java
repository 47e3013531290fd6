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
 * @param hash SHA-256 over the campaign's definition and everybody named
 * @param people how many are named
 * @param listSize how many the list held when the plan was made
 * @param madeAt when it was made
 * @param status how far it is
 * @param approvedBy who approved it; empty until then
 * @param approvedAt when; {@code null} until then
 * @param reason what the approver said
 */
public record SunsetPlan(
        String id,
        String run,
        String subscription,
        String hash,
        long people,
        long listSize,
        Instant madeAt,
        Status status,
        String approvedBy,
        @Nullable Instant approvedAt,
        String reason) {

    /** How far a plan is. */
    public enum Status {
        PROPOSED,
        APPROVED,
        /** Approved although larger than one go may be: applied in several. */
        APPROVED_IN_INSTALMENTS,
        /** Everybody named was dealt with. */
        APPLIED,
        UNDONE
    }

    public SunsetPlan {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(subscription, "subscription");
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(madeAt, "madeAt");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(approvedBy, "approvedBy");
        Objects.requireNonNull(reason, "reason");
    }

    /** The same plan, further on. */
    public SunsetPlan with(Status next) {
        return new SunsetPlan(
                id, run, subscription, hash, people, listSize, madeAt, next, approvedBy, approvedAt, reason);
    }

    /** The same plan, approved. */
    public SunsetPlan approved(Status how, String by, Instant when, String why) {
        return new SunsetPlan(id, run, subscription, hash, people, listSize, madeAt, how, by, when, why);
    }

    /** Whether it may be applied. */
    public boolean isApproved() {
        return status == Status.APPROVED || status == Status.APPROVED_IN_INSTALMENTS;
    }
}
