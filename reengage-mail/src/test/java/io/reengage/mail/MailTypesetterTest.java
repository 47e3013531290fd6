// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Typesetter.Typeset;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailTypesetterTest {

    @Test
    void stylesGoIntoAttributesAndMediaQueriesStay() {
        String html = """
                <style>
                /* looks */ td, p { color: #111; font-family: "Noto Sans", sans-serif }
                .a { color: red; margin: 0 }
                p.a { padding: 1px !important }
                #x { color: blue }
                div p { line-height: 2 }
                a:hover { color: green }
                @media (prefers-color-scheme: dark) { .a { color: white !important } }
                </style>
                <p>one</p><p class="a">two {{name}}</p><div><p id="x" class='a' style='color: pink; padding: 2px'>three</p></div>
                """;

        assertThat(inlined(html))
                .isEqualTo("""
                <style>
                a:hover { color: green }
                @media (prefers-color-scheme: dark) { .a { color: white !important } }
                </style>
                <p style="color: #111; font-family: 'Noto Sans', sans-serif">one</p>"""
                        + "<p style=\"font-family: 'Noto Sans', sans-serif; color: red; margin: 0; padding: 1px\""
                        + " class=\"a\">two {{name}}</p>"
                        + "<div><p id=\"x\" class='a' style='font-family: &#39;Noto Sans&#39;, sans-serif; line-height: 2;"
                        + " margin: 0; padding: 1px !important; color: pink; padding: 2px'>three</p></div>\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<table>{{#items}}<tr><td class=\"a\">{{name}}</td></tr>{{/items}}</table>",
                "<p {{#wide}}class=\"b\"{{/wide}}>x</p>",
                "<a href='{{{url}}}' title=\"{{a}} > {{b}}\">ä 様 👍 {{! <b> }}</a>",
                "<p class=\"{{#a}}b{{/a}}\">x<br>y",
                "plain {{text}} < 3 & more"
            })
    void everythingButStylesKeepsItsPlace(String html) {
        assertThat(inlined("<style>.a, .none { color: red }</style>" + html)
                        .replace(" style=\"color: red\"", "")
                        .replace("<style></style>", ""))
                .isEqualTo(html);
    }

    @Test
    void whatIsNotUnderstoodStaysAndIsSaid() {
        assertThat(typeset("<html lang=en><style>p[ { color: red } i { color: red }</style><i>x</i>"))
                .satisfies(each ->
                        assertThat(each.fields().get("html")).contains("p[ { color: red }", "<i style=\"color: red\">"))
                .satisfies(each -> assertThat(each.warnings())
                        .containsExactly("selector p[ is not understood and stays in its <style> block"));
        assertThat(typeset("<html lang=en><style>p { color: {{accent}} }</style><p>x</p>")
                        .fields()
                        .get("html"))
                .contains("<style>p { color: {{accent}} }</style><p>x</p>");
        assertThat(typeset("{{=<% %>=}}<style>p { color: red }</style><p>x</p>").warnings())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<p>{{salutation}},</p><p>a &amp; b</p>                     | {{salutation}},~~a & b",
                "<a href=\"{{callToAction}}\">Keep me</a>                   | Keep me <{{callToAction}}>",
                "<p>a</p>{{#x}}<p>b</p>{{/x}}<p>c</p>                       | a~~{{#x}}b~~{{/x}}c",
                "<ul>{{#items}}<li>{{name}}</li>{{/items}}</ul>             | {{#items}}~- {{name}}~{{/items}}",
                "<table>{{#r}}<tr><td>{{n}}</td><td>1</td></tr>{{/r}}</table>| {{#r}}~{{n}} 1~{{/r}}",
                "<table><tr>{{#i}}<td>a</td>{{/i}}<td>b</td></tr></table>    | {{#i}}a {{/i}}b",
                "a {{#x}}b{{/x}} c{{! note }}                               | a {{#x}}b{{/x}} c{{! note }}",
                "<div style=\"display:none\">preview</div><p hidden>h</p>z   | z",
                "<a href=\"https://x.example/?p={{id}}\">go on</a>           | go on <https://x.example/?p={{id}}>"
            })
    void theTextIsDerivedAsATemplate(String html, String text) {
        assertThat(String.valueOf(typeset(html).fields().get("text")).stripTrailing())
                .isEqualTo(text.replace('~', '\n').stripTrailing());
    }

    @Test
    void aTextOfTheAuthorsStays() {
        Typeset typeset = new MailTypesetter().typeset(Map.of("html", "<p>a</p>", "text", "mine"), "en");

        assertThat(typeset.fields()).containsEntry("text", "mine");
    }

    /** A raw value is markup, which only the finished page shows. */
    @Test
    void aPageWithRawValuesGetsItsTextWhenItIsFilled() {
        assertThat(typeset("<p>{{{raw}}}</p>").fields()).doesNotContainKey("text");
        assertThat(typeset("<p>{{&raw}}</p>").fields()).doesNotContainKey("text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<p title={{name}}>x</p>                    | attribute title of <p> needs quotes",
                "<a href={{url}}>x</a>                      | attribute href of <a> needs quotes",
                "<p onclick=\"a()\">x</p>                   | attribute onclick is script",
                "<a href=\" JavaScript:a()\">x</a>          | attribute href holds script",
                "<script>var a = '{{name}}'</script>        | <script> is not for mails",
                "<form action='/'><input name=a></form>     | <form> is not for mails"
            })
    void placesWhereAValueCouldBecomeMoreThanTextAreRefused(String html, String problem) {
        assertThat(typeset(html).problems()).singleElement().asString().startsWith(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<p>x</p>                                                              | <html> has no lang",
                "<html lang=\"de\"><p>x</p>                                            | <html lang=\"de\"> is not the template's language en",
                "<html lang=\"en\"><img src=\"a.png\">                                 | an image has no alt text",
                "<html lang=\"en\"><table><tr><td>x</td></tr></table>                  | 1 tables without role",
                "<html lang=\"en\"><h1>a</h1><h3>b</h3>                                | <h3> follows <h1>",
                "<html lang=\"en\"><h2>a</h2>                                          | <h2> follows no heading",
                "<html lang=\"en\"><h1>a</h1><h1>b</h1>                                | more than one <h1>",
                "<html lang=\"en\"><a href=\"https://x.example\">Click here</a>        | link \"Click here\" does not say",
                "<html lang=\"en\"><a href=\"https://x.example\"><i></i></a>           | a link has no text",
                "<html lang=\"en\"><style>a{background:#fff;color:#999}</style><a href=\"https://x.example\">Buy</a> | button #999 on #fff has a contrast of 2.8",
                "<html lang=\"en\"><p style=\"background:#eee\"><b bgcolor=\"#fff\"><a href=\"https://x.example\" style=\"color:#999\">Buy</a></b> | button #999 on #fff has a contrast of 2.8",
            })
    void whatReadersWouldStumbleOverIsSaid(String html, String warning) {
        Typeset typeset = typeset(html);

        assertThat(typeset.problems()).isEmpty();
        assertThat(typeset.warnings()).singleElement().asString().startsWith(warning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html lang=\"{{language}}\"><h1>{{title}}</h1><img src=\"{{image}}\" alt=\"{{name}}\">",
                "<html lang=\"en-GB\"><table role=\"presentation\"><tr><td><img src=\"a.png\" alt=\"\"></td></tr></table>",
                "<html lang=\"en\"><table><tr><th>Price</th><td>{{price}}</td></tr></table>",
                "<html lang=\"en\"><a href=\"{{url}}\">{{name}}</a><a href=\"{{url}}\"><img src=\"a.png\" alt=\"Shop\"></a>",
                "<html lang=\"en\"><a href=\"https://x.example\" style=\"color:#fff;background-color:rgb(31,111,100)\">Buy</a>",
                "<html lang=\"en\"><p title=\"{{name}}\" data-a='{{name}}'>x</p>"
            })
    void aSoundPagePasses(String html) {
        assertThat(typeset(html).problems()).isEmpty();
        assertThat(typeset(html).warnings()).isEmpty();
    }

    @Test
    void aPageThatGmailWouldCutIsSaid() {
        String html = "<html lang=\"en\"><p>" + "x".repeat(102 * 1024) + "</p>";

        assertThat(typeset(html).warnings()).singleElement().asString().contains("Gmail cuts at 102 KB");
    }

    /** Known answers of WCAG 2.x. */
    @ParameterizedTest
    @CsvSource({
        "#000, #fff, 21.0",
        "#777777, white, 4.5",
        "#767676, white, 4.5",
        "'rgb(255, 0, 0)', #fff, 4.0",
        "#fff, #fff, 1.0"
    })
    void contrastIsMeasuredAsWcagDoes(String one, String other, double ratio) {
        assertThat(Contrast.of(one, other).orElseThrow()).isEqualTo(ratio, Offset.offset(0.05));
        assertThat(Contrast.of(other, one)).isEqualTo(Contrast.of(one, other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "transparent", "rgba(0,0,0,.5)", "#12", "#ggg", "rgb(1,2)", "var(--x)"})
    void aColourThatIsNotPlainIsNotMeasured(String colour) {
        assertThat(Contrast.of(colour, "#fff")).isEmpty();
    }

    private static Typeset typeset(String html) {
        return new MailTypesetter().typeset(Map.of("html", html), "en");
    }

    private static String inlined(String html) {
        return String.valueOf(typeset(html).fields().get("html"));
    }
}
