// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Our list of what went wrong elsewhere with "who is dormant" (A) and with time (B): each failure is named by a test that it is
 * not ours, whose name begins with the number.
 */
class PeerFailuresCoveredTest {
    private static final Pattern NUMBERS = Pattern.compile("(?:[ab][0-9]+_)+");
    private static final Pattern NUMBER = Pattern.compile("[ab][0-9]+");

    private static final Map<String, String> FAILURES = failures(
            "any old open instead of the last",
            "people without events are dropped",
            "events of nobody change the audience",
            "a new subscriber called dormant",
            "never mailed called dormant",
            "tracking off reads as dormant",
            "machine opens keep the dead alive, or hide the living",
            "a negation missing or inverted",
            "a window ignored, or mixed up with another",
            "counts not reset when events age out",
            "membership as of the last recomputation",
            "a silent cap on work",
            "an unknown or empty filter means everybody",
            "segments of segments go stale, explode or go round in circles",
            "midnight of UTC instead of the person's",
            "put off by days, and the hour lost",
            "an unknown zone drops people",
            "twice or never when clocks change",
            "the zone of the machine shows",
            "down at the time of sending");

    private static Map<String, String> failures(String... lines) {
        Map<String, String> failures = new LinkedHashMap<>();
        IntStream.rangeClosed(1, lines.length)
                .forEach(number -> failures.put((number <= 14 ? "a" : "b") + number, lines[number - 1]));
        return failures;
    }

    @Test
    void each_failure_seen_elsewhere_has_a_test_that_names_it() {
        Set<String> tested = new ClassFileImporter()
                .importPackages("io.reengage").stream()
                        .filter(type -> !type.isAnnotatedWith(Disabled.class))
                        .map(JavaClass::getMethods)
                        .flatMap(Set::stream)
                        .filter(PeerFailuresCoveredTest::isTest)
                        .flatMap(PeerFailuresCoveredTest::named)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(FAILURES)
                .allSatisfy((number, failure) -> assertThat(tested)
                        .as("a test of %s, %s", number, failure)
                        .contains(number));
        assertThat(FAILURES.keySet()).as("no test of a failure nobody listed").containsAll(tested);
    }

    private static boolean isTest(JavaMethod method) {
        return !method.isAnnotatedWith(Disabled.class)
                && (method.isAnnotatedWith(Test.class)
                        || method.isAnnotatedWith(ParameterizedTest.class)
                        || method.isAnnotatedWith(Property.class));
    }

    private static Stream<String> named(JavaMethod method) {
        Matcher numbers = NUMBERS.matcher(method.getName());
        return numbers.lookingAt() ? NUMBER.matcher(numbers.group()).results().map(MatchResult::group) : Stream.empty();
    }
}
