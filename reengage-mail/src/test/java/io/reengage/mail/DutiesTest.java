// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What bulk senders owe, on the wire. */
class DutiesTest {

    private static Message of(String purpose, Map<String, java.net.URI> links) {
        Message plain = Messages.message("k1");
        return new Message("k1", "42", plain.to(), "ja", plain.fields(), links, purpose, plain.createdAt());
    }

    private static MailChannel.Builder channel(ScriptedServer server) {
        return MailChannel.smtp("127.0.0.1", server.port())
                .from("news@shop.example", "Shop")
                .listId("newsletter", "shop.example")
                .precedenceBulk()
                .feedbackId("shop42")
                .idempotencyHeader("Resend-Idempotency-Key")
                .transactional("receipt");
    }

    @Test
    void marketingCarriesListHeaders() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of());
                MailChannel channel = channel(server).build()) {
            channel.deliver(of("news letter:x@y", Messages.message("k1").links()));

            assertThat(server.bodies.get(0).replace("\r\n ", " "))
                    .contains("\r\nList-Unsubscribe: <https://shop.example/u/t0ken")
                    .contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n")
                    .contains("\r\nList-Id: <newsletter.shop.example>\r\n")
                    .contains("\r\nFeedback-ID: news-letter-x-y:ja:email:shop42\r\n")
                    .contains("\r\nPrecedence: bulk\r\n")
                    .contains("\r\nResend-Idempotency-Key: k1\r\n");
        }
    }

    /** "All" would silence reports of non-delivery as well. */
    @Test
    void exchangeIsAskedNotToAnswerByItselfButStillToReportWhatItCannotDeliver() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of());
                MailChannel channel = channel(server).build();
                MailChannel welcoming = channel(server).automaticReplies().build()) {
            channel.deliver(Messages.message("k1"));
            welcoming.deliver(Messages.message("k2"));

            assertThat(server.bodies.get(0).replaceFirst("(?s)\r\n\r\n.*", "\r\n"))
                    .contains("\r\nX-Auto-Response-Suppress: OOF, AutoReply\r\n")
                    .doesNotContain("NDR", "Suppress: All", "Auto-Submitted");
            assertThat(server.bodies.get(1)).doesNotContain("X-Auto-Response-Suppress");
        }
    }

    @Test
    void transactionalMailsCarryNone() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of());
                MailChannel channel =
                        channel(server).lawsOf(EnumSet.allOf(Law.class)).build()) {
            assertThat(channel.deliver(of("receipt", Map.of()))).isInstanceOf(Receipt.Accepted.class);

            assertThat(server.bodies.get(0))
                    .doesNotContain("\r\nList-", "\r\nPrecedence", "\r\nFeedback-ID", "\r\nX-Auto-Response-Suppress")
                    .contains("\r\nResend-Idempotency-Key: k1\r\n");
        }
    }

    @Test
    void marketingWithoutAWayOutIsRefused() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of());
                MailChannel channel = channel(server).build()) {
            assertThat(channel.deliver(of("newsletter", Map.of())))
                    .isEqualTo(Receipt.refusedForGood(
                            "link unsubscribe is missing: a mail of purpose newsletter must offer a way out,"
                                    + " or the purpose be named transactional(...)"));
            assertThat(server.commands).isEmpty();
        }
    }

    @Test
    void anUnlawfulMailDoesNotGoOut() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of());
                MailChannel channel = channel(server)
                        .lawsOf(EnumSet.of(Law.US))
                        .imprint(new Imprint("Shop Ltd", "1 Main Street, Springfield", ""))
                        .build()) {
            assertThat(channel.spec().values())
                    .containsOnly(
                            Map.entry("senderName", "Shop Ltd"),
                            Map.entry("senderAddress", "1 Main Street, Springfield"));
            assertThat(channel.deliver(Messages.message("k1")))
                    .isInstanceOfSatisfying(
                            Receipt.Refused.class,
                            refused -> assertThat(refused.reason())
                                    .startsWith("law US: field html does not show the sender's postal address"));
            assertThat(server.commands).isEmpty();
        }
    }

    @Test
    void wrongSetUpThrows() {
        MailChannel.Builder builder = MailChannel.smtp("mail.example", 587);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.feedbackId("abc"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.feedbackId("abc:def"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.idempotencyHeader("a b"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.idempotencyHeader(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Imprint("a\r\nb", "", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.dkim(Dkim.forDomain("shop.example")));
    }
}
