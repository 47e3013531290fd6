// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reengage.channel.TemplateFiles.Version;
import io.reengage.channel.TemplateFiles.Wanted;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The Mustache specification's own cases (mustache/spec 1.4), as the test jar of another implementation carries them. */
class MustacheSpecificationTest {
    private static final ChannelSpec HTML =
            new ChannelSpec("html", "email", Set.of("html"), Set.of(), Duration.ofMinutes(1));

    /** What we do otherwise, on purpose: nothing that is missing becomes a blank without a word. */
    private static final Set<String> STRICTER = Set.of("partials: Failed Lookup");

    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Arguments> cases() {
        return Stream.of("comments", "delimiters", "interpolation", "inverted", "partials", "sections", "~inheritance")
                .flatMap(section -> tests(section)
                        .map(test ->
                                Arguments.of(section + ": " + test.get("name").asText(), test)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aTemplateRendersAsSpecified(String name, JsonNode test) throws IOException {
        String template = test.get("template").asText();
        Map<String, String> files = partials(test);
        files.put("t.html.mustache", template);
        Version version = new TemplateFiles(TemplateSource.map(files)).version(new Wanted("t", "", "en", HTML));

        if (STRICTER.contains(name)) {
            assertThat(version.problems()).singleElement().asString().contains("not found");
        } else {
            assertThat(version.problems()).isEmpty();
            assertThat(filled(version, test.get("data")))
                    .isEqualTo(test.get("expected").asText());
        }
    }

    @Test
    void noSectionOfTheSpecificationIsLeftOutUnsaid() {
        assertThat(cases().count()).isGreaterThan(150);
    }

    /** Optional part of the specification: a partial named by a value could be any file. */
    @Test
    void partialsNamedByValuesAreRefused() {
        assertThat(tests("~dynamic-names")).hasSizeGreaterThan(20).allSatisfy(test -> {
            Map<String, String> files = partials(test);
            files.put("t.html.mustache", test.get("template").asText());
            assertThat(Templates.of(files).problems("t", HTML)).isNotEmpty();
        });
    }

    /** A missing value is the specification's blank, and named apart from the text. */
    private static String filled(Version version, JsonNode data) throws IOException {
        Filling filling = new Filling(new Formats(Locale.ROOT, ZoneOffset.UTC), "en");
        Object value = JSON.treeToValue(data, Object.class);
        Object root = value instanceof Map<?, ?> map ? new Filling.Scope(map, false, filling) : filling.shown(value);
        return FieldText.write(
                "html",
                Optional.ofNullable(version.fields().get("html")).orElseThrow(),
                Optional.ofNullable(root).orElse(Map.of()),
                new LinkedHashSet<>());
    }

    private static Map<String, String> partials(JsonNode test) {
        Map<String, String> files = new HashMap<>();
        if (test.has("partials")) {
            test.get("partials")
                    .properties()
                    .forEach(each -> files.put(
                            each.getKey() + ".html.mustache", each.getValue().asText()));
        }
        return files;
    }

    private static Stream<JsonNode> tests(String section) {
        String file = "/spec/specs/" + section + ".json";
        try (InputStream in = MustacheSpecificationTest.class.getResourceAsStream(file)) {
            assertThat(in).as(file).isNotNull();
            JsonNode tests = JSON.readTree(in).get("tests");
            return Stream.iterate(0, i -> i < tests.size(), i -> i + 1).map(tests::get);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
