// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static io.reengage.mail.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.mail.provider.ProviderGroup;
import io.reengage.mail.provider.ProviderGroups;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How fast mail goes to one provider, seen from outside. */
class PaceTest {
    private Instant now = Instant.parse("2026-01-05T09:00:00Z");

    private MailChannel.Builder channel(ScriptedServer server) {
        return MailChannel.smtp("localhost", server.port())
                .from("news@shop.example", "Shop")
                .clock(() -> now);
    }

    private static Message to(String key, String address) {
        return message(key, message(key).fields(), address);
    }

    @Test
    void aMobileCarrierIsSentABurstAndTheRestIsHeldBackWithoutBeingTried() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of());
                MailChannel channel = channel(server).build()) {
            List<Receipt> receipts = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                receipts.add(channel.deliver(to("k" + i, "hanako" + i + "@docomo.ne.jp")));
            }
            assertThat(server.bodies).hasSize(11);
            assertThat(receipts.subList(11, 30))
                    .containsOnly(
                            Receipt.heldBack("provider docomo is sent no more at a time", Duration.ofSeconds(30)));
            assertThat(channel.deliver(to("other", "hanako@gmail.com"))).isInstanceOf(Receipt.Accepted.class);

            now = now.plusSeconds(30);
            assertThat(channel.deliver(to("k30", "hanako@docomo.ne.jp"))).isInstanceOf(Receipt.Accepted.class);
        }
    }

    @Test
    void aProviderThatAsksForLessGetsNothingForAWhileAndOthersAreNotHeldUp() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of("DOT", "421 4.7.28 unusual rate|DROP"), Map.of());
                MailChannel channel = channel(server).build()) {
            assertThat(channel.deliver(to("k1", "a@gmail.com")))
                    .isEqualTo(new Receipt.Refused("421 4.7.28 at dot", false, Duration.ofMinutes(5)));
            assertThat(channel.deliver(to("k2", "b@googlemail.com")))
                    .isInstanceOfSatisfying(Receipt.Refused.class, held -> {
                        assertThat(held.tried()).isFalse();
                        assertThat(held.reason()).isEqualTo("provider gmail asked for less mail");
                        assertThat(held.retryAfter()).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(16));
                    });
            assertThat(channel.deliver(to("k3", "c@shop.example"))).isInstanceOf(Receipt.Accepted.class);
            now = now.plus(Duration.ofMinutes(16));
            assertThat(channel.deliver(to("k2", "b@googlemail.com"))).isInstanceOf(Receipt.Accepted.class);
        }
    }

    @Test
    void greylistingHoldsUpNobodyElse() throws IOException {
        try (ScriptedServer server =
                        new ScriptedServer(Map.of("RCPT", "450 4.7.1 Greylisted, come back in 300 seconds"));
                MailChannel channel = channel(server).build()) {
            for (String each : List.of("k1", "k2")) {
                assertThat(channel.deliver(to(each, "a@shop.example")))
                        .isEqualTo(new Receipt.Refused("450 4.7.1 at rcpt", false, Duration.ofMinutes(5)));
            }
        }
    }

    @Test
    void aHostSetsItsOwnPace() throws IOException {
        ProviderGroups own = ProviderGroups.known().with(ProviderGroup.of("partner", 6, 1, "partner.example"));
        try (ScriptedServer server = new ScriptedServer(Map.of());
                MailChannel channel = channel(server).providers(own).build()) {
            for (int i = 0; i < 5; i++) {
                channel.deliver(to("k" + i, "a@mail.partner.example"));
            }
            assertThat(server.bodies).hasSize(2);
        }
    }

    @Test
    void aServerThatEndsTheSessionAfterSoManyMessagesIsHeeded() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of("MAIL#3", "421 4.5.3 enough for today|DROP"));
                MailChannel channel = channel(server).build()) {
            for (int i = 0; i < 6; i++) {
                assertThat(channel.deliver(message("k" + i))).isInstanceOf(Receipt.Accepted.class);
            }
            assertThat(server.connections).hasSize(3);
            assertThat(server.commands)
                    .filteredOn(each -> each.startsWith("MAIL"))
                    .hasSize(7);
        }
    }

    @Test
    void anIdleConnectionIsAskedWhetherItIsAliveBeforeItIsUsed() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of("NOOP", "421 4.4.2 idle|DROP"));
                MailChannel channel = channel(server).build()) {
            channel.deliver(message("k1"));
            channel.deliver(message("k2"));
            assertThat(server.commands).doesNotContain("NOOP");
            now = now.plusSeconds(3);
            assertThat(channel.deliver(message("k3"))).isInstanceOf(Receipt.Accepted.class);
            assertThat(server.commands).contains("NOOP");
            assertThat(server.connections).hasSize(2);
        }
    }

    @Test
    void connectionsAreKeptAsLongAsTheHostSays() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of());
                MailChannel channel = channel(server)
                        .messagesPerConnection(2)
                        .connectionIdle(Duration.ofMinutes(1))
                        .connectionAge(Duration.ofMinutes(2))
                        .build()) {
            channel.deliver(message("k1"));
            now = now.plusSeconds(59);
            channel.deliver(message("k2"));
            assertThat(server.connections).hasSize(1);
            channel.deliver(message("k3"));
            assertThat(server.connections).as("two messages each").hasSize(2);
        }
    }
}
