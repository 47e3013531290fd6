// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Rendering.Rendered;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a person's values hold, a page keeps its shape and a line stays one line. */
class TemplateProperties {
    private static final ChannelSpec EMAIL =
            new ChannelSpec("email", "email", Set.of("subject", "html"), Set.of("text"), Duration.ofMinutes(1));

    private static final Templates TEMPLATES = Templates.of(Map.of(
            "t.subject.mustache", "S {{v}}",
            "t.html.mustache", "<p title=\"{{v}}\" class='{{m.v}}'>{{#list}}<b>{{.}}</b>{{/list}}{{v}}</p>",
            "t.text.mustache", "T {{v}}"));

    private static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "' onmouseover='alert(1)",
            "</p></td></table>",
            "<!--",
            "-->",
            "]]>",
            "&lt;b&gt;",
            "&#39;",
            "{{v}}",
            "{{{v}}}",
            "{{> t}}",
            "{{=<% %>=}}",
            "${7*7}",
            "\r\nBcc: x@example.com",
            "\u2028",
            "\u0085",
            "\u0000",
            "\u202eevil",
            "\ufdd0",
            "\ufdd0v\ufdd0",
            "\ufdd1",
            "\ud800",
            "\ufeff",
            "ｶﾞ\uff9e\uff9f",
            "İıŞ",
            "👨‍👩‍👧",
            "２０２６年",
            "z\u0334\u0335\u0336",
            "javascript:alert(1)",
            "=cmd|' /C calc'!A0",
            "' OR 1=1 --",
            "%00%0d%0a",
            "../../etc/passwd",
            " ",
            "a".repeat(5000));

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.of(HOSTILE),
                Arbitraries.strings().all().ofMaxLength(40),
                Arbitraries.strings()
                        .withChars("<>\"'&{}=/! \r\n\u2028\ufdd0aｱ")
                        .ofMaxLength(30));
    }

    @Property(tries = 2000)
    void noValueBreaksOutOfItsPlace(@ForAll("values") String value) {
        Map<String, Object> values =
                new HashMap<>(Map.of("v", value, "m", Map.of("v", value), "list", List.of(value, "x")));
        if (TEMPLATES.render("t", "en", EMAIL, values) instanceof Rendered mail) {
            String html = mail.fields().getOrDefault("html", "");
            assertThat(html.chars().filter(c -> c == '<').count()).isEqualTo(6);
            assertThat(html.chars().filter(c -> c == '>').count()).isEqualTo(6);
            assertThat(html.chars().filter(c -> c == '"').count()).isEqualTo(2);
            assertThat(html.chars().filter(c -> c == '\'').count()).isEqualTo(2);
            assertThat(mail.fields().getOrDefault("subject", ""))
                    .matches(line ->
                            line.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029));
            assertThat(mail.fields())
                    .allSatisfy((field, text) -> assertThat(text).doesNotContain("\ufdd0"));
            assertThat(unescaped(html)).contains(">" + Kana.widened(value) + "</p>");
        } else {
            assertThat(value)
                    .satisfiesAnyOf(
                            blank -> assertThat(blank).isBlank(),
                            marked -> assertThat(marked).contains("\ufdd0"),
                            broken -> assertThat(("S " + broken)
                                            .strip()
                                            .codePoints()
                                            .anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029))
                                    .isTrue());
        }
    }

    private static String unescaped(String html) {
        return html.replace("&#39;", "'")
                .replace("&quot;", "\"")
                .replace("&gt;", ">")
                .replace("&lt;", "<")
                .replace("&amp;", "&");
    }

    @Property(tries = 500)
    void aTemplateMadeOfAnythingIsUsedOrRefused(@ForAll("templates") String template) {
        Templates templates = Templates.of(Map.of("t.subject.mustache", "s", "t.html.mustache", template));
        boolean usable = templates.problems("t", EMAIL).isEmpty();
        Rendering rendering = templates.render("t", "en", EMAIL, Map.of("a", "1", "b", List.of(Map.of("a", "2"))));

        assertThat(usable || rendering instanceof Rendering.Failed).isTrue();
        if (rendering instanceof Rendered mail) {
            assertThat(mail.fields().getOrDefault("html", "").length()).isLessThanOrEqualTo(FieldText.LONGEST_FIELD);
        }
    }

    @Provide
    Arbitrary<String> templates() {
        return Arbitraries.of(
                        "{{",
                        "}}",
                        "{{{",
                        "}}}",
                        "#",
                        "/",
                        "^",
                        ">",
                        "<",
                        "$",
                        "!",
                        "&",
                        "=",
                        " ",
                        "\n",
                        "a",
                        "b",
                        "{{a}}",
                        "{{#b}}",
                        "{{/b}}",
                        "{{^a}}",
                        "{{/a}}",
                        "{{$b}}",
                        "{{<t}}",
                        "{{/t}}",
                        "{{>t}}",
                        "{{=| |=}}",
                        "|",
                        "<p>",
                        "x")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }
}
