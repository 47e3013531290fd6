// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTargetTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "https://shop.example/a?b=1&c=2#d https://shop.example/a?b=1&c=2#d",
                "HTTPS://Shop.Example/A HTTPS://Shop.Example/A",
                "http://shop.example:8080 http://shop.example:8080",
                "https://shop.example/カート?名=値 https://shop.example/%E3%82%AB%E3%83%BC%E3%83%88?%E5%90%8D=%E5%80%A4",
                "https://shop.example/%E3%82%AB%2F https://shop.example/%E3%82%AB%2F",
                "https://shop.example/{id}?q=a|b&x[]=1 https://shop.example/%7Bid%7D?q=a%7Cb&x[]=1",
                "https://shop.example/[1] https://shop.example/%5B1%5D",
                "https://日本.example/a https://xn--wgv71a.example/a",
                "https://bücher.example:8443/ https://xn--bcher-kva.example:8443/",
                "https://[2001:db8::1]/a https://[2001:db8::1]/a",
                "https://shop.example/a/../b?c=//evil.example https://shop.example/a/../b?c=//evil.example",
                "https://shop.example/🎁 https://shop.example/%F0%9F%8E%81"
            })
    void whatPeopleWriteIsWhatBrowsersSend(String written, String sent) {
        assertThat(LinkTarget.ascii(written)).contains(sent);
        assertThat(new LinkTarget(sent, 1).uri()).isEqualTo(sent);
    }

    /** S-18: of each, browsers and servers have been seen to make something else than its writer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "javascript:alert(1)",
                "JavaScript://shop.example/%0aalert(1)",
                "data:text/html,hello",
                "vbscript:x",
                "file:///etc/passwd",
                "ftp://shop.example/",
                "mailto:me@shop.example",
                "tel:+81312345678",
                "//shop.example/",
                "/cart",
                "#top",
                "https:shop.example",
                "https:/shop.example",
                "https:///shop.example",
                "https://",
                "https://?q",
                "https://user@shop.example/",
                "https://shop.example@evil.example/",
                "https://shop.example:443@evil.example/",
                "https://user:pass@shop.example/",
                "https://shop.example\\@evil.example/",
                "https://shop.example\\evil",
                "https://shop.example%2f@evil.example/",
                "https://shop%2eexample/",
                "https://shop.example/a b",
                "https://shop.example/\tjavascript:",
                "https://shop.example/\r\nSet-Cookie: a=b",
                "https://shop.example/\u0000",
                "https://shop.example/\u0085",
                "https://shop.example/\u2028",
                "https://shop.example/\u202egnp",
                "https://shop.example/\ud800",
                "https://shop.example/100%",
                "https://shop.example/%zz",
                "https://shop.example:99999/",
                "https://shop.example:80x/",
                "ht\ttps://shop.example/",
                " https://shop.example/",
                "https://shop..example/",
                "https://-/"
            })
    void whatMayBeReadInTwoWaysLeadsNowhere(String address) {
        assertThat(LinkTarget.ascii(address)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new LinkTarget(address, 1));
    }

    @Test
    void whatIsTooLongLeadsNowhere() {
        String longest = "https://shop.example/" + "a".repeat(LinkTarget.LONGEST - 21);
        assertThat(LinkTarget.ascii(longest)).contains(longest);
        assertThat(LinkTarget.ascii(longest + "a")).isEmpty();
        assertThat(LinkTarget.ascii("https://shop.example/" + "あ".repeat(1000))).isEmpty();
    }

    @Test
    void aTargetTellsNothingOfItselfInLogs() {
        assertThat(new LinkTarget("https://shop.example/?name=ann", 2))
                .hasToString("LinkTarget[30 characters, one of 2]");
    }

    @Test
    void onlyALinkThatLeadsOnHasATarget() {
        LinkTarget target = new LinkTarget("https://shop.example/", 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new LinkToken(LinkToken.KEEP_ME, "r", "s", "42", "newsletter", "en", LinkToken.NEVER, target));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new LinkToken(LinkToken.REDIRECT, "r", "s", "42", "newsletter", "en", LinkToken.NEVER));
    }
}
