// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.channel.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Messages that have broken mail programs. */
final class Samples {
    static final String NAME = "お店 😀 \"Shop\", Ltd.";
    static final Imprint IMPRINT = new Imprint("株式会社ショップ", "東京都千代田区1-1", "help@shop.example");

    private Samples() {}

    static List<Message> all() {
        List<Message> all = new ArrayList<>(List.of(Messages.message("plain")));
        add(all, "long", "長い件名 😀 with words ".repeat(40).strip(), "<p>long</p>", "long", "hanako@example.jp");
        add(all, "rtl", "مرحبا بك مرة أخرى — שלום ‏x", "<p dir=rtl>مرحبا</p>", "مرحبا", "hanako@example.jp");
        add(all, "dots", ".", "<p>a</p>\n.\n..\n.html\n", ".\n..\nFrom me\n>From you\n.", "a..b@docomo.ne.jp");
        add(all, "wide", "s", "x".repeat(5000), "日本語".repeat(2000), "a.@docomo.ne.jp");
        add(
                all,
                "fold",
                "=?UTF-8?Q?not?= =?an encoded word?=",
                "<p> = =3D \t </p> \n",
                "= \t \n \n\n\n",
                "x+y@example.jp");
        add(all, "latin", "Ünal’s naïve café – ½ price", "<p>ß</p>", "ß", "o'neil@例え.jp");
        return all;
    }

    private static void add(List<Message> all, String key, String subject, String html, String text, String to) {
        all.add(Messages.message(key, Map.of("subject", subject, "html", html, "text", text), to));
    }

    static MailChannel.Builder channel(int port) {
        return MailChannel.smtp("127.0.0.1", port)
                .from("news@shop.example", NAME)
                .replyTo("help@shop.example")
                .listId("newsletter", "shop.example")
                .feedbackId("shop42")
                .precedenceBulk()
                .dkim(dkim());
    }

    static Dkim dkim() {
        return Dkim.forDomain("shop.example").key("r1", Keys.pem(Keys.RSA)).key("e1", Keys.pem(Keys.ED25519));
    }

    /** The keys' records, one a line after its name, as the verifiers' scripts read them. */
    static Path keyFile(Path directory) throws IOException {
        return Files.writeString(
                directory.resolve("keys"),
                "r1._domainkey.shop.example " + Keys.record(Keys.RSA) + "\ne1._domainkey.shop.example "
                        + Keys.record(Keys.ED25519) + "\n");
    }

    static Composer composer() throws UnmailableException {
        Sender sender = new Sender(
                MailAddress.parse("news@shop.example"),
                NAME,
                MailAddress.parse("help@shop.example"),
                "<newsletter.shop.example>",
                true,
                false,
                new Duties(LegalCheck.NONE, java.util.Set.of(), "shop42", ""),
                null,
                List.of());
        return new Composer("email", sender, dkim());
    }

    /** All samples as files, in order. */
    static List<String> files(Path directory) throws IOException, UnmailableException {
        List<String> files = new ArrayList<>();
        for (Message message : all()) {
            Path file = directory.resolve(message.key() + ".eml");
            files.add(Files.write(file, composer().compose(message).bytes()).toString());
        }
        return files;
    }
}
