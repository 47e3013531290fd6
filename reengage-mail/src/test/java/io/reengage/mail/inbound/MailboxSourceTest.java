// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.reengage.ledger.Suppression;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails read from a mailbox on somebody else's server. */
class MailboxSourceTest extends SentMails {
    private final GreenMail mailServer = new GreenMail(List.of("imap", "pop3", "imaps").stream()
            .map(protocol -> new ServerSetup(0, "127.0.0.1", protocol).setVerbose(false))
            .toArray(ServerSetup[]::new));
    private GreenMailUser user;

    @BeforeEach
    void open() {
        mailServer.start();
        user = mailServer.setUser("bounces@mail.shop.example", "bounces", "secret");
    }

    @AfterEach
    void shut() {
        mailServer.stop();
    }

    private Mailbox mailbox(String protocol) {
        Mailbox mailbox = protocol.equals("imap")
                ? Mailbox.imap("127.0.0.1").port(mailServer.getImap().getPort())
                : Mailbox.pop3("127.0.0.1").port(mailServer.getPop3().getPort());
        return mailbox.unencrypted().login("bounces", "secret").patience(Duration.ofSeconds(20));
    }

    private void arrive(String mail) throws Exception {
        user.deliver(
                new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail.getBytes(UTF_8))));
    }

    private int waiting(String folder) throws Exception {
        MailFolder found = mailServer.getManagers().getImapHostManager().getFolder(user, folder);
        return found == null ? 0 : found.getMessageCount();
    }

    @ParameterizedTest
    @ValueSource(strings = {"imap", "pop3"})
    void whatIsOnRecordIsPutAwayAndWhatProvesNothingIsKept(String protocol) throws Exception {
        arrive(dead(0));
        arrive("From: x@y.example\nSubject: hello\n\nno proof\n");
        arrive(dead(1));
        try (MailboxSource source = mailbox(protocol).source()) {
            assertThat(inbox.drain(source)).isEqualTo(3);
        }
        assertThat(suppressed(0)).containsExactly(Suppression.Reason.HARD_BOUNCE);
        assertThat(suppressed(1)).containsExactly(Suppression.Reason.HARD_BOUNCE);
        boolean imap = protocol.equals("imap");
        assertThat(waiting("INBOX")).isEqualTo(imap ? 0 : 1);
        assertThat(waiting("done")).isEqualTo(imap ? 2 : 0);
        assertThat(waiting("unproven")).isEqualTo(imap ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"imap", "pop3"})
    void aCrashInTheMiddleLosesNothingAndCountsNothingTwice(String protocol) throws Exception {
        arrive(dead(0));
        arrive(dead(1));
        MailboxSource crashing = mailbox(protocol).source();
        MailSource.Waiting first = crashing.next().get(0);
        assertThat(inbox.record(new ByteArrayInputStream(first.bytes())).handling())
                .isEqualTo(Inbox.Handling.RECORDED);
        // the process ends here: nothing was told to the server

        assertThat(waiting("INBOX")).isEqualTo(2);
        mailServer.reset();
        user = mailServer.setUser("bounces@mail.shop.example", "bounces", "secret");
        arrive(dead(0));
        arrive(dead(1));
        try (MailboxSource source = mailbox(protocol).deletingWhatIsDone().source()) {
            List<MailSource.Waiting> batch = source.next();
            assertThat(inbox.record(new ByteArrayInputStream(batch.get(0).bytes()))
                            .handling())
                    .isEqualTo(Inbox.Handling.KNOWN);
            assertThat(inbox.drain(source)).isEqualTo(2);
        }
        assertThat(waiting("INBOX")).isZero();
        assertThat(suppressed(0)).containsExactly(Suppression.Reason.HARD_BOUNCE);
        assertThat(suppressed(1)).containsExactly(Suppression.Reason.HARD_BOUNCE);
    }

    @ParameterizedTest
    @CsvSource({"imap,101", "pop3,2"})
    void manyMailsComeInBatchesAndALongOneIsReadAsFarAsItMatters(String protocol, int others) throws Exception {
        for (int i = 0; i < others; i++) {
            arrive("Subject: " + i + "\n\nno proof\n");
        }
        arrive(dead(4).replace("Subject: x\n", "Subject: x\n\n" + ("y".repeat(900) + "\n").repeat(2_500)));
        try (MailboxSource source = mailbox(protocol).deletingWhatIsDone().source()) {
            assertThat(inbox.drain(source)).isEqualTo(others + 1);
        }
        assertThat(waiting("INBOX")).isEqualTo(protocol.equals("imap") ? 0 : others);
        assertThat(suppressed(4)).containsExactly(Suppression.Reason.HARD_BOUNCE);
    }

    @Test
    void aServerThatNobodyVouchesForIsNotToldThePassword() {
        Mailbox mailbox =
                Mailbox.imap("127.0.0.1").port(mailServer.getImaps().getPort()).login("bounces", "secret");
        try (MailboxSource source = mailbox.source()) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(source::next)
                    .withMessageStartingWith("the mailbox at 127.0.0.1 could not be read over imaps");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aServerWithoutEncryptionIsRefusedUnlessToldOtherwise() {
        Mailbox mailbox = mailbox("imap").startTls();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> mailbox.source().next())
                .withMessageNotContaining("secret");
    }
}
