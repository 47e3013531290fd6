// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reengage.channel.Rendering.Failed;
import io.reengage.channel.Rendering.Incomplete;
import io.reengage.channel.Rendering.Rendered;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
    static final ChannelSpec EMAIL =
            new ChannelSpec("email", "email", Set.of("subject", "html"), Set.of("text"), Duration.ofMinutes(12));
    private static final ChannelSpec PLAIN =
            new ChannelSpec("sms", "phone", Set.of("text"), Set.of(), Duration.ofMinutes(1));

    /** A type with a method and a secret. */
    record Person(String name) {}

    @Test
    void htmlIsEscapedAndNothingElseIs() {
        Templates templates = mail("{{name}}", "<b>{{name}}</b>", "{{name}}");

        assertThat(fields(render(templates, Map.of("name", "<i>O'Neil & \"Co\"</i>"))))
                .containsEntry("subject", "<i>O'Neil & \"Co\"</i>")
                .containsEntry("html", "<b>&lt;i&gt;O&#39;Neil &amp; &quot;Co&quot;&lt;/i&gt;</b>")
                .containsEntry("text", "<i>O'Neil & \"Co\"</i>");
    }

    @Test
    void aTemplateMayNotHoldWhatUnicodeReservesForUse() {
        assertThat(mail("s", "a\uFDD0b", "t").problems("t", EMAIL))
                .containsExactly("t.html.mustache: holds a code point that is no character");
    }

    @Test
    void aTitleMayBeginLikeCode() {
        assertThat(fields(render(mail("s", "<b>{{title}}</b>", "t"), Map.of("title", "JavaScript: the good parts"))))
                .containsEntry("html", "<b>JavaScript: the good parts</b>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{7*7}}", "${7*7}", "#{7*7}", "{{> footer}}", "{{class}}", "{{#a}}", "%s", "\\u0041"})
    void payloadsInDataAppearLiterally(String payload) {
        assertThat(text("Dear {{name}}", Map.of("name", payload))).isEqualTo("Dear " + payload);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class",
                "getClass",
                "toString",
                "hashCode",
                "name",
                "this.class",
                "person.class",
                "person.name",
                "person.getClass.name",
                "text.length",
                "text.bytes",
                "text.class",
                "list.size",
                "list.0",
                "map.entrySet",
                "map.size",
                "map.class.name",
                "map.isEmpty",
                "entrySet"
            })
    void payloadsInTemplatesReachNoJava(String path) {
        Map<String, Object> values = Map.of(
                "person", new Person("secret"), "text", "abc", "list", List.of("a"), "map", Map.of("key", "value"));

        assertThat(rendering("{{" + path + "}}", values)).isEqualTo(new Incomplete(List.of(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{person}}", "{{map}}", "{{list}}", "{{.}}", "{{this}}", "{{infinite}}"})
    void onlyPlainValuesAreWritten(String template) {
        Map<String, Object> values = Map.of(
                "person",
                new Person("secret"),
                "map",
                Map.of(),
                "list",
                List.of(),
                "infinite",
                Double.POSITIVE_INFINITY);

        assertThat(rendering(template, values))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.reason())
                                .contains("field text of template t")
                                .doesNotContain("secret"));
    }

    @Test
    void plainValuesAreWrittenPlainly() {
        Map<String, Object> values = Map.of(
                "count",
                12,
                "points",
                1_234_567_890.0,
                "price",
                new BigDecimal("10.00"),
                "day",
                LocalDate.of(2026, 2, 1),
                "link",
                URI.create("https://shop.example/?a=1&b=2"),
                "yes",
                true,
                "shop",
                Map.of("name", "Shop"),
                "zero",
                0.0);

        assertThat(text("{{count}} {{points}} {{price}} {{day}} {{link}} {{yes}} {{shop.name}} {{zero}}", values))
                .isEqualTo("12 1234567890 10.00 2026-02-01 https://shop.example/?a=1&b=2 true Shop 0");
    }

    @Test
    void everyMissingValueIsNamed() {
        Templates templates = mail("{{firstName}}", "{{offer.code}} {{firstName}} {{offer.end}}", "{{shop}}");
        Map<String, Object> values = new HashMap<>(Map.of("offer", Map.of("code", "X"), "shop", "  "));
        values.put("firstName", null);

        assertThat(render(templates, values))
                .isInstanceOfSatisfying(
                        Incomplete.class,
                        incomplete -> assertThat(incomplete.missing())
                                .containsExactlyInAnyOrder("firstName", "offer.end", "shop"));
    }

    @Test
    void missingValuesOfListElementsAreNamed() {
        Map<String, Object> values = Map.of("items", List.of(Map.of("name", "a"), Map.of("price", 1)));

        assertThat(rendering("{{#items}}{{name}}{{/items}}", values)).isEqualTo(new Incomplete(List.of("name")));
    }

    @Test
    void sectionsOnAbsentValuesAreLeftOut() {
        Map<String, Object> values = new HashMap<>(Map.of("no", false, "blank", "", "items", List.of(), "x", Map.of()));
        values.put("none", null);

        assertThat(text(
                        "a{{#no}}1{{/no}}{{#blank}}2{{/blank}}{{#items}}3{{/items}}{{#none}}4{{/none}}{{#absent}}5{{/absent}}"
                                + "{{#x.y.z}}6{{/x.y.z}}{{^absent}}b{{/absent}}",
                        values))
                .isEqualTo("ab");
    }

    @Test
    void sectionsRepeatForEveryPresentElement() {
        assertThat(text(
                        "{{#items}}{{greeting}} {{.}};{{/items}}",
                        Map.of("greeting", "hi", "items", Arrays.asList("a", "", null, "b"))))
                .isEqualTo("hi a;hi b;");
    }

    @Test
    void aFallbackStandsInForAbsentAndBlank() {
        Templates templates = Templates.of(Map.of("t.text.mustache", "{{firstName}} {{offer.code}} {{shop.name}}"))
                .fallback("firstName", "there")
                .fallback("offer.code", "none")
                .fallback("shop.name", "Shop");

        assertThat(text(templates, "en", Map.of("firstName", " ", "shop", Map.of("name", "Mine"))))
                .isEqualTo("there none Mine");
    }

    @Test
    void fallbacksSpeakTheLanguageOfTheFilesUsed() {
        Templates templates = Templates.of(
                        Map.of("t.text.mustache", "Hi {{firstName}}", "t_ja.text.mustache", "{{firstName}}様"))
                .fallback("firstName", "there")
                .fallback("ja", "firstName", "お客")
                .fallback("fr", "firstName", "vous");

        assertThat(text(templates, "ja-JP", Map.of())).isEqualTo("お客様");
        assertThat(text(templates, "fr", Map.of())).isEqualTo("Hi there");
    }

    @Test
    void withersLeaveTheOriginalAlone() {
        Templates bare = Templates.of(Map.of("t.text.mustache", "{{firstName}}"));
        Templates filled = bare.fallback("firstName", "there");

        assertThat(text(filled, "en", Map.of())).isEqualTo("there");
        assertThat(bare.render("t", "en", PLAIN, Map.of())).isInstanceOf(Incomplete.class);
    }

    @Test
    void languageFallsBackFromExactToPrimaryToNone() {
        Templates templates = Templates.of(Map.of(
                        "t.text.mustache", "default",
                        "t_zh.text.mustache", "zh",
                        "t_zh-Hant.text.mustache", "zh-Hant",
                        "t_pt-BR.text.mustache", "pt-BR"))
                .writtenIn("en");

        assertThat(Stream.of("zh-hant-tw", "zh-Hant", "zh-CN", "zh", "pt-br", "pt", "en", "", "../../etc", "_", "x")
                        .map(tag -> templates.render("t", tag, PLAIN, Map.of()))
                        .map(each -> ((Rendered) each).language() + "="
                                + fields(each).get("text"))
                        .collect(joining(" ")))
                .isEqualTo("zh-Hant=zh-Hant zh-Hant=zh-Hant zh=zh zh=zh pt-BR=pt-BR en=default en=default en=default"
                        + " en=default en=default en=default");
    }

    @Test
    void aMessageIsWrittenInOneLanguage() {
        Templates templates = Templates.of(Map.of(
                "t.subject.mustache",
                "en",
                "t.html.mustache",
                "en",
                "t.text.mustache",
                "en",
                "t_de.subject.mustache",
                "de",
                "t_de.html.mustache",
                "de",
                "t_ja.subject.mustache",
                "ja"));

        assertThat(fields(templates.render("t", "de", EMAIL, Map.of())))
                .isEqualTo(Map.of("subject", "de", "html", "de"));
        assertThat(fields(templates.render("t", "ja", EMAIL, Map.of())).values())
                .containsOnly("en");
        assertThat(templates.problems("t", EMAIL))
                .singleElement()
                .asString()
                .contains("lacks field html: t_ja.html.mustache");
    }

    @Test
    void partialsAreOfTheSameFieldAndLanguage() {
        Templates templates = Templates.of(Map.of(
                "t.subject.mustache", "s",
                "t.html.mustache", "[{{> footer}}]",
                "t_ja.html.mustache", "[{{> footer}}]",
                "t_ja.subject.mustache", "s",
                "footer.html.mustache", "<hr>{{shop}} {{> legal}}",
                "footer_ja.html.mustache", "<hr>店{{shop}} {{> legal}}",
                "legal.html.mustache", "©"));

        assertThat(fields(templates.render("t", "en", EMAIL, Map.of("shop", "<x>"))))
                .containsEntry("html", "[<hr>&lt;x&gt; ©]");
        assertThat(fields(templates.render("t", "ja", EMAIL, Map.of("shop", "A"))))
                .containsEntry("html", "[<hr>店A ©]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{> absent}}",
                "{{> ../secret}}",
                "{{> t}}",
                "{{#a}}{{/a}}{{> t}}",
                "{{>*dynamic}}",
                "{{=<% %}}",
                "{{=<<< >>>=}}",
                "{{#open}}",
                "{{/never}}",
                "{{",
                "{{name",
                "{{<t}}{{/t}}",
                "{{#a}}{{/b}}"
            })
    void brokenTemplatesAreNamedBeforeAnythingIsSent(String template) {
        Templates templates = Templates.of(Map.of("t.text.mustache", template));

        assertThat(templates.problems("t", PLAIN)).singleElement().asString().startsWith("t.text.mustache: ");
        assertThat(templates.render("t", "en", PLAIN, Map.of("a", true))).isInstanceOf(Failed.class);
    }

    @Test
    void problemsListEveryMissingField() {
        assertThat(Templates.of(Map.of()).problems("nope", EMAIL))
                .containsExactly(
                        "template nope lacks field html: nope.html.mustache not found in the given sources",
                        "template nope lacks field subject: nope.subject.mustache not found in the given sources");
        assertThat(Templates.of(Map.of()).problems("../nope", EMAIL))
                .singleElement()
                .asString()
                .contains("may hold");
        assertThat(mail("s", "h", "t").problems("t", EMAIL)).isEmpty();
        assertThat(Templates.of(Map.of()).render("nope", "en", EMAIL, Map.of())).isInstanceOf(Failed.class);
        assertThat(Templates.of(Map.of()).render("../nope", "en", EMAIL, Map.of()))
                .isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: x@example.com", "a\nb", "a\rb", "a\u0000b", "a\u0085b", "a\u2028b", "a\tb"})
    void aLineBreakNeverEntersASingleLine(String value) {
        Rendering rendering = render(mail("{{name}}", "{{name}}", "{{name}}"), Map.of("name", value));

        assertThat(rendering)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.reason())
                                .isEqualTo("field subject of template t: holds a line break or control character"));
    }

    @Test
    void singleLinesAreTrimmed() {
        assertThat(fields(render(mail(" Hello \n", "h\n", "t\n"), Map.of())))
                .isEqualTo(Map.of("subject", "Hello", "html", "h\n", "text", "t\n"));
    }

    @Test
    void blanksMayStandBeforeTheSignOfATagWithinABlockToo() {
        Templates templates = mail("s", "{{$main}}{{ #list }}{{.}}{{/list}}{{/main}}", "");

        assertThat(fields(render(templates, Map.of("list", List.of("a", "b"))))).containsEntry("html", "ab");
    }

    @Test
    void aBlankRequiredFieldIsRefused() {
        assertThat(render(mail("{{#absent}}x{{/absent}}", "h", ""), Map.of()))
                .isEqualTo(new Failed("field subject of template t is blank"));
    }

    @Test
    void sizesAreBounded() {
        String longTemplate = "x".repeat(TemplateSource.LONGEST_TEMPLATE + 1);
        List<String> many = Collections.nCopies(FieldText.LONGEST_FIELD, "ab");

        assertThat(Templates.of(Map.of("t.text.mustache", longTemplate)).problems("t", PLAIN))
                .containsExactly("t.text.mustache is longer than 256 KB");
        assertThat(rendering("{{#many}}{{.}}{{/many}}", Map.of("many", many)))
                .isEqualTo(new Failed("field text of template t: is longer than 512 KB"));
        assertThat(Templates.of(Map.of("t.text.mustache", "{{#a}}".repeat(30_000) + "{{/a}}".repeat(30_000)))
                        .render("t", "en", PLAIN, Map.of("a", true)))
                .isInstanceOf(Failed.class);
    }

    @Test
    void theMarkOfAbsentValuesCannotBeForged() {
        String forged = PlainValues.MARK + "other" + PlainValues.MARK;

        assertThat(rendering("{{a}}", Map.of("a", forged))).isEqualTo(new Incomplete(List.of("a")));
        assertThat(text("x{{#a}}{{.}}{{/a}}", Map.of("a", List.of(forged)))).isEqualTo("x");
    }

    @Test
    void readsTheClassPath() {
        Templates templates = Templates.fromClasspath("mail-templates");

        assertThat(templates.problems("still-interested", EMAIL)).isEmpty();
        assertThat(fields(templates.render("still-interested", "ja", EMAIL, Map.of("firstName", "花子"))))
                .isEqualTo(Map.of("subject", "花子さん、お元気ですか", "html", "<p>花子さん</p>\n"));
        assertThat(Templates.fromClasspath("absent").problems("still-interested", EMAIL))
                .hasSize(2);
    }

    @Test
    void readsTheClassPathOfAGivenLoader(@TempDir Path directory) throws IOException {
        Files.createDirectory(directory.resolve("letters"));
        Files.writeString(directory.resolve("letters/t.text.mustache"), "\uFEFFhello");

        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
            assertThat(text(Templates.fromClasspath("letters/", loader), "en", Map.of()))
                    .isEqualTo("hello");
        }
    }

    @Test
    void readsADirectory(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("t.text.mustache"), "hello {{> name}}");
        Files.writeString(directory.resolve("name.text.mustache"), "you");
        Files.write(directory.resolve("t_ja.text.mustache"), new byte[] {(byte) 0x82, (byte) 0xA0});
        Templates templates = Templates.fromDirectory(directory);

        assertThat(text(templates, "en", Map.of())).isEqualTo("hello you");
        assertThat(templates.problems("t", PLAIN)).containsExactly("t_ja.text.mustache is not UTF-8");
        assertThatIllegalArgumentException().isThrownBy(() -> Templates.fromDirectory(directory.resolve("absent")));
    }

    @Test
    void rendersOnManyThreadsAtOnce() {
        Templates templates = mail("{{name}}", "{{#items}}{{name}}{{.}}{{/items}}{{> f}}", "{{name}}");

        assertThat(IntStream.range(0, 2000)
                        .parallel()
                        .mapToObj(i -> fields(render(templates, Map.of("name", i, "items", List.of("-", "+"))))
                                .equals(Map.of("subject", "" + i, "html", i + "-" + i + "+f", "text", "" + i)))
                        .distinct())
                .containsExactly(true);
    }

    static Templates mail(String subject, String html, String text) {
        return Templates.of(Map.of(
                "t.subject.mustache",
                subject,
                "t.html.mustache",
                html,
                "t.text.mustache",
                text,
                "f.html.mustache",
                "f"));
    }

    static Rendering render(Templates templates, Map<String, Object> values) {
        return templates.render("t", "en", EMAIL, values);
    }

    private static Rendering rendering(String template, Map<String, Object> values) {
        return Templates.of(Map.of("t.text.mustache", template)).render("t", "en", PLAIN, values);
    }

    private static String text(String template, Map<String, Object> values) {
        return text(Templates.of(Map.of("t.text.mustache", template)), "en", values);
    }

    private static String text(Templates templates, String language, Map<String, Object> values) {
        return String.valueOf(
                fields(templates.render("t", language, PLAIN, values)).get("text"));
    }

    static Map<String, String> fields(Rendering rendering) {
        assertThat(rendering).isInstanceOf(Rendered.class);
        return ((Rendered) rendering).fields();
    }
}
