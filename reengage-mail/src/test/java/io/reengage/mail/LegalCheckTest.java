// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Message;
import io.reengage.subscriber.Address;
import java.net.URI;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LegalCheckTest {
    private static final String LINK = "https://shop.example/u/t0ken?a=1&b=2";
    private static final String HREF = "<a href='https://shop.example/u/t0ken?a=1&amp;b=2'>";
    private static final Imprint IMPRINT = new Imprint("株式会社ショップ", "〒100-0001 東京都千代田区1-1", "help@shop.example");
    private static final String FOOTER =
            "<p>" + HREF + "配信停止はこちら</a></p><p>株式会社ショップ<br>" + "〒100-0001 東京都千代田区1-1<br>お問い合わせ: help@shop.example</p>";
    private static final String TEXT_FOOTER =
            "配信停止はこちら:\n" + LINK + "\n\n株式会社ショップ\n〒100-0001 東京都千代田区1-1\nhelp@shop.example\n";

    private static List<String> problems(Law law, Imprint imprint, String html, String text) {
        Map<String, String> fields = new LinkedHashMap<>(Map.of("subject", "s", "html", html));
        fields.put("text", text);
        Message message = new Message(
                "k1",
                "42",
                Address.email("hanako@example.jp"),
                "ja",
                fields,
                Map.of(Message.UNSUBSCRIBE, URI.create(LINK)),
                "newsletter",
                Instant.EPOCH);
        return new LegalCheck(imprint, Set.of(law), Set.of("もう結構")).problems(message);
    }

    @ParameterizedTest
    @EnumSource(Law.class)
    void aMailThatShowsEverythingSatisfiesEveryLaw(Law law) {
        assertThat(problems(law, IMPRINT, FOOTER, "")).isEmpty();
        assertThat(problems(law, IMPRINT, FOOTER, TEXT_FOOTER)).isEmpty();
    }

    @Test
    void whatIsLackingIsNamedWithItsLawAndTheWordForTemplates() {
        assertThat(problems(Law.JP, IMPRINT, "<p>hello</p>", "hello"))
                .containsExactly(
                        "law JP: field html does not show the sender's legal name: {{senderName}}",
                        "law JP: field text does not show the sender's legal name: {{senderName}}",
                        "law JP: field html does not show the sender's postal address: {{senderAddress}}",
                        "law JP: field text does not show the sender's postal address: {{senderAddress}}",
                        "law JP: field html does not show where to complain: {{senderContact}}",
                        "law JP: field text does not show where to complain: {{senderContact}}",
                        "law JP: field html does not show that one can refuse more of it, beside the link to do so:"
                                + " {{unsubscribe}} with words such as \"unsubscribe\" or \"配信停止\" in its paragraph;"
                                + " others are named in lawsOf(laws, words)",
                        "law JP: field text does not show that one can refuse more of it, beside the link to do so:"
                                + " {{unsubscribe}} with words such as \"unsubscribe\" or \"配信停止\" in its paragraph;"
                                + " others are named in lawsOf(laws, words)");
    }

    @Test
    void eachLawDemandsItsOwn() {
        assertThat(problems(Law.US, IMPRINT, "", "")).hasSize(2);
        assertThat(problems(Law.EU, IMPRINT, "", "")).hasSize(3);
        assertThat(problems(Law.UK, IMPRINT, "", "")).hasSize(3);
        assertThat(problems(Law.CA, IMPRINT, "", "")).hasSize(4);
        assertThat(new LegalCheck(IMPRINT, EnumSet.allOf(Law.class), Set.of())
                        .problems(Messages.message("k1"))
                        .get(1))
                .startsWith("law JP, US, CA: field html does not show the sender's postal address");
    }

    @Test
    void anImprintThatIsNotSetIsNamed() {
        assertThat(problems(Law.JP, new Imprint("", "東京都千代田区1-1", " "), FOOTER, ""))
                .containsExactly(
                        "law JP: the sender's legal name is not set: imprint(...)",
                        "law JP: where to complain is not set: imprint(...)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>%s配信停止</a></p>",
                "<p>今後のメールの受信を拒否される方は%sこちら</a>へ</p>",
                "<table><tr><td>Click %shere</a> to UNSUBSCRIBE.</td></tr></table>",
                "<div>%sNo more mails, please: ｏｐｔ ｏｕｔ</a></div>",
                "<p>%sもう結構</a></p>",
                "<p>Hier können Sie sich %sabmelden</a>.</p>"
            })
    void theWayOutIsRecognised(String html) {
        assertThat(problems(Law.EU, IMPRINT, "株式会社ショップ help@shop.example" + String.format(html, HREF), ""))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>unsubscribe</p><p>%shere</a></p>",
                "<p>unsubscribe %s</a></p>",
                "<p>unsubscribe <a href='https://shop.example/other'>here</a></p>",
                "<p style='color:red;display: none'>%sunsubscribe</a></p>",
                "<p hidden>%sunsubscribe</a></p>",
                "<p style='FONT-SIZE:0'>%sunsubscribe</a></p>",
                "<p>%ssettings</a></p>",
                "<!-- %sunsubscribe</a> -->"
            })
    void aWayOutThatReadersDoNotSeeIsNone(String html) {
        assertThat(problems(Law.EU, IMPRINT, "株式会社ショップ help@shop.example" + String.format(html, HREF), ""))
                .singleElement()
                .asString()
                .contains("refuse more of it");
    }

    @Test
    void theNoticeOfATextStandsInALineBesideTheLink() {
        String rest = "\n株式会社ショップ 東京都千代田区1-1 〒100-0001 東京都千代田区1-1 help@shop.example\n";
        assertThat(problems(Law.JP, IMPRINT, FOOTER, "To unsubscribe: " + LINK + rest))
                .isEmpty();
        assertThat(problems(Law.JP, IMPRINT, FOOTER, LINK + "\n\nunsubscribe" + rest))
                .isEmpty();
        assertThat(problems(Law.JP, IMPRINT, FOOTER, "unsubscribe\nnews\nmore news\n" + LINK + rest))
                .hasSize(1);
    }

    @Test
    void hiddenImprintsDoNotCount() {
        assertThat(problems(
                        Law.US,
                        IMPRINT,
                        "<p>" + HREF + "unsubscribe</a></p><div style='display:none'>" + IMPRINT.postalAddress()
                                + "</div>",
                        ""))
                .hasSize(1);
    }
}
