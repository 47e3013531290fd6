// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MailReaderProperties {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String REPORT = """
            From: MAILER-DAEMON@x.example
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            """;
    private static final String BOUNCE = Mails.bounce("5.1.1", "550 5.1.1 <hanako@example.com>... User unknown");

    @Property(tries = 300)
    void anyBytesGetAVerdict(@ForAll @Size(max = 3000) byte[] bytes) {
        assertThat(MailReader.read(bytes).verdicts()).isNotEmpty();
    }

    @Property(tries = 300)
    void aDamagedBounceGetsAVerdict(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int damages) {
        byte[] mail = BOUNCE.getBytes(UTF_8);
        Random chance = new Random(seed);
        for (int i = 0; i < damages; i++) {
            mail[chance.nextInt(mail.length)] = (byte) chance.nextInt(256);
        }
        assertThat(MailReader.read(mail).verdicts()).isNotEmpty();
    }

    @Example
    void aBounceCutAnywhereGetsAVerdict() {
        byte[] mail = BOUNCE.getBytes(UTF_8);
        for (int end = 0; end < mail.length; end++) {
            assertThat(MailReader.read(java.util.Arrays.copyOf(mail, end)).verdicts())
                    .isNotEmpty();
        }
    }

    @Example
    void partsWithinPartsWithoutEndAreRead() {
        StringBuilder mail = new StringBuilder("From: a@example.com\nSubject: x\n");
        for (int i = 0; i < 10_000; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        readSoon(mail.toString());
    }

    @Example
    void aHundredThousandPartsAreRead() {
        readSoon("From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(100_000));
    }

    @Example
    void hugeHeadersAreRead() {
        readSoon("Subject: " + "x".repeat(1_500_000) + "\n\nhello");
        readSoon("X-A: b\n".repeat(200_000) + "\nhello");
        readSoon("Content-Type: text/plain; " + "a*0=b; ".repeat(150_000) + "\n\nhello");
    }

    @Example
    void textMadeToBeSlowIsRead() {
        for (String piece : List.of("a@", "@a.", "5.1.1.", "\"a", "<a@b", "mailbox ", ">>> <<< ", "1", "-", "x@y.z ")) {
            readSoon("From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n"
                    + piece.repeat(1_000_000 / piece.length()));
            readSoon("From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n" + (piece + "\n").repeat(200_000));
        }
    }

    @Example
    void aReportAboutManyIsReadAlthoughEachIsToldInQuotes() {
        StringBuilder mail =
                new StringBuilder(REPORT + "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x.example\n");
        for (int i = 0; i < 30; i++) {
            mail.append("\nFinal-Recipient: rfc822; r").append(i);
            mail.append("@x.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 ");
            mail.append("\"('[<".repeat(1_500)).append('\n');
        }
        readSoon(mail.append("\n--b--\n").toString());
    }

    @Example
    void aReportAboutThousandsBesideALongTextIsRead() {
        StringBuilder mail = new StringBuilder(REPORT + "\n");
        mail.append("a line that says 550 5.1.1 nothing... User unknown\n".repeat(5_000));
        mail.append("\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x.example\n");
        for (int i = 0; i < 9_000; i++) {
            mail.append("\nFinal-Recipient: rfc822; r").append(i).append("@x.example\nAction: failed\n");
        }
        readSoon(mail.append("\n--b--\n").toString());
        StringBuilder free = new StringBuilder("From: MAILER-DAEMON@x.example\n");
        for (int i = 0; i < 24_000; i++) {
            free.append("X-Failed-Recipients: r").append(i).append("@x.example\n");
        }
        readSoon(free.append("\n")
                .append("a line that says 550 5.1.1 nothing... User unknown\n".repeat(5_000))
                .toString());
    }

    @Example
    void anAttachmentOfFiftyMegabytesIsNotKept() throws IOException {
        long[] taken = new long[1];
        InputStream endless = new InputStream() {
            private final byte[] head = "From: a@example.com\nSubject: hello\n\n".getBytes(UTF_8);
            private long at;

            @Override
            public int read() {
                taken[0]++;
                return at < head.length ? head[(int) at++] : at++ < 50_000_000L ? 'A' : -1;
            }

            @Override
            public int read(byte[] to, int from, int most) {
                if (most == 0) {
                    return 0;
                }
                to[from] = (byte) read();
                return 1;
            }
        };
        assertThat(MailReader.read(endless)).hasSize(1);
        assertThat(taken[0]).isLessThanOrEqualTo(MailReader.MOST_BYTES + 1L);
    }

    private static void readSoon(String mail) {
        byte[] bytes = mail.getBytes(UTF_8);
        byte[] bounded = java.util.Arrays.copyOf(bytes, Math.min(bytes.length, MailReader.MOST_BYTES));
        assertTimeoutPreemptively(
                SOON, () -> assertThat(MailReader.read(bounded).verdicts()).isNotEmpty());
    }
}
