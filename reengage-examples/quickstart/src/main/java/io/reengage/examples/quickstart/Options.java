// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import io.reengage.examples.quickstart.files.BadInputException;
import io.reengage.examples.quickstart.files.Rules;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param help whether to explain the options and do nothing
 * @param dir where everything is written
 * @param fresh whether to start the demo over
 * @param people how many of the made-up people the demo has
 * @param ownList the user's own files; {@code null} for the demo
 */
record Options(
        boolean help,
        Path dir,
        boolean fresh,
        int people,
        @Nullable OwnList ownList) {

    /**
     * The user's own list and what to make of it.
     *
     * @param subscribers file of people
     * @param activity file of what they did
     * @param rule who is meant, see {@link Rules}
     * @param asOf the moment of the question; {@code null} for now
     * @param purpose consent and list it is about
     * @param assumeConsent whether people of whom the file says nothing are taken to have agreed
     * @param moreColumns whether columns we do not know are taken as they are
     * @param dryRun whether to say what would happen, and nothing more
     */
    record OwnList(
            Path subscribers,
            Path activity,
            String rule,
            @Nullable Instant asOf,
            String purpose,
            boolean assumeConsent,
            boolean moreColumns,
            boolean dryRun) {}

    static final String HELP = """
            java -jar quickstart.jar [--dir DIR] [--fresh] [--people N]
                Shows the whole loop on a made-up list of 5,000 people, in a few virtual months.
                Killed or stopped, it goes on where it was; --fresh starts over.

            java -jar quickstart.jar --subscribers FILE --activity FILE [--dir DIR]
                [--rule RULE] [--as-of DATE] [--purpose NAME] [--assume-consent] [--more-columns] [--dry-run]
                Runs a win-back campaign over your own list. Mail goes to files below DIR/outbox, never out.
                --dry-run says who would get it and why, and sends nothing.

            Options
              --dir DIR          where to write: reengage-demo, with your own list reengage-list
              --people N         how many people the demo makes up: 5000, or fewer (1000 at least) for a quick look
              --rule RULE        who is meant; inactive:12M unless you say otherwise
              --as-of DATE       the moment of the question; a day means its end in UTC; now unless you say otherwise
              --purpose NAME     the consent and the list it is about; newsletter unless you say otherwise
              --assume-consent   take everybody as subscribed whose line says nothing about consent
              --more-columns     take columns not named below as attributes and properties

            Rules
            %s
            Files: CSV (RFC 4180) in UTF-8, a header line, dates as 2026-03-31 or 2026-03-31T12:00:00Z
              subscribers  id,email[,joined_at,language,zone,first_name,last_name,consent,consent_at]
              activity     subscriber_id,type,at[,id,value,quantity,reason,about]
                           types are opened, clicked, purchased, visited, received, ... or your own
            """.formatted(Rules.WORDS.indent(2));

    private static final int FEWEST = 1_000;
    private static final Pattern PURPOSE = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

    /**
     * @throws BadInputException naming the option and what to do
     */
    static Options parse(List<String> words) {
        Reader reader = new Reader(words);
        while (!reader.words.isEmpty()) {
            reader.option(reader.words.remove());
        }
        return reader.options();
    }

    /** Collects options word by word. */
    private static final class Reader {
        private final Deque<String> words;
        private boolean help;
        private boolean fresh;
        private int people;
        private @Nullable Path dir;
        private @Nullable Path subscribers;
        private @Nullable Path activity;
        private @Nullable String firstOfOwnList;
        private String rule = "inactive:12M";
        private @Nullable Instant asOf;
        private String purpose = "newsletter";
        private boolean assumeConsent;
        private boolean moreColumns;
        private boolean dryRun;

        Reader(List<String> words) {
            this.words = new ArrayDeque<>(words);
        }

        void option(String name) {
            switch (name) {
                case "--help", "-h" -> help = true;
                case "--fresh" -> fresh = true;
                case "--people" -> people = people(value(name));
                case "--dir" -> dir = Path.of(value(name));
                default -> {
                    ofOwnList(name);
                    firstOfOwnList = name;
                }
            }
        }

        private void ofOwnList(String name) {
            switch (name) {
                case "--subscribers" -> subscribers = Path.of(value(name));
                case "--activity" -> activity = Path.of(value(name));
                case "--rule" -> rule = value(name);
                case "--as-of" -> asOf = moment(value(name));
                case "--purpose" -> purpose = purpose(value(name));
                case "--assume-consent" -> assumeConsent = true;
                case "--more-columns" -> moreColumns = true;
                case "--dry-run" -> dryRun = true;
                default -> throw new BadInputException("unknown option " + name + "; --help lists the options");
            }
        }

        private String value(String name) {
            return Optional.ofNullable(words.poll())
                    .filter(value -> !value.startsWith("--"))
                    .orElseThrow(() -> new BadInputException(name + " lacks its value; --help shows it"));
        }

        Options options() {
            if (help) {
                return new Options(true, Path.of(""), false, DemoPeople.SIZE, null);
            }
            if (firstOfOwnList == null) {
                return new Options(
                        false,
                        dir == null ? Path.of("reengage-demo") : dir,
                        fresh,
                        people == 0 ? DemoPeople.SIZE : people,
                        null);
            }
            if (subscribers == null || activity == null) {
                throw new BadInputException(firstOfOwnList
                        + " needs both --subscribers FILE and --activity FILE; without them the demo runs");
            }
            if (fresh || people > 0) {
                throw new BadInputException(
                        "--fresh and --people belong to the demo; a run over files always starts afresh");
            }
            return new Options(
                    false,
                    dir == null ? Path.of("reengage-list") : dir,
                    false,
                    DemoPeople.SIZE,
                    new OwnList(subscribers, activity, rule, asOf, purpose, assumeConsent, moreColumns, dryRun));
        }

        private static int people(String number) {
            if (number.matches("[0-9]{4}")) {
                int people = Integer.parseInt(number);
                if (people >= FEWEST && people <= DemoPeople.SIZE) {
                    return people;
                }
            }
            throw new BadInputException("--people takes a number from " + FEWEST + " to " + DemoPeople.SIZE);
        }

        private static String purpose(String name) {
            if (!PURPOSE.matcher(name).matches()) {
                throw new BadInputException("--purpose takes lower-case letters, digits and -, such as newsletter");
            }
            return name;
        }

        private static Instant moment(String text) {
            try {
                return text.length() == 10
                        ? LocalDate.parse(text)
                                .plusDays(1)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant()
                        : Instant.parse(text);
            } catch (DateTimeException e) {
                throw new BadInputException(
                        "--as-of is not a date; write 2026-03-31 for the end of that day, or 2026-03-31T12:00:00Z");
            }
        }
    }
}
