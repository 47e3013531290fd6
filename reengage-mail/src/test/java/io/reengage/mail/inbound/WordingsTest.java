// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.mail.inbound.Notices.Answered;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers of many makers say, in the forms in which mail systems of many makers pass it on. */
class WordingsTest {

    private record Refusal(String said, Answered answered, boolean hard) {}

    private static final List<Refusal> TOLD_WITH_CODES = List.of(
            new Refusal("550 5.1.1 User unknown", Answered.RCPT, true),
            new Refusal("550-5.1.1 Invalid recipient 550 5.1.1 mailbox not found", Answered.RCPT, true),
            new Refusal("552 5.2.2 Mailbox full", Answered.RCPT, false),
            new Refusal("550 5.1.1 recipient is over quota", Answered.RCPT, false),
            new Refusal(
                    "554 5.7.1 Service unavailable; 192.0.2.1 blocked using zen.spamhaus.org", Answered.RCPT, false),
            new Refusal("554 5.7.1 taken for spam", Answered.DATA, false),
            new Refusal("550 5.2.1 account disabled", Answered.RCPT, false),
            new Refusal("550 5.7.1 Recipient address rejected: by policy", Answered.RCPT, false),
            new Refusal("550 5.1.8 Sender address rejected: Domain not found", Answered.MAIL, false),
            new Refusal("451 4.7.1 Greylisting in action, please come back later", Answered.RCPT, false),
            new Refusal("450 4.1.1 User unknown, for now", Answered.RCPT, false),
            new Refusal("550 user is over quota", Answered.RCPT, false),
            new Refusal("550 spam", Answered.DATA, false));

    private static final List<Refusal> TOLD_BY_PHASE = List.of(
            new Refusal("550 User unknown", Answered.RCPT, true),
            new Refusal("550 no such user here", Answered.RCPT, true),
            new Refusal("550 User unknown", Answered.DATA, false),
            new Refusal("550 unknown user", Answered.MAIL, false),
            new Refusal("553 mailbox unavailable", Answered.RCPT, true));

    @Test
    void eachWordingIsHardOnlyIfItSaysPlainlyThatThereIsNoSuchAddress() {
        Notices postfix = Notices.named("postfix");
        Notices local = Notices.named("exim-local");
        List<String> wrong = new ArrayList<>();
        for (String line : Notices.table("wordings.txt")) {
            String[] cells = line.split("\\|", 3);
            String mail = cells[1].equals("none")
                    ? local.saying(cells[2], Answered.RCPT)
                    : postfix.saying(cells[2], Answered.valueOf(cells[1].toUpperCase(Locale.ROOT)));
            check(mail, cells[0], line, wrong);
        }
        assertThat(wrong).isEmpty();
    }

    static List<Notices> forms() {
        return Notices.all();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void noSoftWordingIsCalledHardInAnyForm(Notices form) {
        List<String> wrong = new ArrayList<>();
        for (String line : Notices.table("wordings.txt")) {
            String[] cells = line.split("\\|", 3);
            if (cells[0].equals("soft") && !cells[1].equals("none")) {
                String mail = form.saying(cells[2], Answered.valueOf(cells[1].toUpperCase(Locale.ROOT)));
                Mails.read(mail).stream()
                        .filter(each -> each.severity() == Severity.HARD)
                        .forEach(each -> wrong.add(line + "\n    => " + each));
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyFormIsReadForWhatItTells(Notices form) {
        List<String> wrong = new ArrayList<>();
        for (Refusal each : TOLD_WITH_CODES) {
            check(form.saying(each.said, each.answered), each.hard ? "hard" : "soft", each.toString(), wrong);
        }
        for (Refusal each : TOLD_BY_PHASE) {
            boolean hard = each.hard && form.tellsPhase();
            check(form.saying(each.said, each.answered), hard ? "hard" : "soft", each.toString(), wrong);
        }
        assertThat(wrong).isEmpty();
    }

    private static void check(String mail, String expected, String about, List<String> wrong) {
        List<Verdict> verdicts = Mails.read(mail);
        Verdict verdict = verdicts.get(0);
        if (verdicts.size() != 1
                || !verdict.severity().code().equals(expected)
                || !List.of("r@x.example", "forwarded@elsewhere.example").contains(verdict.recipient())) {
            wrong.add(about + "\n    => " + verdicts);
        }
    }
}
