// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Mails for tests, written for them. */
final class Mails {

    private Mails() {}

    static List<Verdict> read(String mail) {
        return MailReader.read(mail.getBytes(StandardCharsets.UTF_8)).verdicts();
    }

    static Verdict only(String mail) {
        List<Verdict> verdicts = read(mail);
        if (verdicts.size() != 1) {
            throw new AssertionError("one verdict expected: " + verdicts);
        }
        return verdicts.get(0);
    }

    /** A delivery report as RFC 3464 has it, about one recipient. */
    static String report(String action, String status, String diagnostic, String notice) {
        return """
                Return-Path: <>
                From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
                To: bounces@shop.example
                Subject: Undelivered Mail Returned to Sender
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

                --b1
                Content-Type: text/plain; charset=us-ascii

                %s

                --b1
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.org

                Final-Recipient: rfc822; hanako@example.com
                Action: %s
                Status: %s
                Diagnostic-Code: smtp; %s

                --b1
                Content-Type: text/rfc822-headers

                From: Shop <news@shop.example>
                To: hanako@example.com
                Subject: Still interested?
                Message-ID: <0123456789abcdef@shop.example>

                --b1--
                """.formatted(notice, action, status, diagnostic);
    }

    static String bounce(String status, String diagnostic) {
        return report("failed", status, diagnostic, "Your message could not be delivered. It is attached below.");
    }

    /** A mail by a person or a machine, without any report. */
    static String letter(String headers, String subject, String text) {
        return "From: Hanako <hanako@example.com>\nTo: news@shop.example\nSubject: " + subject + "\n" + headers + "\n"
                + text + "\n";
    }
}
