// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.mail.inbound.MailReader;
import io.reengage.mail.inbound.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bounces that a real Postfix writes about a server that refuses in many ways. */
class RealBouncesIT {

    /** By local part: when it is refused, how, and what that is. */
    private static final Map<String, List<String>> REFUSALS = new TreeMap<>(Map.of(
            "a", List.of("rcpt", "550 5.1.1 <a@refused.example>: Recipient address rejected: User unknown", "hard"),
            "b", List.of("rcpt", "550 no such user here", "hard"),
            "c", List.of("rcpt", "552 5.2.2 mailbox full", "soft"),
            "d", List.of("rcpt", "554 5.7.1 Service unavailable; client blocked using a list", "soft"),
            "e", List.of("rcpt", "550 5.2.1 account is disabled", "soft"),
            "f", List.of("data", "550 user unknown", "soft"),
            "g", List.of("data", "554 5.7.1 looks like spam", "soft"),
            "h", List.of("data", "552 5.3.4 message too big", "soft"),
            "i", List.of("mail", "550 5.1.8 sender's domain does not exist", "soft"),
            "j", List.of("rcpt", "550 5.1.1 mailbox is over quota", "soft")));

    @TempDir
    Path directory;

    @Test
    void bouncesOfAQueueAreReadForWhatTheServerSaid() throws Exception {
        try (ServerSocket refusing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> serve(refusing));
            server.setDaemon(true);
            server.start();
            String more = "transport_maps = inline:{ { refused.example = smtp:[127.0.0.1]:" + refusing.getLocalPort()
                    + " } }\nsmtp_tls_security_level = none\n";
            try (Postfix postfix = Postfix.start(directory, more)) {
                for (String each : REFUSALS.keySet()) {
                    send(postfix.port(), each);
                }
                Map<String, String> read = new TreeMap<>();
                for (Path each : postfix.mails(REFUSALS.size())) {
                    try (InputStream mail = Files.newInputStream(each)) {
                        List<Verdict> verdicts = MailReader.read(mail);
                        assertThat(verdicts).hasSize(1);
                        read.put(
                                verdicts.get(0).recipient(),
                                verdicts.get(0).severity().code());
                    }
                }
                Map<String, String> expected = new TreeMap<>();
                REFUSALS.forEach((name, each) -> expected.put(name + "@refused.example", each.get(2)));
                assertThat(read).isEqualTo(expected);
            }
        }
    }

    private static void send(int port, String name) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            in.readLine();
            for (String line : List.of(
                    "HELO shop.example",
                    "MAIL FROM:<" + name + "@example.jp>",
                    "RCPT TO:<" + name + "@refused.example>",
                    "DATA",
                    "Subject: still there?\r\nTo: " + name + "@refused.example\r\n\r\nStill there?\r\n.",
                    "QUIT")) {
                socket.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
                assertThat(in.readLine()).matches("[23].*");
            }
        }
    }

    private static void serve(ServerSocket refusing) {
        while (!refusing.isClosed()) {
            try (Socket socket = refusing.accept()) {
                answer(socket);
            } catch (IOException e) {
                // the next one, if there is any
            }
        }
    }

    private static void answer(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        OutputStream out = socket.getOutputStream();
        out.write("220 refused.example ESMTP\r\n".getBytes(US_ASCII));
        List<String> refusal = List.of("", "", "");
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String command = line.toLowerCase(Locale.ROOT);
            String answer = "250 ok";
            if (data) {
                if (!line.equals(".")) {
                    continue;
                }
                data = false;
                answer = refusal.get(0).equals("data") ? refusal.get(1) : answer;
            } else if (command.startsWith("mail from:<")) {
                refusal = REFUSALS.getOrDefault(command.substring(11, 12), refusal);
                answer = refusal.get(0).equals("mail") ? refusal.get(1) : answer;
            } else if (command.startsWith("rcpt")) {
                answer = refusal.get(0).equals("rcpt") ? refusal.get(1) : answer;
            } else if (command.startsWith("data")) {
                data = true;
                answer = "354 go on";
            } else if (command.startsWith("ehlo")) {
                answer = "250 refused.example";
            }
            out.write((answer + "\r\n").getBytes(US_ASCII));
        }
    }
}
