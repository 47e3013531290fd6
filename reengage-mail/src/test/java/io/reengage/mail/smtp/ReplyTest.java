// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Receipt;
import io.reengage.mail.smtp.PhasedTransport.Ending;
import io.reengage.mail.smtp.PhasedTransport.Phase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What answers of real servers mean: whose fault, for how long, and whether the provider wants less mail. */
class ReplyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                // the address
                "RCPT; 550 5.1.1 no such user;                                   GOOD; -;     -",
                "RCPT; 550 5.1.10 null MX;                                       GOOD; -;     -",
                "RCPT; 550 5.4.1 Recipient address rejected: Access denied;      GOOD; -;     -",
                "RCPT; 556 5.1.10 does not accept mail;                          GOOD; -;     -",
                "RCPT; 550 5.7.17 mailbox owner has changed;                     GOOD; -;     -",
                "RCPT; 551 not local;                                            GOOD; -;     -",
                // the mailbox
                "RCPT; 552 5.2.2 over quota;                                     GOOD; -;     -",
                "RCPT; 550 5.2.1 account is disabled;                            GOOD; -;     -",
                "RCPT; 452 4.2.2 over quota;                                     NOW;  PT4H;  -",
                // this message
                "MAIL; 552 5.3.4 too big;                                        GOOD; -;     -",
                "DOT;  552 5.3.4 too big;                                        GOOD; -;     -",
                "DOT;  552 5.7.0 blocked because its content is a threat;        GOOD; -;     -",
                "DOT;  550 5.7.1 looks like spam;                                GOOD; -;     -",
                "DOT;  554 transaction failed;                                   GOOD; -;     -",
                // the sender: nobody's address is given up for it
                "MAIL; 553 5.1.8 sender's domain does not exist;                 NOW;  -;     -",
                "MAIL; 550 not you;                                              NOW;  -;     -",
                "RCPT; 550 5.7.1 relaying denied;                                NOW;  -;     -",
                "RCPT; 554 5.7.1 on a block list;                                NOW;  -;     -",
                "RCPT; 530 5.7.0 log in first;                                   NOW;  -;     -",
                "DOT;  550 5.7.26 unauthenticated mail is prohibited;            NOW;  -;     -",
                "DOT;  550 5.7.515 does not meet the required level;             NOW;  -;     -",
                "RCPT; 503 5.5.1 bad sequence;                                   NOW;  -;     -",
                // pace
                "DOT;  421 4.7.28 unusual rate of mail;                          NOW;  PT5M;  PT5M",
                "DOT;  421 4.7.0 [TSS04] deferred due to complaints;             NOW;  PT4H;  PT4H",
                "RCPT; 451 4.7.650 the mail server has been rate limited;        NOW;  PT5M;  PT5M",
                "RCPT; 550 5.7.708 access denied, traffic not accepted;          NOW;  PT30M; PT30M",
                "RCPT; 421 too many connections, try again in 20 minutes;        NOW;  PT20M; PT20M",
                "RCPT; 421 4.3.2 shutting down;                                  NOW;  PT5M;  -",
                "CONNECT; 421 4.7.0 too many connections;                        NOW;  PT5M;  -",
                "MAIL; 421 4.7.0 too many connections;                           NOW;  PT5M;  -",
                // greylisting
                "RCPT; 450 4.2.0 Greylisted;                                     NOW;  PT5M;  -",
                "RCPT; 451 4.7.1 Greylisting in action, come back in 00:07:30;   NOW;  PT7M30S; -",
                "RCPT; 450 4.7.1 Graylisted, retry after 300 seconds;            NOW;  PT5M;  -",
                "RCPT; 451 please wait 1 hour;                                   NOW;  PT1H;  -",
                "RCPT; 450 wait 99999 hours;                                     NOW;  PT24H; -",
                // what is common for the code
                "RCPT; 450 busy;                                                 NOW;  PT5M;  -",
                "RCPT; 451 4.3.0 error in processing;                            NOW;  PT5M;  -",
                "RCPT; 452 4.3.1 no storage;                                     NOW;  PT15M; -",
                "RCPT; 454 4.3.0 temporary;                                      NOW;  PT30M; -",
            })
    void anAnswerIsJudgedByItsCodesAndByWhenItCame(
            Phase phase, String answer, String kind, @Nullable Duration again, @Nullable Duration pause) {
        Ending ending = new Ending(phase, new Reply(Integer.parseInt(answer.substring(0, 3)), answer));

        assertThat(Reply.receipt(ending)).isInstanceOfSatisfying(Receipt.Refused.class, refused -> {
            assertThat(refused.permanent()).isEqualTo(kind.equals("GOOD"));
            assertThat(refused.retryAfter()).isEqualTo(again);
            assertThat(refused.tried()).isTrue();
        });
        assertThat(Reply.pause(ending).orElse(null)).isEqualTo(pause);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "RCPT; 550 5.1.1 no such user; DEAD",
                "RCPT; 550 user unknown; DEAD",
                "RCPT; 550 5.1.1 <hanako@example.com>: Recipient address rejected: User unknown; DEAD",
                "RCPT; 556 5.1.10 does not accept mail; DEAD",
                "RCPT; 551 5.1.6 has moved to another address; DEAD",
                "RCPT; 552 5.2.2 over quota; FAILING",
                "RCPT; 550 5.2.1 account is disabled; FAILING",
                "RCPT; 550 5.1.1 mailbox full; FAILING",
                "RCPT; 450 4.1.1 user unknown; NONE",
                "RCPT; 452 4.2.2 over quota; NONE",
                "RCPT; 550 5.7.1 relaying denied; NONE",
                "RCPT; 550 5.7.1 no such user or sender blocked; NONE",
                "RCPT; 550 blocked by a list; NONE",
                "RCPT; 503 5.5.1 bad sequence; NONE",
                "MAIL; 550 5.1.1 user unknown; NONE",
                "DOT; 550 5.1.1 user unknown; NONE",
                "DOT; 554 5.7.1 spam; NONE",
                "CONNECT; 554 no such user; NONE"
            })
    void onlyWhoeverIsToKnowTheAddressSaysAnythingOfIt(Phase phase, String answer, Receipt.Finding expected) {
        Ending ending = new Ending(phase, new Reply(Integer.parseInt(answer.substring(0, 3)), answer));

        assertThat(Reply.receipt(ending))
                .isInstanceOfSatisfying(
                        Receipt.Refused.class,
                        refused -> assertThat(refused.finding()).isEqualTo(expected));
    }
}
