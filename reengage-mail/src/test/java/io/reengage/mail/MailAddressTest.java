// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {

    @ParameterizedTest
    @CsvSource({
        "hanako@example.jp, hanako@example.jp",
        "first.last+tag@sub.example.co.jp, first.last+tag@sub.example.co.jp",
        "O'Neil_{x}@Example.COM, O'Neil_{x}@Example.COM",
        "a..b@docomo.ne.jp, \"a..b\"@docomo.ne.jp",
        "a.@ezweb.ne.jp, \"a.\"@ezweb.ne.jp",
        ".a@docomo.ne.jp, \".a\"@docomo.ne.jp",
        "i@日本語.jp, i@xn--wgv71a119e.jp",
        "i@bücher.example, i@xn--bcher-kva.example",
        "i@xn--bcher-kva.example, i@xn--bcher-kva.example",
        "i@1.example, i@1.example",
        "'\"a..b\"@docomo.ne.jp', '\"a..b\"@docomo.ne.jp'",
        "'\"plain\"@example.com', plain@example.com",
        "用户@例え.jp, 用户@xn--r8jz45g.jp",
        "ünal@example.com, ünal@example.com",
        "дом.сад@example.com, дом.сад@example.com",
        "i@ｅｘａｍｐｌｅ.jp, i@example.jp"
    })
    void goesOnTheWire(String text, String wire) throws UnmailableException {
        assertThat(MailAddress.parse(text).wire()).isEqualTo(wire);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a",
                "a@",
                "@example.com",
                "a@b",
                "a@localhost",
                "a@.example.com",
                "a@example..com",
                "a@example.com.",
                "a@-x.example",
                "a@x-.example",
                "a@exa_mple.com",
                "a@[192.0.2.1]",
                "a b@example.com",
                "a@exam ple.com",
                "a@b@example.com",
                "a<b@example.com",
                "<a@example.com>",
                "\"a b\"@example.com",
                "a,b@example.com",
                "a(comment)@example.com",
                "日\u3000本@example.jp",
                "a\u202eb@example.jp",
                "a\u200bb@example.jp",
                "a\ud83d@example.jp",
                "a\ufffeb@example.jp",
                "\ue000@example.jp",
                "\"\"@example.com",
                "\"a@b\"@example.com",
                "\"a\\b\"@example.com",
                "a@straße.example",
                "a@ex\u200cample.com",
                "a\u0000@example.com",
                "a\r\nRCPT TO:<x@example.com>@example.com",
                "a@example.com\r\nBcc: x@example.com",
                "a@example.com\n",
                "a@example.com>\nDATA",
                "a\\@example.com",
                "...@example.com",
                "a@\uD800.example"
            })
    void isRefusedWithoutRepeatingIt(String text) {
        assertThatExceptionOfType(UnmailableException.class)
                .isThrownBy(() -> MailAddress.parse(text))
                .withMessageContaining("of the address")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("example"));
    }

    @Test
    void lengthsAreBounded() throws UnmailableException {
        String label = "x".repeat(63);

        assertThat(MailAddress.parse("l".repeat(64) + "@" + label + ".com").wire())
                .hasSize(64 + 1 + 63 + 4);
        assertThatExceptionOfType(UnmailableException.class)
                .isThrownBy(() -> MailAddress.parse("l".repeat(65) + "@example.com"));
        assertThatExceptionOfType(UnmailableException.class)
                .isThrownBy(() -> MailAddress.parse("a@x" + label + ".com"));
        assertThatExceptionOfType(UnmailableException.class)
                .isThrownBy(() -> MailAddress.parse("a@" + (label + ".").repeat(4) + "com"));
    }

    @Test
    void lengthsAreOfOctets() throws UnmailableException {
        assertThat(MailAddress.parse("日".repeat(21) + "@example.jp").isInternational())
                .isTrue();
        assertThatExceptionOfType(UnmailableException.class)
                .isThrownBy(() -> MailAddress.parse("日".repeat(22) + "@example.jp"));
        String domain = ("x".repeat(62) + ".").repeat(3) + "example";
        assertThat(MailAddress.parse("l".repeat(57) + "@" + domain).wire()).hasSize(254);
        assertThatExceptionOfType(UnmailableException.class)
                .isThrownBy(() -> MailAddress.parse("l".repeat(58) + "@" + domain));
    }

    @Test
    void hostileLengthCostsNothing() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (String part : new String[] {"a.", "@", "a@", "-", "ü", "\""}) {
                assertThatExceptionOfType(UnmailableException.class)
                        .isThrownBy(() -> MailAddress.parse(part.repeat(300_000)));
            }
        });
    }
}
