// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.reengage.Reengage;
import io.reengage.ledger.Suppression;
import io.reengage.mail.kill.ReturnsMain.Moment;
import io.reengage.subscriber.Address;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that take in returned mails from each kind of source into PostgreSQL, and die between reading one and saying so:
 * nothing is lost, nothing counts twice.
 */
class ReturnsIT {
    private static final int MAILS = 6;

    @TempDir
    Path directory;

    private String url = "";

    @Test
    void whateverMomentAProcessDiesAtNothingIsLostAndNothingCountsTwice() throws Exception {
        assumeTrue(Postgres.obstacle().isEmpty(), Postgres.obstacle());
        GreenMail server = new GreenMail(Stream.of("imap", "pop3")
                .map(protocol -> new ServerSetup(0, "127.0.0.1", protocol).setVerbose(false))
                .toArray(ServerSetup[]::new));
        server.start();
        try (Postgres database = new Postgres(directory.resolve("db"), directory.resolve("db.log"))) {
            url = database.url();
            GreenMailUser user = server.setUser("bounces@mail.shop.example", "bounces", "secret");
            for (String protocol : List.of("imap", "pop3")) {
                int first = protocol.equals("imap") ? 0 : MAILS;
                for (int i = first; i < first + MAILS; i++) {
                    byte[] mail = bounce(i).getBytes(UTF_8);
                    user.deliver(
                            new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail)));
                }
                int port = protocol.equals("imap")
                        ? server.getImap().getPort()
                        : server.getPop3().getPort();
                killAndFinish(
                        protocol,
                        String.valueOf(port),
                        first,
                        Moment.READING,
                        Moment.BEFORE_SAYING_DONE,
                        Moment.AFTER_SAYING_DONE);
                assertThat(server.getManagers()
                                .getImapHostManager()
                                .getInbox(user)
                                .getMessageCount())
                        .isZero();
            }
            Path maildir = directory.resolve("maildir");
            Files.createDirectories(maildir.resolve("new"));
            Path folder = Files.createDirectories(directory.resolve("folder"));
            StringBuilder mbox = new StringBuilder();
            for (int i = 0; i < MAILS; i++) {
                Files.writeString(maildir.resolve("new").resolve("m" + i), bounce(2 * MAILS + i));
                Files.writeString(folder.resolve(i + ".eml"), bounce(3 * MAILS + i));
                mbox.append("From MAILER-DAEMON Sun Nov 29 00:00:00 2026\n")
                        .append(bounce(4 * MAILS + i))
                        .append('\n');
            }
            Files.writeString(directory.resolve("mbox"), mbox);
            killAndFinish("maildir", maildir.toString(), 2 * MAILS, Moment.AFTER_SAYING_DONE);
            killAndFinish("directory", folder.toString(), 3 * MAILS, Moment.BEFORE_SAYING_DONE);
            killAndFinish("mbox", directory.resolve("mbox").toString(), 4 * MAILS, Moment.ASKING_FOR_MORE);
            try (Stream<Path> left = Files.list(maildir.resolve("new"))) {
                assertThat(left).isEmpty();
            }
        } finally {
            server.stop();
        }
    }

    /** Dies at each of these moments once, then lives. */
    private void killAndFinish(String kind, String place, int first, Moment... moments) throws Exception {
        List<Integer> people = IntStream.range(first, first + MAILS).boxed().toList();
        for (Moment each : moments) {
            assertThat(run(kind, place, each, each == Moment.ASKING_FOR_MORE ? 2 : 3))
                    .describedAs(kind)
                    .isEqualTo(9);
            assertThat(recorded(people)).describedAs(kind).isEqualTo(each == Moment.READING ? 0 : MAILS);
        }
        assertThat(run(kind, place, Moment.NEVER, 0)).isZero();
        assertThat(recorded(people)).describedAs(kind).isEqualTo(MAILS);
        try (Reengage reengage = ReturnsMain.open(url)) {
            assertThat(people)
                    .allSatisfy(each -> assertThat(reengage.suppressions().of(Address.email(ReturnsMain.address(each))))
                            .describedAs(kind)
                            .extracting(Suppression::reason)
                            .containsExactly(Suppression.Reason.HARD_BOUNCE));
        }
    }

    private int run(String kind, String place, Moment moment, int times) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ReturnsMain.class.getName(),
                url,
                kind,
                place,
                moment.name(),
                String.valueOf(times)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("returns.log").toFile()))
                .start();
        return process.waitFor();
    }

    private int recorded(List<Integer> people) throws SQLException {
        String ids =
                String.join(",", people.stream().map(each -> "'p" + each + "'").toList());
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(
                        "SELECT count(*) FROM reengage_event WHERE substr(person, 3) IN (" + ids + ")")) {
            count.next();
            return count.getInt(1);
        }
    }

    private static String bounce(int person) {
        return "Return-Path: <>\nDelivered-To: " + ReturnsMain.returnAddress(person)
                + "\nMessage-ID: <" + person + "@mx.example>\nFrom: MAILER-DAEMON@mx.example\nSubject: Undelivered\n"
                + "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
                + "--b\n\nSorry.\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
                + "Final-Recipient: rfc822; " + ReturnsMain.address(person)
                + "\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n--b--\n";
    }
}
