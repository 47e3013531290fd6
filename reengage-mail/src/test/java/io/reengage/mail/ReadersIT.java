// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our mails as mail programs of other people read them. */
class ReadersIT {
    @TempDir
    private Path directory;

    @Test
    void pythonFindsNoDefect() throws Exception {
        List<Map<String, String>> mails = read(Tool.need("/usr/bin/python3", "python3"), "python/read.py");

        for (int i = 0; i < mails.size(); i++) {
            Map<String, String> mail = mails.get(i);
            Message message = Samples.all().get(i);
            assertThat(mail.get("defects")).as(message.key()).isEmpty();
            assertThat(mail.get("subject")).isEqualTo(message.field("subject").orElse(""));
            assertThat(mail.get("name")).isEqualTo(Samples.NAME);
            assertThat(mail.get("from")).isEqualTo("news@shop.example");
            assertThat(mail.get("date")).isEqualTo("2026-02-03T04:05:06+00:00");
            assertThat(mail.get("messageId")).isEqualTo("<" + message.key() + "@shop.example>");
            assertThat(lines(mail.getOrDefault("html", "")))
                    .isEqualTo(lines(message.field("html").orElse("")));
            message.field("text")
                    .ifPresent(text ->
                            assertThat(lines(mail.getOrDefault("text", ""))).isEqualTo(lines(text)));
        }
    }

    @Test
    void mailparserReadsEveryFieldBack() throws Exception {
        List<Map<String, String>> mails = read(Tool.node(), "node/read.js");

        for (int i = 0; i < mails.size(); i++) {
            Map<String, String> mail = mails.get(i);
            Message message = Samples.all().get(i);
            assertThat(mail.get("subject")).isEqualTo(message.field("subject").orElse(""));
            assertThat(mail.get("name")).isEqualTo(Samples.NAME);
            assertThat(mail.get("from")).isEqualTo("news@shop.example");
            assertThat(mail.get("replyTo")).isEqualTo("help@shop.example");
            assertThat(mail.getOrDefault("to", "").replace("\"", "").replace("xn--r8jz45g", "例え"))
                    .isEqualTo(message.to().value());
            assertThat(mail.get("date")).isEqualTo("2026-02-03T04:05:06.000Z");
            assertThat(mail.get("messageId")).isEqualTo("<" + message.key() + "@shop.example>");
            assertThat(mail.get("unsubscribe"))
                    .isEqualTo(message.link(Message.UNSUBSCRIBE).orElseThrow().toString());
            assertThat(mail.get("post")).isEqualTo("List-Unsubscribe=One-Click");
            assertThat(mail.get("listId")).isEqualTo("newsletter.shop.example");
            assertThat(mail.get("feedbackId")).isEqualTo("newsletter:ja:email:shop42");
            assertThat(mail.get("key")).isEqualTo(message.key());
            assertThat(mail.get("language")).isEqualTo("ja");
            assertThat(lines(mail.getOrDefault("html", "")))
                    .isEqualTo(lines(message.field("html").orElse("")));
            message.field("text")
                    .ifPresent(text ->
                            assertThat(lines(mail.getOrDefault("text", ""))).isEqualTo(lines(text)));
        }
    }

    private List<Map<String, String>> read(Tool tool, String script) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(Tool.script(script)));
        arguments.addAll(Samples.files(directory));
        List<Map<String, String>> mails = new ArrayList<>();
        String output = tool.run(directory, arguments);
        for (String line : output.lines().toList()) {
            assertThat(line).as(output).matches("([a-zA-Z]+:[a-zA-Z0-9+/=]* ?)+");
            Map<String, String> fields = new HashMap<>();
            for (String field : line.split(" ", -1)) {
                int colon = field.indexOf(':');
                byte[] value = Base64.getDecoder().decode(field.substring(colon + 1));
                fields.put(field.substring(0, colon), new String(value, UTF_8));
            }
            mails.add(fields);
        }
        assertThat(mails).as(output).hasSize(Samples.all().size());
        return mails;
    }

    /** Readers differ in how they end lines, and in whether the last one is ended. */
    private static String lines(String text) {
        return text.replace("\r\n", "\n").stripTrailing();
    }
}
