// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The samples of the standards, with names of example domains in place of theirs. */
class RfcSamplesTest {

    private static List<VerdictClass> read(String notice, String type, String report) {
        String mail = """
                Date: Thu, 7 Jul 1994 17:16:05 -0400
                From: Mail Delivery Subsystem <MAILER-DAEMON@CS.EXAMPLE.EDU>
                Message-Id: <199407072116.RAA14128@CS.EXAMPLE.EDU>
                Subject: Returned mail: Cannot send message for 5 days
                To: <owner-info-mime@cs.example.edu>
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=%s;
                      boundary="RAA14128.773615765/CS.EXAMPLE.EDU"

                --RAA14128.773615765/CS.EXAMPLE.EDU

                %s
                --RAA14128.773615765/CS.EXAMPLE.EDU
                content-type: message/%s

                %s
                --RAA14128.773615765/CS.EXAMPLE.EDU
                content-type: message/rfc822

                From: <somespammer@example.net>
                To: <user@example.com>
                Subject: Earn money
                MIME-Version: 1.0
                Content-type: text/plain

                Spam Spam Spam
                --RAA14128.773615765/CS.EXAMPLE.EDU--
                """.formatted(type, notice, type, report);
        return Mails.read(mail).stream().map(Verdict::verdict).toList();
    }

    /** RFC 3464, appendix E.1. */
    @Test
    void aSimpleReport() {
        assertThat(read("""
                                The original message was received at Sat, 2 Jul 1994 17:10:28 -0400
                                from root@localhost

                                   ----- The following addresses had delivery problems -----
                                <louisl@larry.example.edu>  (unrecoverable error)

                                   ----- Transcript of session follows -----
                                <louisl@larry.example.edu>... Deferred: Connection timed out
                                      with larry.example.edu.
                                Message could not be delivered for 5 days
                                Message will be deleted from queue
                                """, "delivery-status", """
                                Reporting-MTA: dns; cs.example.edu

                                Original-Recipient: rfc822;louisl@larry.example.edu
                                Final-Recipient: rfc822;louisl@larry.example.edu
                                Action: failed
                                Status: 4.0.0
                                Diagnostic-Code: smtp; 426 connection timed out
                                Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400
                                """)).containsExactly(VerdictClass.TRANSIENT);
    }

    /** RFC 3464, appendix E.2: nothing tells in reply to what the third was refused. */
    @Test
    void aReportAboutSeveralRecipients() {
        assertThat(read("Some of them could not be reached.\n", "delivery-status", """
                                Reporting-MTA: dns; cs.example.edu

                                Original-Recipient: rfc822;arathib@vnet.example.com
                                Final-Recipient: rfc822;arathib@vnet.example.com
                                Action: failed
                                Status: 5.0.0 (permanent failure)
                                Diagnostic-Code: smtp;
                                 550 'arathib@vnet.EXAMPLE.COM' is not a registered gateway user
                                Remote-MTA: dns; vnet.example.com

                                Original-Recipient: rfc822;johnh@njd.example.com
                                Final-Recipient: rfc822;johnh@njd.example.com
                                Action: delayed
                                Status: 4.0.0 (njd.example.com: host name lookup failure)

                                Original-Recipient: rfc822;wsnell@sdcc13.example.edu
                                Final-Recipient: rfc822;wsnell@sdcc13.example.edu
                                Action: failed
                                Status: 5.0.0
                                Diagnostic-Code: smtp; 550 user unknown
                                Remote-MTA: dns; sdcc13.example.edu
                                """))
                .containsExactly(VerdictClass.UNKNOWN, VerdictClass.DELAYED, VerdictClass.ADDRESS_SUSPECT);
    }

    /** RFC 3464, appendices E.3 and E.4: a gateway that knows no reason, and a warning. */
    @Test
    void aReportOfAGatewayAndAWarning() {
        assertThat(read("Your message was not delivered.\n", "delivery-status", """
                                Reporting-MTA: mailbus; SYS30

                                Final-Recipient: unknown; nair_s
                                Status: 5.0.0 (unknown permanent failure)
                                Action: failed
                                """))
                .containsExactly(VerdictClass.UNKNOWN);
        assertThat(read("You need not do anything.\n", "delivery-status", """
                                Reporting-MTA: dns; relay.example.ac.uk

                                Final-Recipient: rfc822;thomas@example.ac.uk
                                Status: 4.0.0 (unknown temporary failure)
                                Action: delayed
                                """)).containsExactly(VerdictClass.DELAYED);
    }

    /** RFC 6533: addresses as they are, or by the numbers of their characters. */
    @Test
    void aReportAboutInternationalRecipients() {
        String mail = """
                From: MAILER-DAEMON@mx.example
                Subject: Undelivered
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=global-delivery-status; boundary=b

                --b
                Content-Type: message/global-delivery-status

                Reporting-MTA: dns; mx.example

                Final-Recipient: utf-8; 花子@例え.example
                Action: failed
                Status: 5.1.1

                Final-Recipient: utf-8;\\x{592A}\\x{90CE}@例え.example
                Action: failed
                Status: 5.2.2

                --b--
                """;
        assertThat(Mails.read(mail))
                .extracting(each -> each.recipient() + " " + each.verdict())
                .containsExactly("花子@例え.example ADDRESS_DEAD", "太郎@例え.example MAILBOX_FULL");
    }

    /** RFC 5965, appendices B.1 and B.2. */
    @Test
    void complaints() {
        assertThat(read("This is an email abuse report.\n", "feedback-report", """
                                Feedback-Type: abuse
                                User-Agent: SomeGenerator/1.0
                                Version: 1
                                """))
                .containsExactly(VerdictClass.COMPLAINT);
        assertThat(read("This is an email abuse report.\n", "feedback-report", """
                                Feedback-Type: abuse
                                User-Agent: SomeGenerator/1.0
                                Version: 1
                                Original-Mail-From: <somespammer@example.net>
                                Original-Rcpt-To: <user@example.com>
                                Arrival-Date: Thu, 8 Mar 2005 14:00:00 EDT
                                Reporting-MTA: dns; mail.example.com
                                Source-IP: 192.0.2.1
                                Authentication-Results: mail.example.com; spf=fail smtp.mail=somespammer@example.com
                                Reported-Domain: example.net
                                Reported-URI: http://example.net/earn_money.html
                                Reported-URI: mailto:user@example.com
                                Removal-Recipient: user@example.com
                                """))
                .containsExactly(VerdictClass.COMPLAINT);
    }
}
