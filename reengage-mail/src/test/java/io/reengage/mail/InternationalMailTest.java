// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static io.reengage.mail.Messages.message;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Addresses that only some servers understand (RFC 6531). */
class InternationalMailTest {
    private static final Message INTERNATIONAL =
            message("k2", Map.of("subject", "件名", "html", "h", "text", "t"), "用户@例え.jp");

    @Test
    void goesInUtf8WhereTheServerOffersIt() throws IOException {
        String hello = "250-test\r\n250-8BITMIME\r\n250 SMTPUTF8";
        try (ScriptedServer server = new ScriptedServer(Map.of("EHLO", hello));
                MailChannel channel = channel(server)) {
            assertThat(channel.deliver(INTERNATIONAL)).isInstanceOf(Receipt.Accepted.class);
            assertThat(channel.deliver(message("k1"))).isInstanceOf(Receipt.Accepted.class);

            assertThat(server.commands)
                    .contains("MAIL FROM:<news@shop.example> SMTPUTF8", "MAIL FROM:<news@shop.example>")
                    .contains("RCPT TO:<" + bytewise("用户") + "@xn--r8jz45g.jp>");
            assertThat(server.bodies.get(0)).contains("\r\nTo: " + bytewise("用户") + "@xn--r8jz45g.jp\r\n");
        }
    }

    @Test
    void isRefusedForGoodWhereTheServerDoesNot() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of());
                MailChannel channel = channel(server)) {
            Receipt refused =
                    Receipt.refusedForGood("the address needs SMTPUTF8, which the mail server does not offer");

            assertThat(channel.deliver(INTERNATIONAL)).isEqualTo(refused);
            assertThat(channel.deliver(message("k1"))).isInstanceOf(Receipt.Accepted.class);
            assertThat(channel.deliver(INTERNATIONAL)).isEqualTo(refused);
            assertThat(server.bodies).hasSize(1);
            assertThat(server.connections).as("kept open").hasSize(1);
        }
    }

    private static MailChannel channel(ScriptedServer server) {
        return MailChannel.smtp("127.0.0.1", server.port())
                .from("news@shop.example", "お店")
                .build();
    }

    private static String bytewise(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
