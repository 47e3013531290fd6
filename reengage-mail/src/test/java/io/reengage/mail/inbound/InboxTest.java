// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.ledger.Suppression;
import io.reengage.mail.ReturnPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a mail sent through a real server to what its return does, with nothing in between replaced. */
class InboxTest extends SentMails {

    @Test
    void everyMailComesBackToAnAddressOfItsOwn() {
        assertThat(sent.values())
                .extracting(Sent::from)
                .doesNotHaveDuplicates()
                .allSatisfy(from -> assertThat(from)
                        .matches("bounces\\+[a-z2-7]+@mail.shop.example")
                        .satisfies(each -> assertThat(each.indexOf('@')).isLessThanOrEqualTo(64)));
    }

    @Test
    void aDeadAddressGetsNothingMore() throws IOException {
        assertThat(record(dead(0))).isEqualTo(Inbox.Handling.RECORDED);
        assertThat(record(dead(0))).isEqualTo(Inbox.Handling.KNOWN);
        assertThat(suppressed(0)).containsExactly(Suppression.Reason.HARD_BOUNCE);
        sent.clear();
        clock.advance(Duration.ofDays(8));
        reengage.runDue(Duration.ofMinutes(1));
        assertThat(sent).hasSize(4).doesNotContainKey(address(0));
        assertThat(reengage.insight().explain("p0", "win-back").toString()).contains("suppressed: HARD_BOUNCE");
    }

    @ParameterizedTest
    @CsvSource({
        "5.2.2,5.2.2 Mailbox full",
        "5.7.1,5.7.1 blocked using a list",
        "4.4.7,expired",
        "5.0.0,5.0.0 User unknown"
    })
    void whatMayPassForbidsNothing(String status, String said) throws IOException {
        assertThat(record(mail(0, status, said, "Subject: x\n"))).isEqualTo(Inbox.Handling.RECORDED);
        assertThat(suppressed(0)).isEmpty();
    }

    @Test
    void aForgedBounceDoesNothing() throws IOException {
        String genuine = mailTo(address(0)).from();
        for (String forged : List.of(
                "bounces@mail.shop.example",
                "news@shop.example",
                genuine.replaceFirst("\\+.", "+z"),
                genuine.replace("mail.shop", "evil"),
                genuine.replaceFirst("\\+[a-z2-7]{20}", "+"))) {
            String mail = dead(0).replaceFirst("Delivered-To: \\S+", "Delivered-To: " + forged);
            assertThat(record(mail)).describedAs(forged).isEqualTo(Inbox.Handling.UNPROVEN);
        }
        assertThat(suppressed(0)).isEmpty();
    }

    @Test
    void aBounceToNoTagCountsIfItReturnsOurSignedLink() throws IOException {
        String returned = mailTo(address(1)).raw();
        String mail = mail(1, "5.1.1", "5.1.1 User unknown", returned)
                .replaceFirst("Delivered-To: \\S+", "Delivered-To: news@shop.example");
        assertThat(record(mail)).isEqualTo(Inbox.Handling.RECORDED);
        assertThat(suppressed(1)).containsExactly(Suppression.Reason.HARD_BOUNCE);
    }

    @Test
    void aBounceToNoTagCountsIfItReturnsOurSignedHeader() throws IOException {
        String header = mailTo(address(4))
                .raw()
                .lines()
                .filter(line -> line.startsWith("X-Reengage-Tag: "))
                .findFirst()
                .orElseThrow();
        String mail = mail(4, "5.1.1", "5.1.1 User unknown", header + "\nSubject: x\n")
                .replaceFirst("Delivered-To: \\S+", "Delivered-To: news@shop.example");
        String forged = mail.replaceFirst("(X-Reengage-Tag: .{10}).", "$17");
        assertThat(record(forged)).isEqualTo(Inbox.Handling.UNPROVEN);
        assertThat(suppressed(4)).isEmpty();
        assertThat(record(mail)).isEqualTo(Inbox.Handling.RECORDED);
        assertThat(suppressed(4)).containsExactly(Suppression.Reason.HARD_BOUNCE);
    }

    @Test
    void aComplaintForbidsEverything() throws IOException {
        String complaint =
                "From: fbl@isp.example\nTo: abuse@shop.example\nSubject: FW: Still interested?\nMIME-Version: 1.0\n"
                        + "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nAbuse.\n\n"
                        + "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n\n"
                        + "--b\nContent-Type: message/rfc822\n\n"
                        + mailTo(address(2)).raw() + "\n--b--\n";
        assertThat(record(complaint)).isEqualTo(Inbox.Handling.RECORDED);
        assertThat(suppressed(2)).containsExactly(Suppression.Reason.COMPLAINT);
    }

    @Test
    void leavingByMailWorksAndIsOffered() throws IOException {
        assertThat(mailTo(address(3)).raw().replaceAll("\r\n\\s", ""))
                .contains("<mailto:" + mailTo(address(3)).from() + "?subject=unsubscribe>");
        String mail = "From: " + address(3) + "\nTo: " + mailTo(address(3)).from() + "\nSubject: unsubscribe\n\n";
        assertThat(record(mail)).isEqualTo(Inbox.Handling.RECORDED);
        assertThat(suppressed(3)).containsExactly(Suppression.Reason.UNSUBSCRIBED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-replied\nSubject: Out of office",
                "Subject: Automatic reply: away",
                "Subject: Please confirm your message",
                "X-SpamArrest-noauth: 1\nSubject: Re: Still interested?"
            })
    void whatMachinesAnswerIsIgnored(String headers) throws IOException {
        String mail =
                "From: " + address(3) + "\nTo: " + mailTo(address(3)).from() + "\n" + headers + "\n\nI am away.\n";
        assertThat(record(mail)).isEqualTo(Inbox.Handling.IGNORED);
        assertThat(suppressed(3)).isEmpty();
        assertThat(reengage.privacy().export("p3")).contains("\"activities\" : [ ]");
    }

    @Test
    void anOutageOfAProviderIsNotBelieved(@TempDir Path folder) throws IOException {
        for (int i = 0; i < 5; i++) {
            Files.writeString(folder.resolve(i + ".eml"), dead(i));
        }
        Inbox careful = inbox.outages(OutageGuard.atMost(4, Duration.ofHours(1)));
        assertThat(careful.drain(MailSource.directory(folder))).isEqualTo(5);
        for (int i = 0; i < 5; i++) {
            assertThat(suppressed(i)).isEmpty();
        }
        clock.advance(Duration.ofHours(2));
        String again = dead(0).replace("@mx.example>", "@later.mx.example>");
        assertThat(careful.record(new ByteArrayInputStream(again.getBytes(UTF_8)))
                        .handling())
                .isEqualTo(Inbox.Handling.RECORDED);
        assertThat(suppressed(0)).containsExactly(Suppression.Reason.HARD_BOUNCE);
    }

    @Test
    void anOutageDividedAmongNodesIsNotBelievedEither() throws IOException {
        OutageGuard guard = OutageGuard.atMost(4, Duration.ofHours(1));
        for (int i = 0; i < 5; i++) {
            // each mail is read by another node, or by a process of its own, as mail servers start them
            Inbox node = Inbox.of(reengage, ReturnPath.at("bounces@mail.shop.example", LINKS))
                    .clock(clock)
                    .outages(guard);
            Inbox.Handling handling = node.record(new ByteArrayInputStream(dead(i).getBytes(UTF_8)))
                    .handling();
            assertThat(handling).isEqualTo(i < 4 ? Inbox.Handling.RECORDED : Inbox.Handling.DOUBTED);
            // the same mail read again counts once
            assertThat(node.record(new ByteArrayInputStream(dead(0).getBytes(UTF_8)))
                            .handling())
                    .isEqualTo(Inbox.Handling.KNOWN);
        }
        assertThat(suppressed(3)).containsExactly(Suppression.Reason.HARD_BOUNCE);
        assertThat(suppressed(4)).isEmpty();
    }

    @Test
    void mailsInADirectoryAreDealtWithOnceAndPutAside(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.eml"), dead(0));
        Files.writeString(folder.resolve("b.eml"), "no mail at all");
        assertThat(inbox.drain(MailSource.directory(folder))).isEqualTo(2);
        assertThat(inbox.drain(MailSource.directory(folder))).isZero();
        assertThat(folder.resolve("done/a.eml")).exists();
        assertThat(folder.resolve("unproven/b.eml")).exists();
        assertThat(suppressed(0)).containsExactly(Suppression.Reason.HARD_BOUNCE);
    }
}
