// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails that servers of four makers wrote about others that refuse in many ways; {@code servers/README.md} says how. */
class ServersTest {

    /** The refusal that all of them were told and that has no code of its own. */
    private static final String BARE = "550 No such user here";

    private record Returned(String name, List<VerdictClass> expected, String mail) {}

    private static List<Returned> of(String server) {
        List<Returned> all = new ArrayList<>();
        String[] sections = Notices.resource("servers/" + server + ".txt").split("(?m)^==== ", -1);
        for (String section : Arrays.asList(sections).subList(1, sections.length)) {
            String[] head = section.substring(0, section.indexOf('\n')).split(" ", -1);
            List<VerdictClass> expected =
                    Arrays.stream(head).skip(1).map(VerdictClass::valueOf).toList();
            all.add(new Returned(head[0], expected, section.substring(section.indexOf('\n') + 1)));
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"exim", "opensmtpd", "sendmail", "dma"})
    void whatARealServerWritesIsReadForWhatItWasTold(String server) {
        List<String> wrong = new ArrayList<>();
        for (Returned each : of(server)) {
            List<Verdict> verdicts = Mails.read(each.mail);
            if (!verdicts.stream().map(Verdict::verdict).toList().equals(each.expected)) {
                wrong.add(each.name + " " + each.expected + "\n    => " + verdicts);
            }
        }
        assertThat(of(server)).hasSizeGreaterThan(20);
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exim", "opensmtpd", "sendmail", "dma"})
    void noSoftWordingInARealServersFormIsCalledHard(String server) {
        Returned form = of(server).stream()
                .filter(each -> each.name.equals("unknownbare"))
                .findFirst()
                .orElseThrow();
        assertThat(form.mail).contains(BARE);
        List<String> wrong = new ArrayList<>();
        for (String line : Notices.table("wordings.txt")) {
            String[] cells = line.split("\\|", 3);
            if (cells[0].equals("soft") && cells[1].equals("rcpt")) {
                String status = Codes.of(cells[2]).status();
                String mail = form.mail.replace(BARE, cells[2]);
                String coded = status.isEmpty() ? mail : mail.replaceAll("(?m)^Status: .*$", "Status: " + status);
                Verdict verdict = Mails.read(coded).get(0);
                if (verdict.severity() == Severity.HARD) {
                    wrong.add(line + "\n    => " + verdict);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void thatThePostmasterWasNotFoundSaysNothingOfTheRecipient() {
        String mail = Mails.report("failed", "5.5.0", "", """
                The following addresses had permanent fatal errors
                <hanako@example.com>

                Transcript of session follows
                550 5.1.1 postmaster... User unknown
                """);
        assertThat(Mails.only(mail).severity()).isEqualTo(Severity.SOFT);
    }

    @Test
    void aWarningThatSaysThatItWasTheLastTryIsABounce() {
        String expired = Mails.report("delayed", "4.4.7", "", "hanako@example.com: Envelope expired");
        assertThat(Mails.only(expired).verdict()).isEqualTo(VerdictClass.TRANSIENT);
        String delayed = Mails.report("delayed", "4.4.7", "400 4.4.7 Message delayed", "It is delayed.");
        assertThat(Mails.only(delayed).verdict()).isEqualTo(VerdictClass.DELAYED);
    }
}
