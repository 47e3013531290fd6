// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.suppression;

import com.google.common.base.Ascii;
import io.reengage.internal.run.Fingerprints;
import io.reengage.ledger.Suppression;
import io.reengage.subscriber.Address;
import io.reengage.text.StorableText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Turns lines of a file into suppressions; what cannot be one is refused with a reason that repeats nothing of the line. */
final class Entries {
    private static final String ADDRESS = "address";
    private static final String SHA256 = "sha256";
    private static final Set<String> REQUIRED = Set.of("reason", "date", "source");
    private static final Set<String> KNOWN =
            Set.of(ADDRESS, SHA256, "kind", "reason", "date", "source", "channel", "purpose");
    private static final Pattern EMAIL = Pattern.compile("(?:[^\\s@,;<>\"]+|\"[^\\s@<>\"]+\")@[^\\s@,;<>\"]+");
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9_-]{0,39}");
    private static final int LONGEST_NAME = 100;

    private final Fingerprints fingerprints;
    private final Instant now;
    private final Map<String, Integer> places = new HashMap<>();
    private final int width;

    /** @throws IllegalArgumentException if the header lacks a column, or has one that means nothing */
    Entries(Fingerprints fingerprints, List<String> header, Instant now) {
        this.fingerprints = fingerprints;
        this.now = now;
        this.width = header.size();
        for (int i = 0; i < header.size(); i++) {
            String name = Ascii.toLowerCase(header.get(i));
            if (!KNOWN.contains(name) || places.put(name, i) != null) {
                throw new IllegalArgumentException("column " + (i + 1)
                        + " of the header means nothing here or stands twice; known are " + new TreeSet<>(KNOWN));
            }
        }
        Set<String> missing = new TreeSet<>(REQUIRED);
        missing.removeAll(places.keySet());
        if (!places.containsKey(ADDRESS) && !places.containsKey(SHA256)) {
            missing.add("address or sha256");
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the header, line 1, lacks " + String.join(", ", missing));
        }
    }

    /** @throws Refused if the line says no suppression */
    Suppression read(Lines.Line line) throws Refused {
        String problem = line.problem();
        if (problem != null) {
            throw new Refused(problem);
        }
        if (line.cells().size() != width) {
            throw new Refused(line.cells().size() + " cells, the header has " + width);
        }
        Suppression.Reason reason = reason(cell(line, "reason"));
        String purpose = name(line, "purpose");
        if (!purpose.isEmpty() && reason != Suppression.Reason.UNSUBSCRIBED) {
            throw new Refused("purpose belongs to UNSUBSCRIBED only: " + reason + " holds for all");
        }
        String source = name(line, "source");
        if (source.isEmpty()) {
            throw new Refused("source is empty: say where it comes from");
        }
        return new Suppression(
                subject(line),
                name(line, "channel"),
                purpose,
                reason,
                date(cell(line, "date")),
                "import: " + source,
                null);
    }

    private String subject(Lines.Line line) throws Refused {
        String address = cell(line, ADDRESS);
        String hash = cell(line, SHA256);
        if (address.isEmpty() == hash.isEmpty()) {
            throw new Refused("needs either an address or a sha256");
        }
        String kind = cell(line, "kind").isEmpty() ? Address.EMAIL : cell(line, "kind");
        if (!KIND.matcher(kind).matches()) {
            throw new Refused("kind is not a short lower-case word such as email");
        }
        if (!hash.isEmpty()) {
            if (!HASH.matcher(hash).matches()) {
                throw new Refused("sha256 is not 64 hex digits");
            }
            return Fingerprints.ofHash(kind, Ascii.toLowerCase(hash));
        }
        if (kind.equals(Address.EMAIL) && !EMAIL.matcher(address).matches()) {
            throw new Refused("address is no e-mail address");
        }
        try {
            return fingerprints.of(new Address(kind, address));
        } catch (IllegalArgumentException e) {
            throw new Refused("address is too long or holds a control character");
        }
    }

    private static Suppression.Reason reason(String text) throws Refused {
        List<Suppression.Reason> allowed = new ArrayList<>(List.of(Suppression.Reason.values()));
        // silence is for a plan to find, and comes to an end with a sign of life
        allowed.remove(Suppression.Reason.SUNSET);
        return allowed.stream()
                .filter(each -> each.name().equals(Ascii.toUpperCase(text)))
                .findFirst()
                .orElseThrow(() -> new Refused("reason is none of " + allowed));
    }

    /** A date alone lasts to its end, so that a consent of the same day does not count as newer. */
    private Instant date(String text) throws Refused {
        try {
            if (text.indexOf('T') > 0) {
                Instant at = Instant.parse(text);
                return past(at, at);
            }
            Instant start = LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            Instant end = start.plus(Duration.ofDays(1)).minusMillis(1);
            return past(start, end.isAfter(now) ? now : end);
        } catch (DateTimeException e) {
            throw new Refused("date is neither 2026-01-31 nor 2026-01-31T09:00:00Z");
        }
    }

    private Instant past(Instant at, Instant counted) throws Refused {
        if (at.isAfter(now)) {
            throw new Refused("date is in the future");
        }
        return counted;
    }

    private String name(Lines.Line line, String column) throws Refused {
        String text = cell(line, column);
        if (text.length() > LONGEST_NAME || text.chars().anyMatch(Character::isISOControl) || !StorableText.is(text)) {
            throw new Refused(column + " is longer than " + LONGEST_NAME
                    + " characters or holds a control character or half of one");
        }
        return text;
    }

    private String cell(Lines.Line line, String column) {
        Integer place = places.get(column);
        return place == null ? "" : line.cells().get(place);
    }

    /** A line that says no suppression; the message is the reason. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String reason) {
            super(reason);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
