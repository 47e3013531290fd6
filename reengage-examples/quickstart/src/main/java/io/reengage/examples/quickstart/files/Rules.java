// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart.files;

import static io.reengage.examples.quickstart.files.BadInputException.quote;
import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.anyEngagement;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.inactive;

import io.reengage.activity.ActivityType;
import io.reengage.campaign.DefinitionException;
import io.reengage.campaign.Definitions;
import io.reengage.segment.Condition;
import io.reengage.segment.Inactive;
import io.reengage.segment.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of {@code --rule}: a few ready rules, or a file with a condition as JSON. */
public final class Rules {

    /** What may be said, for the help text. */
    public static final String WORDS = """
            inactive:12M        no sign of life for 12 months (or 180D), after at least 5 messages received
            inactive:12M:0      the same, whether or not the file has "received" lines (any number for 0)
            lapsed-buyers:180D  bought before, but not for 180 days
            never-bought:90D    on the list for 90 days and never bought anything
            FILE.json           a condition in Reengage's own JSON
            """;

    private static final Pattern WORD =
            Pattern.compile("(inactive|lapsed-buyers|never-bought):([0-9]{1,4}[DM])(?::([0-9]{1,3}))?");

    private Rules() {}

    /**
     * The condition a rule stands for.
     *
     * @throws BadInputException if the rule is none
     */
    public static Condition parse(String rule) {
        if (rule.endsWith(".json")) {
            return read(Path.of(rule));
        }
        Matcher word = WORD.matcher(rule);
        if (!word.matches()) {
            throw unknown(rule);
        }
        try {
            Span span = Span.parse("P" + word.group(2));
            return switch (word.group(1)) {
                case "inactive" -> inactive(anyEngagement()).forAtLeast(span).afterReceiving(messages(word.group(3)));
                case "lapsed-buyers" -> allOf(did(ActivityType.PURCHASED), notBoughtFor(span));
                default -> allOf(did(ActivityType.PURCHASED).never(), notBoughtFor(span));
            };
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--rule " + quote(rule) + ": " + e.getMessage());
        }
    }

    /** Buying is no answer to a message, so none need have been received. */
    private static Condition notBoughtFor(Span span) {
        return inactive(ActivityType.PURCHASED).forAtLeast(span).afterReceiving(0);
    }

    private static int messages(@Nullable String number) {
        return number == null ? Inactive.DEFAULT_RECEIVED : Integer.parseInt(number);
    }

    private static Condition read(Path file) {
        try {
            return Definitions.condition(Files.readString(file));
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read as UTF-8 text; check the path");
        } catch (DefinitionException e) {
            throw new BadInputException(
                    file + ": " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
    }

    private static BadInputException unknown(String rule) {
        return new BadInputException("--rule " + quote(rule)
                + " is unknown; say inactive:12M, lapsed-buyers:180D, never-bought:90D or FILE.json (see --help)");
    }
}
