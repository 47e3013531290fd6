// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every promise and every threat of the list names tests; they are there, in whatever module, and not switched off. */
class PromisesKeptTest {
    private static final int PROMISES = 15;
    private static final int THREATS = 64;
    private static final Pattern LINE = Pattern.compile("(I[0-9]+|R-[0-9]+) +([^|]+) \\| (.+)");
    private static final String TEST = "@(?:Test|ParameterizedTest|Property)\\b(?:(?!\\bvoid\\b|\n    }\n).)*\\bvoid ";

    @Test
    void each_has_a_test_that_is_there_or_says_why_not() throws IOException {
        List<String> found = new ArrayList<>();
        Map<String, String> tests = sources();
        for (String line :
                Resources.readLines(Resources.getResource(getClass(), "promises.txt"), StandardCharsets.UTF_8)) {
            if (line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            assertThat(parts.matches()).as(line).isTrue();
            found.add(parts.group(1));
            String names = parts.group(3);
            if (!names.startsWith("- ")) {
                assertAll(Splitter.on(", ").splitToStream(names).map(name -> () -> isThere(tests, line, name)));
            }
        }
        assertThat(found)
                .containsExactlyElementsOf(Stream.concat(
                                IntStream.rangeClosed(1, PROMISES).mapToObj(number -> "I" + number),
                                IntStream.rangeClosed(1, THREATS).mapToObj("R-%02d"::formatted))
                        .toList());
    }

    private static void isThere(Map<String, String> tests, String line, String name) {
        int dot = name.indexOf('.');
        String source = tests.getOrDefault(name.substring(0, dot), "");
        assertThat(source).as("class of %s in %s", name, line).isNotEmpty().doesNotContain("@Disabled");
        assertThat(Pattern.compile(TEST + name.substring(dot + 1) + "\\(", Pattern.DOTALL)
                        .matcher(source)
                        .find())
                .as("%s of %s", name, line)
                .isTrue();
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("../reengage-core", "../reengage-mail", "../reengage-examples")) {
            try (Stream<Path> files = Files.walk(Path.of(module))) {
                files.filter(file -> file.toString().matches(".*src.test.java.*\\.java"))
                        .forEach(file ->
                                sources.put(String.valueOf(file.getFileName()).replace(".java", ""), text(file)));
            }
        }
        return sources;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
