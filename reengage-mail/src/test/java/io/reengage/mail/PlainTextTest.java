// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<h1>Hello</h1><p>One<br>two</p><p>three</p> | Hello~~One~two~~three",
                "<ul><li>one</li><li><p>two</p></li></ul>end | - one~- two~~end",
                "<ol><li>one<li>two</ol> | 1. one~2. two",
                "a <a href='https://x.example/?a=1&amp;b=2'>Keep me</a>. | a Keep me <https://x.example/?a=1&b=2>.",
                "<a href='https://x.example/'>https://x.example/</a> | https://x.example/",
                "<a href='https://x.example/'><img alt='Shop' src='s.png'></a> | Shop <https://x.example/>",
                "<a href='https://x.example/'><img src='s.png'></a> | <https://x.example/>",
                "<a href='#top'>top</a> <a href='javascript:alert(1)'>x</a> | top x",
                "<a href='mailto:help@x.example'>Help</a> | Help <mailto:help@x.example>",
                "<head><title>t</title><style>p{}</style></head><p>a</p><script>b</script> | a",
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table> | a b~c",
                "<p>  a \t  b&nbsp;c  </p><hr><p>👨‍👩‍👧 &lt;d&gt;</p> | a b c~~----~~👨‍👩‍👧 <d>",
                "<div>a<div>b</div></div>c | a~b~c",
                "<ul><li><ul><li>a</li></ul></li></ul> | -~- a"
            })
    void saysWhatThePageSays(String html, String text) {
        assertThat(PlainText.of(html)).isEqualTo(text.replace('~', '\n') + "\n");
    }

    @Test
    void everyTargetIsPresent() {
        String html =
                Messages.HTML + "<div><a href=' https://a.example/ '>x</a><p><a href='HTTPS://b.example'><b>y</b></a>";

        assertThat(Jsoup.parse(html).select("a[href]").eachAttr("href"))
                .hasSize(4)
                .allSatisfy(target -> assertThat(PlainText.of(html)).contains(target.strip()));
    }

    @Test
    void deepNestingIsNoProblem() {
        assertThat(PlainText.of("<div>".repeat(20_000) + "deep")).isEqualTo("deep\n");
    }
}
