// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5.1.1|550 5.1.1 <hanako@example.com>: Recipient address rejected: User unknown|ADDRESS_DEAD",
                "5.1.1|550-5.1.1 The email account that you tried to reach does not exist.|ADDRESS_DEAD",
                "5.1.10|550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup|ADDRESS_DEAD",
                "5.4.1|550 5.4.1 Recipient address rejected: Access denied. AS(201806281)|ADDRESS_DEAD",
                "5.1.6|551 5.1.6 Destination mailbox has moved|ADDRESS_MOVED",
                "5.1.2|550 5.1.2 Host unknown|DOMAIN_DEAD",
                "5.4.4|Host or domain name not found. Name service error for name=gone.example type=AAAA: Host not found|DOMAIN_DEAD",
                "5.1.0|Domain gone.example does not accept mail (nullMX)|DOMAIN_DEAD",
                "5.2.1|550 5.2.1 The email account that you tried to reach is disabled.|ADDRESS_SUSPECT",
                "5.0.0|550 5.0.0 User unknown|ADDRESS_SUSPECT",
                "5.2.2|552 5.2.2 Mailbox full|MAILBOX_FULL",
                "4.2.2|452 4.2.2 The email account that you tried to reach is over quota.|MAILBOX_FULL",
                "5.1.1|550 5.1.1 Mailbox full, quota exceeded|MAILBOX_FULL",
                "4.4.7|delivery time expired|TRANSIENT",
                "4.1.1|450 4.1.1 <hanako@example.com>: Recipient address rejected: User unknown|TRANSIENT",
                "4.4.3|Host or domain name not found. Name service error for name=a.example type=A: Host not found, try again|TRANSIENT",
                "4.4.1|connect to mx.example.com[192.0.2.1]:25: Connection timed out|TRANSIENT",
                "5.7.1|554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org|REPUTATION_BLOCK",
                "4.7.0|421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to user complaints|REPUTATION_BLOCK",
                "4.7.28|421-4.7.28 Gmail has detected an unusual rate of mail from your IP address|REPUTATION_BLOCK",
                "5.5.2|504 5.5.2 <localhost>: Helo command rejected: Host not found|REPUTATION_BLOCK",
                "5.7.26|550 5.7.26 Unauthenticated email from shop.example is not accepted due to DMARC policy|AUTH_FAILURE",
                "5.7.515|550 5.7.515 Access denied, sending domain shop.example does not meet the required level|AUTH_FAILURE",
                "5.7.1|550 5.7.1 Message rejected as spam|CONTENT_BLOCK",
                "5.3.4|552 5.3.4 Message size exceeds fixed maximum message size|CONTENT_BLOCK",
                "5.7.1|554 5.7.1 <hanako@example.com>: Relay access denied|POLICY_BLOCK",
                "5.1.8|550 5.1.8 Sender address rejected: Domain not found|POLICY_BLOCK",
                "5.7.1|550 5.7.1 Rejected by local policy|POLICY_BLOCK",
                "5.1.1|no words at all|ADDRESS_DEAD",
                "5.9.9|no words at all|UNKNOWN"
            })
    void judgesReportsByWordsFirstAndCodesSecond(String status, String diagnostic, VerdictClass expected) {
        Verdict verdict = Mails.only(Mails.bounce(status, diagnostic));
        assertThat(verdict.verdict()).describedAs(verdict.reason()).isEqualTo(expected);
        assertThat(verdict.recipient()).isEqualTo("hanako@example.com");
        assertThat(verdict.reason()).isNotBlank().doesNotContain("hanako");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RCPT TO|ADDRESS_DEAD|hard",
                "end of DATA|ADDRESS_SUSPECT|soft",
                "MAIL FROM|POLICY_BLOCK|soft",
                "EHLO|POLICY_BLOCK|soft"
            })
    void wordsWithoutACodeCountAgainstAnAddressOnlyInReplyToTheAddress(
            String command, VerdictClass expected, String severity) {
        Verdict verdict = Mails.only(Mails.report(
                "failed",
                "5.0.0",
                "550 Unknown user",
                "<hanako@example.com>: host mx.example.com[192.0.2.1] said: 550 Unknown\n    user (in reply to "
                        + command + " command)"));
        assertThat(verdict.verdict()).isEqualTo(expected);
        assertThat(verdict.severity().code()).isEqualTo(severity);
    }

    @Test
    void explainsAVerdictInWords() {
        assertThat(Mails.only(Mails.bounce("5.1.1", "550 5.1.1 <hanako@example.com>... User Unknown"))
                        .reason())
                .isEqualTo("the server does not know the recipient (it says 'user unknown', 550 5.1.1)");
    }

    @Test
    void aWarningIsNoBounce() {
        Verdict verdict = Mails.only(Mails.report("delayed", "4.4.1", "connection timed out", "Not yet delivered"));
        assertThat(verdict.verdict()).isEqualTo(VerdictClass.DELAYED);
        assertThat(verdict.severity()).isEqualTo(Severity.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"delivered", "relayed", "expanded"})
    void aReportOfSuccessIsNoBounce(String action) {
        assertThat(Mails.only(Mails.report(action, "2.0.0", "250 ok", "Delivered"))
                        .verdict())
                .isEqualTo(VerdictClass.DELIVERED);
    }

    @Test
    void judgesEveryRecipientOfAReportOnItsOwn() {
        String mail = Mails.bounce("5.1.1", "550 5.1.1 User unknown")
                .replace(
                        "\nFinal-Recipient",
                        "\nFinal-Recipient: rfc822; taro@example.com\nAction: failed\nStatus: 5.2.2\n\nFinal-Recipient");
        assertThat(Mails.read(mail))
                .extracting(Verdict::recipient, Verdict::verdict)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("taro@example.com", VerdictClass.MAILBOX_FULL),
                        org.assertj.core.groups.Tuple.tuple("hanako@example.com", VerdictClass.ADDRESS_DEAD));
    }

    @Test
    void readsNoticesInFreeText() {
        String exim = """
                From: Mail Delivery System <Mailer-Daemon@mx.example.org>
                X-Failed-Recipients: hanako@example.com, taro@example.com
                Subject: Mail delivery failed: returning message to sender

                This message was created automatically by mail delivery software.
                The following address(es) failed:

                  hanako@example.com
                    SMTP error from remote mail server after RCPT TO:<hanako@example.com>:
                    host mx.example.com [192.0.2.1]: 550 unknown user
                  taro@example.com
                    SMTP error from remote mail server after end of data:
                    host mx.example.com [192.0.2.1]: 554 Your message looks like spam

                ------ This is a copy of the message, including all the headers. ------

                Return-path: <bounces@shop.example>
                Subject: user unknown
                """;
        assertThat(Mails.read(exim))
                .extracting(Verdict::verdict)
                .containsExactly(VerdictClass.ADDRESS_DEAD, VerdictClass.CONTENT_BLOCK);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "delayed|5.1.1|550 5.1.1 User unknown|DELAYED",
                "failed|5.1.1|421 4.7.0 Try again later|TRANSIENT",
                "failed|5.1.1|554 Message not allowed by policy|ADDRESS_SUSPECT",
                "failed|5.1.1|552 Mailbox full|MAILBOX_FULL",
                "failed|5.1.1|504 Command parameter not implemented|POLICY_BLOCK",
                "failed|4.1.1|550 User unknown|TRANSIENT",
                "failed|5.7.1|550 mailbox unavailable|ADDRESS_SUSPECT",
                "failed|5.3.2|554 not now|TRANSIENT",
                "failed|5.3.2|521 not ever|DOMAIN_DEAD",
                "failed|5.1.8|550 address does not exist|POLICY_BLOCK"
            })
    void partsThatContradictEachOtherCountAgainstNobody(
            String action, String status, String diagnostic, VerdictClass expected) {
        assertThat(Mails.only(Mails.report(action, status, diagnostic, "It did not arrive."))
                        .verdict())
                .isEqualTo(expected);
    }

    @Test
    void whatIsReturnedSaysNothingOfWhy() {
        String mail =
                Mails.bounce("4.4.1", "connection timed out").replace("Still interested?", "550 5.1.1 user unknown");
        assertThat(Mails.only(mail).verdict()).isEqualTo(VerdictClass.TRANSIENT);
    }

    @Test
    void readsComplaints() {
        String mail = """
                From: feedback@isp.example
                Subject: FW: Still interested?
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=feedback-report; boundary=x

                --x
                Content-Type: text/plain

                This is an email abuse report.

                --x
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                User-Agent: SomeGenerator/1.0
                Version: 1
                Original-Rcpt-To: <hanako@example.com>

                --x
                Content-Type: message/rfc822

                To: hanako@example.com
                Subject: Still interested?

                Hello
                --x--
                """;
        assertThat(Mails.only(mail))
                .extracting(Verdict::verdict, Verdict::severity, Verdict::recipient)
                .containsExactly(VerdictClass.COMPLAINT, Severity.NONE, "hanako@example.com");
        assertThat(Mails.only(mail.replace("abuse\n", "opt-out\n")).verdict()).isEqualTo(VerdictClass.UNSUBSCRIBE);
        assertThat(Mails.only(mail.replace("abuse\n", "not-spam\n")).verdict()).isEqualTo(VerdictClass.DELIVERED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Auto-Submitted: auto-replied|Re: Still interested?|I am on holiday until Monday.|AUTO_REPLY",
                "X-Autoreply: yes|Re: Still interested?|I am away.|AUTO_REPLY",
                "X-A: b|Automatic reply: Still interested?|Thank you for your mail.|AUTO_REPLY",
                "X-A: b|自動返信: ご無沙汰|ただいま不在です。|AUTO_REPLY",
                "Auto-Submitted: auto-replied|Re: hello|My new email address is h@example.net, please update your address book|ADDRESS_CHANGED",
                "X-A: b|Please confirm your message to me|Click here to prove that you are human|CHALLENGE",
                "X-A: b|unsubscribe||UNSUBSCRIBE",
                "Auto-Submitted: auto-replied|unsubscribe|Apple Mail sent this email to unsubscribe.|UNSUBSCRIBE",
                "X-A: b|Re: Still interested?|Please remove me|REPLY",
                "X-A: b|Re: Still interested?|配信停止|UNSUBSCRIBE",
                "X-A: b|Re: Still interested?|remove me|UNSUBSCRIBE",
                "X-A: b|Re: Still interested?|Yes, but your site said 550 5.1.1 user unknown when I wrote to you.|REPLY",
                "Return-Path: <>|Re: Still interested?|My old address bounced with 550 5.1.1 user unknown.|REPLY"
            })
    void tellsPeopleFromMachines(String header, String subject, String text, VerdictClass expected) {
        Verdict verdict = Mails.only(Mails.letter(header + "\n", subject, text == null ? "" : text));
        assertThat(verdict.verdict()).describedAs(verdict.reason()).isEqualTo(expected);
        assertThat(verdict.severity()).isEqualTo(Severity.NONE);
    }

    @Test
    void lineEndsMakeNoDifference() {
        String mail = Mails.bounce("5.1.1", "550 5.1.1 User unknown");
        Verdict expected = Mails.only(mail);
        assertThat(Mails.only(mail.replace("\n", "\r\n"))).isEqualTo(expected);
        assertThat(Mails.only(mail.replace("\n", "\r"))).isEqualTo(expected);
        assertThat(Mails.only("From MAILER-DAEMON Thu Apr 29 23:34:45 2026\n" + mail))
                .isEqualTo(expected);
    }

    @Test
    void readsJapaneseNoticesWhetherTheySayTheirCharacterSetOrNot() {
        String text =
                "From: postmaster@example.co.jp\nSubject: Undelivered\n\n<hanako@example.com>:\n550 5.2.2 容量超過です\n";
        for (String charset : new String[] {"ISO-2022-JP", "UTF-8"}) {
            byte[] mail = text.getBytes(Charset.forName(charset));
            assertThat(MailReader.read(mail).verdicts().get(0).verdict()).isEqualTo(VerdictClass.MAILBOX_FULL);
        }
    }

    @ParameterizedTest
    @CsvSource({"550: <hanako@example.com>: User unknown, ADDRESS_DEAD", "550: : User unknown, ADDRESS_SUSPECT"})
    void yahooNamesTheRecipientInAnswersToRcptOnly(String answer, VerdictClass expected) {
        String mail = "From: MAILER-DAEMON@yahoo.com\nSubject: Failure Notice\n\n"
                + "Sorry, we were unable to deliver your message to the following address.\n\n"
                + "<hanako@example.com>:\n" + answer + "\n\n--- Below this line is a copy of the message.\n\n";
        assertThat(Mails.only(mail).verdict()).isEqualTo(expected);
    }

    @Test
    void aWarningInFreeTextIsNoBounce() {
        String mail = Mails.letter("", "Warning: message 1abc delayed 24 hours", """
                A message that you sent has not yet been delivered to one or more of its recipients.

                  hanako@example.com
                    Delay reason: SMTP error from remote mail server after RCPT TO:<hanako@example.com>:
                    451 4.7.1 Greylisting in action

                No action is required on your part.
                """)
                .replaceFirst("From: [^\n]+", "From: Mailer-Daemon@mx.example.org");
        assertThat(Mails.only(mail))
                .extracting(Verdict::verdict, Verdict::recipient)
                .containsExactly(VerdictClass.DELAYED, "hanako@example.com");
    }

    @Test
    void aBounceThatSoftwareOfAListPassesOnIsReadInside() {
        String mail = """
                From: list-bounces@lists.example
                Subject: Uncaught bounce notification
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=out

                --out
                Content-Type: text/plain

                The attached message was received as a bounce.

                --out
                Content-Type: message/rfc822

                %s
                --out--
                """;
        assertThat(Mails.only(mail.formatted(Mails.bounce("5.1.1", "550 5.1.1 User unknown")))
                        .verdict())
                .isEqualTo(VerdictClass.ADDRESS_DEAD);
        assertThat(Mails.only(mail.formatted("From: news@shop.example\nSubject: hello\n\nhello"))
                        .verdict())
                .isNotEqualTo(VerdictClass.ADDRESS_DEAD);
    }

    @ParameterizedTest
    @CsvSource({"Undeliverable mail, ADDRESS_DEAD", "Re: Undeliverable mail, REPLY", "Fwd: failure notice, REPLY"})
    void whoHasAnUncommonNameButSaysThatMailCameBackIsASystem(String subject, VerdictClass expected) {
        String mail = "From: Gate <gate@mx.example.org>\nSubject: " + subject + "\n\nTo <hanako@example.com>\n"
                + "Sent >>> RCPT TO:<hanako@example.com>\nReceived <<< 550 5.1.1 User unknown\n";
        assertThat(Mails.only(mail).verdict()).isEqualTo(expected);
    }

    @Test
    void everyRuleIsReachedByEachOfItsPhrases() {
        for (Rules.Rule rule : Rules.ALL.all()) {
            for (Phrase phrase : rule.phrases()) {
                String text = String.join(phrase.gap() == Phrase.Gap.WORD ? "x" : " ", phrase.pieces());
                assertThat(phrase.isIn(text))
                        .describedAs("%s: %s", rule.name(), phrase)
                        .isTrue();
            }
        }
    }

    @Test
    void noPhraseMeansSomethingElseBecauseOfARuleBeforeIts() {
        List<String> taken = new ArrayList<>();
        for (Rules.Rule rule : Rules.ALL.all()) {
            for (Phrase phrase : rule.phrases()) {
                String text = String.join(phrase.gap() == Phrase.Gap.WORD ? "x" : " ", phrase.pieces());
                Rules.Rule found =
                        Rules.ALL.saying(text, rule.kind()).orElseThrow().rule();
                if (found.verdict() != rule.verdict()) {
                    taken.add(rule.name() + ": " + phrase + " by " + found.name());
                }
            }
        }
        // an account that is unavailable may come back; other addresses that are may not
        assertThat(taken).allMatch(each -> each.matches("unknown-user: account .*unavailable by disabled"));
    }

    @Test
    void bytesThatAreNoMailAreJudgedToo() {
        assertThat(MailReader.read(new byte[0]).verdicts().get(0).verdict()).isEqualTo(VerdictClass.UNKNOWN);
        assertThat(MailReader.read("\0\0\0".getBytes(StandardCharsets.UTF_8)).verdicts())
                .hasSize(1);
    }
}
