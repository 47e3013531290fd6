// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One line of the audit trail: who did what to what, when and why. Lines are only ever added, and each holds the hash of the
 * one before it, so that a line changed, taken out or put elsewhere shows; see {@link AuditTrail}.
 *
 * @param id the line's number, twelve digits, from 1 without a gap; sorts by time
 * @param at when
 * @param actor who: a named person, or {@code engine}
 * @param act what, such as {@code launch} or {@code sunset.approve}
 * @param subject to what: a run, a plan, a person's id
 * @param detail why, and with which figures
 * @param previous hash of the line before; empty for the first
 * @param hash SHA-256 over everything else, in hex
 */
public record AuditEntry(
        String id, Instant at, String actor, String act, String subject, String detail, String previous, String hash) {

    public AuditEntry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(act, "act");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(previous, "previous");
        Objects.requireNonNull(hash, "hash");
    }

    /** The line that follows the one with the hash {@code previous}. */
    public static AuditEntry following(
            String previous, String id, Instant at, String actor, String act, String subject, String detail) {
        return new AuditEntry(
                id, at, actor, act, subject, detail, previous, hash(id, at, actor, act, subject, detail, previous));
    }

    /** The hash this line should have. */
    String computedHash() {
        return hash(id, at, actor, act, subject, detail, previous);
    }

    private static String hash(
            String id, Instant at, String actor, String act, String subject, String detail, String previous) {
        Hasher hasher = Hashing.sha256().newHasher();
        // lengths first, so that no text can pass for the end of another
        for (String part : List.of(id, at.toString(), actor, act, subject, detail, previous)) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            hasher.putInt(bytes.length).putBytes(bytes);
        }
        return hasher.hash().toString();
    }
}
