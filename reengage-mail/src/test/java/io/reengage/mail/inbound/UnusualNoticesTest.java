// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notices in forms that bend the rules, as many systems write them; the words are made up for tests. */
class UnusualNoticesTest {

    private static String notice(String text) {
        return "From: Mail system <mailer-daemon@mx.example.org>\nTo: bounces@shop.example\nSubject: Undelivered mail\n\n"
                + text + "\n";
    }

    @Test
    void anActionAmongTheFieldsOfTheWholeReportIsNoRecipient() {
        String mail = Mails.bounce("5.1.1", "550 5.1.1 no such user")
                .replace(
                        "Reporting-MTA: dns; mx.example.org\n", "Reporting-MTA: dns; mx.example.org\nAction: failed\n");
        assertThat(Mails.only(mail).recipient()).isEqualTo("hanako@example.com");
    }

    @Test
    void whatTheServerSaidMayStandInAFieldOfItsOwn() {
        String mail = Mails.bounce("5.0.0", "")
                .replace(
                        "Diagnostic-Code: smtp; \n",
                        "X-Supplementary-Info: <mx.example.com #5.1.1 smtp;550 5.1.1 we know nobody of that name>\n");
        assertThat(Mails.only(mail).verdict()).isEqualTo(VerdictClass.ADDRESS_DEAD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "________________________________\nThis mail was scanned for all viruses by our gateway",
                "**********\nThis message is confidential; spam and viruses were removed\n**********"
            })
    void whatAScannerAddsToEveryMailIsNoReason(String footer) {
        String text = "Delivery to this recipient failed.\n\n   hanako@example.com\n\n" + footer;
        String mail = Mails.report("failed", "5.1.1", "", text).replace("Diagnostic-Code: smtp; \n", "");
        assertThat(Mails.only(mail).verdict()).isEqualTo(VerdictClass.ADDRESS_DEAD);
    }

    @Test
    void aMailWithoutASenderCameBackThoughItCallsItselfAnAnswer() {
        String mail = """
                From: <>
                To: bounces@shop.example
                Auto-Submitted: auto-replied

                Mail to hanako@example.com was not taken.
                """;
        assertThat(Mails.only(mail).severity()).isEqualTo(Severity.SOFT);
    }

    @Test
    void aMailThatIsOfTheKindOfAReportIsOneThoughItsReportIsEmpty() {
        String mail = """
                To: bounces@shop.example
                Subject: Not in our directory
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

                --b1
                Content-Type: text/plain

                This mail could not be handed over:
                hanako@example.com

                --b1
                Content-Type: message/delivery-status

                --b1--
                """;
        assertThat(Mails.only(mail).recipient()).isEqualTo("hanako@example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "Returned mail, Your message was not delivered to hanako@example.com, SOFT",
        "Non-Delivery: your message, The email below could not be delivered to hanako@example.com, SOFT",
        "Re: Returned mail, Your message was not delivered to hanako@example.com, NONE",
        "Returned mail, Back on Monday, NONE"
    })
    void aMailThatSaysSoInItsSubjectAndInItsTextCameBackWhoeverWroteIt(String subject, String text, Severity expected) {
        String mail = "From: Gate <gate@mx.example.org>\nTo: bounces@shop.example\nPrecedence: bulk\nSubject: "
                + subject + "\n\n" + text + "\n";
        assertThat(Mails.only(mail).severity()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Delivery incomplete. A first try failed, for hanako@example.com.",
                "We will retry for 40 more hours: hanako@example.com",
                "Your message to hanako@example.com has been postponed.",
                "hanako@example.com: the mail will be retried until Friday.",
                "We will continue to attempt delivery to hanako@example.com.",
                "hanako@example.com\nPlease do not resend your original message.\nDelivery attempts will continue."
            })
    void whoGoesOnTryingOnlyWarns(String text) {
        assertThat(Mails.only(notice(text)).verdict()).isEqualTo(VerdictClass.DELAYED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SMTP:RCPT host 192.0.2.5: 553 5.3.0 nobody, no such user|ADDRESS_DEAD",
                "'RCPT TO generated following response:\n553 5.3.0 addressee unknown'|ADDRESS_DEAD",
                "host mx.example.com RCPT TO said 550 no such user|ADDRESS_DEAD",
                "MAIL FROM was answered with: 550 no such user|POLICY_BLOCK",
                "RCPT TO was taken, then DATA was answered: 250; 550 no such user|ADDRESS_SUSPECT"
            })
    void theCommandMayBeNamedInPassing(String text, VerdictClass expected) {
        assertThat(Mails.only(notice("<hanako@example.com>\n" + text)).verdict())
                .isEqualTo(expected);
    }

    @Test
    void eachLabelledAddressIsARecipientAndThoseOfOthersAreNot() {
        String mail = notice("""
                Unknown user: hanako@example.com
                RCPT TO got this response:
                553 5.3.0 addressee unknown

                Unknown user: jiro@example.com
                RCPT TO got this response:
                553 5.3.0 addressee unknown

                Sender address: else@shop.example
                """);
        assertThat(Mails.read(mail))
                .extracting(Verdict::recipient)
                .containsExactly("hanako@example.com", "jiro@example.com");
        assertThat(Mails.read(mail)).extracting(Verdict::severity).containsOnly(Severity.HARD);
    }

    @Test
    void anAddressWithItsLinkBehindItIsReadWhole() {
        String mail = notice("""
                Delivery to these people failed:

                hanako@example.com<mailto:hanako@example.com>
                We could not find that address.

                Details:

                hanako@example.com
                Remote server returned '550 5.1.10 not found by address'
                """);
        assertThat(Mails.only(mail).recipient()).isEqualTo("hanako@example.com");
        assertThat(Mails.only(mail).severity()).isEqualTo(Severity.HARD);
    }

    @Test
    void anAddressFurtherInOnTheNextLineIsNoOtherRecipient() {
        String mail = notice("<hanako@example.com>: host mx.example.com said: 550 5.1.1\n"
                + "    <marked+0815@shop.example>: unauthorized sender (in reply to RCPT TO command)");
        assertThat(Mails.only(mail).verdict()).isEqualTo(VerdictClass.POLICY_BLOCK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "К сожалению, письмо не может быть доставлено: почтовый ящик не найден",
                "Não foi possível entregar: o destinatário não existe",
                "Non è stato possibile consegnare: la casella non esiste",
                "Nie można dostarczyć, to nie jest możliwe: użytkownik nie istnieje"
            })
    void thatSomethingIsNotPossibleIsNoGuess(String text) {
        assertThat(Mails.only(notice("hanako@example.com\n" + text)).severity()).isEqualTo(Severity.HARD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5.1.0 - Unknown address error 550-'No such user'|ADDRESS_DEAD",
                "5.1.0 - Unknown address error 550-'5.7.0 access deny'|POLICY_BLOCK",
                "5.3.0 - Other mail system problem 550-'No such user'|ADDRESS_SUSPECT"
            })
    void aGatewaysGuessCountsWhereTheServerSaidTheSame(String said, VerdictClass expected) {
        String mail = Mails.report("failed", "5.0.0", said, "To hanako@example.com:\n" + said);
        assertThat(Mails.only(mail).verdict()).isEqualTo(expected);
    }

    @Test
    void aReportThatAGatewayPutIntoAnotherMailIsRead() {
        String inside = Mails.bounce("5.1.1", "550 5.1.1 no such user");
        String mail = """
                From: postmaster@example.com
                To: bounces@shop.example
                Subject: Delivery Status Notification (Failure)
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="outer"

                --outer
                Content-Type: text/plain

                An attachment was checked for viruses.

                --outer
                Content-Type: message/rfc822

                %s
                --outer--
                """.formatted(inside);
        assertThat(Mails.only(mail).verdict()).isEqualTo(VerdictClass.ADDRESS_DEAD);
    }

    @Test
    void theCodesOfFurtherLinesDoNotTearASentenceApart() {
        String mail = Mails.report(
                "failed",
                "5.0.0",
                "550-this box is not a known 550 mailbox of ours",
                "<hanako@example.com>: host mx.example.com said:\n    550-this box is not a known 550 mailbox of ours"
                        + " (in reply to RCPT TO command)");
        assertThat(Mails.only(mail).verdict()).isEqualTo(VerdictClass.ADDRESS_DEAD);
    }
}
