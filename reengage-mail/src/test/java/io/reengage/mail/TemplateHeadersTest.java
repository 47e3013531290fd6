// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reengage.channel.Rendering;
import io.reengage.channel.TemplateRenderer;
import io.reengage.channel.Templates;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of the host's own, written by its templates. */
class TemplateHeadersTest {
    private static final TemplateRenderer TEMPLATES = Templates.of(Map.of(
            "ask.subject.mustache",
            "Still interested, {{name}}?",
            "ask.html.mustache",
            "<p>Hello</p>",
            "ask.X-Offer.mustache",
            "{{offer}} for {{name}}",
            "ask_ja.subject.mustache",
            "お元気ですか",
            "ask_ja.html.mustache",
            "<p>こんにちは</p>",
            "ask_ja.X-Offer.mustache",
            "{{name}}様へ"));

    private static String sent(String language, Map<String, Object> values) throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of());
                MailChannel channel = channel(server.port()).build()) {
            Rendering rendering = TEMPLATES.render("ask", language, channel.spec(), values);
            assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
            channel.deliver(Messages.message("k1", ((Rendering.Rendered) rendering).fields(), "hanako@example.jp"));
            return server.bodies.get(0);
        }
    }

    private static MailChannel.Builder channel(int port) {
        return MailChannel.smtp("127.0.0.1", port)
                .from("news@shop.example", "Shop")
                .templateHeaders("X-Offer");
    }

    @Test
    void aTemplateFillsThem() throws IOException {
        assertThat(sent("en", Map.of("name", "Hanako & co", "offer", "10 %")))
                .contains("\r\nX-Offer: 10 % for Hanako & co\r\n");
    }

    @Test
    void whatIsNotAsciiIsEncoded() throws IOException {
        assertThat(sent("ja", Map.of("name", "花子")))
                .contains("\r\nX-Offer: =?UTF-8?")
                .doesNotContain("X-Offer: 花子");
    }

    @Test
    void aBlankOneIsLeftOut() throws IOException {
        TemplateRenderer blank = Templates.of(Map.of(
                "ask.subject.mustache",
                "s",
                "ask.html.mustache",
                "h",
                "ask.X-Offer.mustache",
                "{{#offer}}{{.}}{{/offer}}"));
        try (ScriptedServer server = new ScriptedServer(Map.of());
                MailChannel channel = channel(server.port()).build()) {
            Rendering rendering = blank.render("ask", "en", channel.spec(), Map.of("offer", false));
            channel.deliver(Messages.message("k1", ((Rendering.Rendered) rendering).fields(), "hanako@example.jp"));
            assertThat(server.bodies.get(0)).doesNotContain("X-Offer");
        }
    }

    @Test
    void aMissingValueIsNamedAndABrokenLineRefused() {
        try (MailChannel channel = channel(25).build()) {
            assertThat(TEMPLATES.render("ask", "en", channel.spec(), Map.of("name", "Hanako")))
                    .isInstanceOfSatisfying(
                            Rendering.Incomplete.class,
                            incomplete -> assertThat(incomplete.missing()).containsExactly("offer"));
            assertThat(TEMPLATES.render(
                            "ask", "en", channel.spec(), Map.of("name", "Hanako", "offer", "x\r\nBcc: eve@e.example")))
                    .isInstanceOf(Rendering.Failed.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From",
                "to",
                "BCC",
                "Subject",
                "Reply-To",
                "List-Unsubscribe",
                "DKIM-Signature",
                "Content-Type",
                "Message-ID",
                "Auto-Submitted",
                "X-Reengage-Key",
                "html",
                "X Offer",
                "X-Öffer",
                "X:Y",
                ""
            })
    void headersOfTheChannelAreRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MailChannel.smtp("127.0.0.1", 25).templateHeaders(name));
    }

    @Test
    void noHeaderIsSaidTwice() {
        MailChannel.Builder builder = channel(25);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.templateHeaders("x-offer"))
                .withMessage("header x-offer is named twice");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.idempotencyHeader("X-OFFER"));
    }
}
