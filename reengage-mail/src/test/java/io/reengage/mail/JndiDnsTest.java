// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JDK's resolver, asked over UDP as on any machine. */
class JndiDnsTest {
    private static final int NO_SUCH_NAME = 3;
    private static final int REFUSED = 5;

    /** Text records by name, each a list of strings. */
    private static final Map<String, List<List<String>>> ZONE = Map.of(
            "shop.example",
            List.of(List.of("v=spf1 include:relay.example -all"), List.of("google-site-verification=x")),
            "r1._domainkey.shop.example",
            List.of(List.of("v=DKIM1; k=rsa; p=" + "A".repeat(200), "B".repeat(180) + "==")),
            "quotes.example",
            List.of(List.of("a \"quoted\" word", "\\ and more")),
            "none.example",
            List.of());

    @SuppressWarnings("NullAway.Init")
    private DatagramSocket server;

    @SuppressWarnings("NullAway.Init")
    private DnsRecords dns;

    @BeforeEach
    void listen() throws IOException {
        server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        dns = new JndiDns("dns://127.0.0.1:" + server.getLocalPort());
        Thread thread = new Thread(this::serve, "dns");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket asked = new DatagramPacket(new byte[1500], 1500);
                server.receive(asked);
                byte[] answer = answer(Arrays.copyOf(asked.getData(), asked.getLength()));
                server.send(new DatagramPacket(answer, answer.length, asked.getSocketAddress()));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static byte[] answer(byte[] question) {
        int end = 12;
        StringBuilder name = new StringBuilder();
        for (; question[end] != 0; end += question[end] + 1) {
            name.append(name.length() == 0 ? "" : ".").append(new String(question, end + 1, question[end], US_ASCII));
        }
        byte[] asked = Arrays.copyOfRange(question, 12, end + 5);
        boolean known = ZONE.containsKey(name.toString());
        int code = known ? 0 : name.toString().startsWith("refused") ? REFUSED : NO_SUCH_NAME;
        List<List<String>> records = ZONE.getOrDefault(name.toString(), List.of());
        ByteBuffer out = ByteBuffer.allocate(1500)
                .put(question, 0, 2)
                .putShort((short) (0x8180 | code))
                .putShort((short) 1)
                .putShort((short) records.size())
                .putInt(0)
                .put(asked);
        for (List<String> record : records) {
            byte[] text = text(record);
            out.putShort((short) 0xc00c)
                    .putShort((short) 16)
                    .putShort((short) 1)
                    .putInt(60)
                    .putShort((short) text.length)
                    .put(text);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] text(List<String> strings) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (String each : strings) {
                out.write(each.length());
                out.write(each.getBytes(US_ASCII));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Test
    void everyRecordIsReadWithItsStringsJoined() throws IOException {
        assertThat(dns.txt("shop.example"))
                .containsExactlyInAnyOrder("v=spf1 include:relay.example -all", "google-site-verification=x");
        assertThat(dns.txt("r1._domainkey.shop.example"))
                .containsExactly("v=DKIM1; k=rsa; p=" + "A".repeat(200) + "B".repeat(180) + "==");
        assertThat(dns.txt("quotes.example")).containsExactly("a \"quoted\" word\\ and more");
    }

    @Test
    void aNameThatIsNotThereOrSaysNothingHasNoRecords() throws IOException {
        assertThat(dns.txt("nobody.example")).isEmpty();
        assertThat(dns.txt("none.example")).isEmpty();
    }

    @Test
    void whatNobodyCanTellIsNoAnswer() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> dns.txt("refused.example"))
                .withMessage("the DNS does not answer about refused.example");
    }
}
