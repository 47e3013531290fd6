// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.ledger.Suppression;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails that wait in files: a maildir, an mbox. */
class MailFilesTest extends SentMails {

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void mailsOfAMaildirAreSeenAfterwardsAndFlaggedWhereAPersonShouldLook(@TempDir Path root) throws IOException {
        Path arrived = Files.createDirectories(root.resolve("new"));
        Files.writeString(arrived.resolve("1.a.host"), dead(0));
        Files.writeString(arrived.resolve("2.b.host"), "no mail at all");
        assertThat(inbox.drain(MailSource.maildir(root))).isEqualTo(2);
        assertThat(inbox.drain(MailSource.maildir(root))).isZero();
        assertThat(names(arrived)).isEmpty();
        assertThat(names(root.resolve("cur"))).containsExactly("1.a.host:2,S", "2.b.host:2,FS");
        assertThat(suppressed(0)).containsExactly(Suppression.Reason.HARD_BOUNCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"maildir", "directory"})
    void twoProcessesAtOneFolderDoNotStopEachOther(String kind, @TempDir Path root) throws IOException {
        Path arrived = Files.createDirectories(root.resolve("new"));
        for (int i = 0; i < 3; i++) {
            Files.writeString(arrived.resolve("m" + i), dead(i));
        }
        MailSource slow = kind.equals("maildir") ? MailSource.maildir(root) : MailSource.directory(arrived);
        List<MailSource.Waiting> batch = slow.next();
        byte[] read = batch.get(0).bytes();
        MailSource other = kind.equals("maildir") ? MailSource.maildir(root) : MailSource.directory(arrived);
        assertThat(inbox.drain(other)).isEqualTo(3);

        assertThat(inbox.record(new ByteArrayInputStream(read)).handling()).isEqualTo(Inbox.Handling.KNOWN);
        batch.get(0).done(Inbox.Handling.KNOWN);
        assertThat(batch.get(1).bytes()).isEmpty();
        batch.get(1).done(Inbox.Handling.UNPROVEN);
        assertThat(suppressed(0)).containsExactly(Suppression.Reason.HARD_BOUNCE);
    }

    @Test
    void anMboxIsReadToItsEndAndReadAgainChangesNothing(@TempDir Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            all.append("From MAILER-DAEMON Mon Jan  5 09:00:00 2026\n")
                    .append(dead(i % 5).replace("Sorry.", "Sorry.\nFrom us, all of it: no separator"))
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("mbox"), all);
        assertThat(inbox.drain(MailSource.mbox(file))).isEqualTo(20);
        for (int i = 0; i < 5; i++) {
            assertThat(suppressed(i)).containsExactly(Suppression.Reason.HARD_BOUNCE);
        }
        assertThat(inbox.drain(MailSource.mbox(file))).isEqualTo(20);
        assertThat(file).hasContent(all.toString());
    }

    @Test
    void aLongMboxComesInPartsOfWhichNoneLacksAMail(@TempDir Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 450; i++) {
            all.append("From x\nSubject: ").append(i).append("\n\nHello\n\n");
        }
        MailSource source = MailSource.mbox(Files.writeString(folder.resolve("mbox"), all));
        List<String> subjects = new ArrayList<>();
        for (List<MailSource.Waiting> part = source.next(); !part.isEmpty(); part = source.next()) {
            for (MailSource.Waiting each : part) {
                subjects.add(new String(each.bytes(), StandardCharsets.US_ASCII)
                        .lines()
                        .filter(line -> line.startsWith("Subject: "))
                        .findFirst()
                        .orElseThrow());
            }
        }
        assertThat(subjects).hasSize(450).startsWith("Subject: 0").endsWith("Subject: 449");
    }
}
