// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import static io.reengage.channel.TemplatesTest.fields;
import static io.reengage.channel.TemplatesTest.mail;
import static io.reengage.channel.TemplatesTest.render;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Rendering.Failed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No value makes code of a link, and links stay as they are. */
class TemplateLinksTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                " \tjava\nscript :alert(1)",
                "vbscript:x",
                "data:text/html,<script>alert(1)</script>",
                "data:application/javascript;base64,AA=="
            })
    void noValueMakesCodeOfALink(String target) {
        for (String page : List.of(
                "<a href=\"{{url}}\">x</a>",
                "<a HREF = '{{url}}'>x</a>",
                "<img src=\"{{url}}\" alt=\"\">",
                "<a href=\"{{#url}}{{.}}{{/url}}\">x</a>",
                "{{=<% %>=}}<a href=\"<%url%>\">x</a>",
                "<a href=\" {{{url}}}\">x</a>")) {
            assertThat(render(mail("s", page, "t"), Map.of("url", target)))
                    .as(page)
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.reason())
                                    .contains("field html of template", "would hold a link to"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example/javascript:x",
                "/javascript:x",
                "mailto:hanako@example.jp",
                "line://ti/p/1",
                "?q=data:text/html",
                "data:image/png;base64,AA==",
                "javascript"
            })
    void otherLinksStayAsTheyAre(String target) {
        assertThat(fields(render(mail("s", "<a href=\"{{url}}\">JavaScript: {{url}}</a>", "t"), Map.of("url", target))))
                .containsEntry("html", "<a href=\"" + target + "\">JavaScript: " + target + "</a>");
    }

    @Test
    void aLinkInAPartialThatHoldsItselfIsLookedAtToo() {
        Templates templates = Templates.of(Map.of(
                "t.subject.mustache", "s",
                "t.html.mustache", "{{#menu}}{{> entry}}{{/menu}}",
                "entry.html.mustache", "<a href=\"{{url}}\">x</a>{{#more}}{{> entry}}{{/more}}"));
        Map<String, Object> inner = Map.of("url", "javascript:alert(1)", "more", List.of());
        Map<String, Object> outer = Map.of("url", "https://shop.example/", "more", inner);

        assertThat(templates.render("t", "en", TemplatesTest.EMAIL, Map.of("menu", outer)))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.reason()).contains("would hold a link to javascript:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"&#106;avascript:alert(1)", "javascript&colon;alert(1)", "java&Tab;script:alert(1)"})
    void aRawLinkCannotHideWhereItLeads(String target) {
        assertThat(render(mail("s", "<a href=\"{{{url}}}\">x</a>", "t"), Map.of("url", target)))
                .isInstanceOf(Failed.class);
        assertThat(fields(render(mail("s", "<a href=\"{{url}}\">x</a>", "t"), Map.of("url", target))))
                .containsEntry("html", "<a href=\"" + target.replace("&", "&amp;") + "\">x</a>");
    }
}
