// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import io.reengage.internal.Engine;
import io.reengage.ledger.ImportReport;
import io.reengage.ledger.Suppression;
import io.reengage.subscriber.Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Who gets nothing more, and why: brought in from a former system, and shown to those who answer questions about it. Nothing
 * here ever lifts a suppression. May be called by any number of threads.
 */
public final class Suppressions {
    private final Engine engine;

    Suppressions(Engine engine) {
        this.engine = engine;
    }

    /** {@link #importFrom(Reader, String)} with a file in UTF-8, with or without a byte order mark. */
    public ImportReport importFrom(Path file, String by) {
        // what is not UTF-8 spoils its own line only
        try (Reader reader = new BufferedReader(new InputStreamReader(
                Files.newInputStream(file),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)))) {
            return importFrom(reader, by);
        } catch (IOException e) {
            throw new UncheckedIOException("the suppressions could not be read", e);
        }
    }

    /**
     * Takes in a list of suppressions, one a line, in constant memory and in transactions of 1000. The same list may be
     * given again, as after an exception. A suppression on record stays as strict as it is: an unsubscribe only ever gets a
     * newer date, anything else keeps its own; an unsubscribe brought in ends with a newer proven consent, as any other does.
     *
     * <p>The first line names the columns, in any order, separated by commas, semicolons or tabs:
     *
     * <ul>
     *   <li>{@code address}, or {@code sha256}: 64 hex digits, the SHA-256 of the address in lower case without surrounding
     *       blanks, in UTF-8, without salt. Each line has one of the two.
     *   <li>{@code reason}: {@code UNSUBSCRIBED}, {@code COMPLAINT}, {@code HARD_BOUNCE} or {@code ERASED}
     *   <li>{@code date}: since when, as {@code 2026-01-31} (to its end, UTC) or {@code 2026-01-31T09:00:00Z}; not in the future
     *   <li>{@code source}: what says so, such as the former system, at most 100 characters; no personal data
     *   <li>{@code purpose}, optional: what an unsubscribe is from; empty for everything
     *   <li>{@code channel}, optional: what it concerns; empty for all channels
     *   <li>{@code kind}, optional: of the address; empty for {@code email}
     * </ul>
     *
     * <p>Cells may be quoted and hold no line break. A line that cannot be taken is reported and loses nothing else.
     *
     * @param list stays the caller's to close
     * @param by who brings it in, for the audit trail
     * @throws IllegalArgumentException if the header lacks a column or has one that means nothing
     * @throws UncheckedIOException if the list cannot be read to its end; what was read before is on record
     */
    public ImportReport importFrom(Reader list, String by) {
        try {
            return engine.suppressions().importFrom(list, by);
        } catch (IOException e) {
            throw new UncheckedIOException("the suppressions could not be read", e);
        }
    }

    /**
     * Takes back bounces that were not true, such as those of a provider's outage: what they forbade is allowed again. What
     * else forbids it stays, and so do the bounces on record; enrollments that ended do not go on. Reads all activities there
     * are, so it may take minutes.
     *
     * @param provider whose, as property {@link io.reengage.activity.Activity#PROVIDER} says; empty for everybody's
     * @param from the first instant of the bounces taken back
     * @param to the first instant after them
     * @param by who takes them back, for the audit trail
     * @return how many suppressions were lifted
     */
    public int revertBounces(String provider, Instant from, Instant to, String by) {
        return engine.suppressions().revertBounces(provider, from, to, by);
    }

    /** What holds for an address, or did until it was lifted. */
    public List<Suppression> of(Address address) {
        return engine.suppressions().of(address);
    }

    /** What is filed under a person's id, or was until it was lifted. */
    public List<Suppression> of(String subscriberId) {
        return engine.suppressions().ofPerson(subscriberId);
    }

    /**
     * Writes all there are as CSV with a header line, in constant memory. Addresses and people appear as fingerprints only.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void export(Appendable out) {
        try {
            engine.suppressions().export(out);
        } catch (IOException e) {
            throw new UncheckedIOException("the suppressions could not be written", e);
        }
    }
}
