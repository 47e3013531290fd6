// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How mail systems write to a sender: the forms of {@code notices.txt}, filled with a refusal. */
record Notices(String name, boolean tellsPhase, String form) {

    /** The command a refusal answered. */
    enum Answered {
        RCPT(
                "RCPT TO",
                "RCPT TO:<r@x.example>",
                "RCPT To:<r@x.example>",
                "192.0.2.5 does not like recipient.",
                "(state 14)"),
        DATA("end of DATA", "end of data", "DATA", "192.0.2.5 failed after I sent the message.", "(state 18)"),
        MAIL(
                "MAIL FROM",
                "MAIL FROM:<b@shop.example>",
                "MAIL From:<b@shop.example>",
                "Connected to 192.0.2.5 but sender was rejected.",
                "(state 12)");

        private final String command;
        private final String verb;
        private final String wire;
        private final String qmail;
        private final String state;

        Answered(String command, String verb, String wire, String qmail, String state) {
            this.command = command;
            this.verb = verb;
            this.wire = wire;
            this.qmail = qmail;
            this.state = state;
        }
    }

    static List<Notices> all() {
        List<Notices> all = new ArrayList<>();
        String[] sections = resource("notices.txt").split("(?m)^==== ", -1);
        for (String section : Arrays.asList(sections).subList(1, sections.length)) {
            String[] head = section.substring(0, section.indexOf('\n')).split(" ", -1);
            all.add(new Notices(head[0], head[1].equals("phase"), section.substring(section.indexOf('\n') + 1)));
        }
        return all;
    }

    static Notices named(String name) {
        return all().stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
    }

    String saying(String said, Answered answered) {
        Codes codes = Codes.of(said);
        String coded = codes.reply().isEmpty() ? "5.0.0" : codes.reply().charAt(0) + ".0.0";
        String status = codes.status().isEmpty() ? coded : codes.status();
        String encoded = "<r@x.example>: host mail.x.example[192.0.2.5] said: " + said + " (in reply to "
                + answered.command + " command)\n";
        return form.replace("{said}", said)
                .replace("{status}", status)
                .replace("{command}", answered.command)
                .replace("{verb}", answered.verb)
                .replace("{wire}", answered.wire)
                .replace("{qmail}", answered.qmail)
                .replace("{state}", answered.state)
                .replace("{tag}", "-1")
                .replace("{base64}", Base64.getMimeEncoder().encodeToString(encoded.getBytes(StandardCharsets.UTF_8)));
    }

    /** The lines of a table, without empty ones and comments. */
    static List<String> table(String name) {
        return resource(name)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    static String resource(String name) {
        try (@Nullable InputStream in = Notices.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
