// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart.files;

import static io.reengage.examples.quickstart.files.BadInputException.quote;

import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.Subscription;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes people of the lines of a subscriber file. */
final class SubscriberFile {

    private static final Set<String> REQUIRED = CsvTable.columns("id", "email");
    private static final Set<String> OPTIONAL =
            CsvTable.columns("joined_at", "language", "zone", "first_name", "last_name", "consent", "consent_at");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>\"]{1,64}@[^\\s@<>\"]{1,255}");

    private final Assumptions assumptions;
    private final List<Subscriber> people = new ArrayList<>();
    private final Map<String, Long> lineOf = new HashMap<>();

    private SubscriberFile(Assumptions assumptions) {
        this.assumptions = assumptions;
    }

    /** Everybody in the file, in its order. */
    static List<Subscriber> read(Path file, boolean moreColumns, Assumptions assumptions) {
        SubscriberFile reader = new SubscriberFile(assumptions);
        new CsvTable(file, REQUIRED, OPTIONAL, moreColumns).read(reader::add);
        if (reader.people.isEmpty()) {
            throw BadInputException.at(
                    file, 1, "nobody is on the list", "add a line for every person below the header");
        }
        return reader.people;
    }

    private void add(CsvRow row) {
        String id = row.required("id");
        Long before = lineOf.putIfAbsent(id, row.line());
        if (before != null) {
            throw row.bad("id " + quote(id) + " is on line " + before + " already", "give every person one line");
        }
        Subscriber.Builder person = Subscriber.withId(id)
                .joinedAt(row.instant("joined_at").orElse(null))
                .language(row.language("language").orElse(null))
                .zone(row.zone("zone").orElse(null));
        email(row).ifPresent(person::email);
        row.text("first_name").ifPresent(name -> person.attribute("firstName", name));
        row.text("last_name").ifPresent(name -> person.attribute("lastName", name));
        row.without(CsvTable.union(REQUIRED, OPTIONAL)).forEach(person::attribute);
        standing(row, person);
        try {
            people.add(person.build());
        } catch (IllegalArgumentException e) {
            throw row.bad(String.valueOf(e.getMessage()), "correct the value");
        }
    }

    private static Optional<String> email(CsvRow row) {
        return row.text("email").map(text -> {
            if (!EMAIL.matcher(text).matches()) {
                throw row.bad("email " + quote(text) + " is no address", "write name@domain, or leave it blank");
            }
            return text;
        });
    }

    /** A "no" in the file stays a no; only where it says nothing may consent be assumed. */
    private void standing(CsvRow row, Subscriber.Builder person) {
        Optional<Boolean> word = row.yesOrNo("consent");
        Instant at =
                row.instant("consent_at").or(() -> row.instant("joined_at")).orElse(assumptions.asOf());
        if (word.isPresent() && !word.get()) {
            person.consent(new Consent(assumptions.purpose(), false, at, "column consent"))
                    .subscription(new Subscription(assumptions.purpose(), Subscription.Status.UNSUBSCRIBED, at));
        } else if (word.isPresent()) {
            person.subscribed(assumptions.purpose(), at, "column consent");
        } else if (assumptions.consent()) {
            person.subscribed(assumptions.purpose(), at, "assumed: nothing in the file shows it");
        }
    }
}
