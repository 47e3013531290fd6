// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.ses;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.Reengage;
import io.reengage.activity.ActivityType;
import io.reengage.activity.ProviderActivity;
import io.reengage.mail.ReturnPath;
import io.reengage.subscriber.Address;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SES gives a mail an id of its own in place of the Message-ID: by what else the message is found, and by what it is not. */
class CorrelationTest {

    @SuppressWarnings("NullAway.Init")
    private LocalSes ses;

    @SuppressWarnings("NullAway.Init")
    private Reengage reengage;

    @SuppressWarnings("NullAway.Init")
    private Correlation correlation;

    @BeforeEach
    void sendFiveMailsOfWhichOneGetsNoReceipt() throws IOException {
        ses = new LocalSes("eve@shop.example");
        reengage = SesMain.reengage(ses);
        correlation = new Correlation(reengage.feedback(), SesMain.LINKS);
        reengage.campaigns().launch(SesMain.letter());
        reengage.runDue(Duration.ofSeconds(30));
    }

    @AfterEach
    void end() throws IOException {
        reengage.close();
        ses.close();
    }

    private LocalSes.Taken mailTo(String id) {
        return ses.taken().stream()
                .filter(each -> each.to().equals(id + "@shop.example"))
                .findFirst()
                .orElseThrow();
    }

    private static String tag(LocalSes.Taken mail) {
        return Objects.requireNonNull(mail.headers().get(ReturnPath.HEADER));
    }

    private void complaint(String notification, String messageId, String tag) {
        correlation.accept(new SesEvents.Told(
                ProviderActivity.of(ActivityType.COMPLAINED, "email", messageId, Instant.now())
                        .id(notification),
                tag));
    }

    private List<String> suppressed() {
        return List.of("ann", "bob", "chie", "dan", "eve").stream()
                .filter(id -> !reengage.suppressions()
                        .of(Address.email(id + "@shop.example"))
                        .isEmpty())
                .toList();
    }

    @Test
    void byTheReturnedIdWhereTheTagIsLost() {
        complaint("n-1", mailTo("bob").id(), "");
        assertThat(suppressed()).containsExactly("bob");
    }

    @Test
    void byTheTagWhereTheReceiptIsLost() {
        complaint("n-1", mailTo("eve").id(), tag(mailTo("eve")));
        assertThat(suppressed()).containsExactly("eve");
    }

    @Test
    void withoutEitherByNothing() {
        complaint("n-1", mailTo("eve").id(), "");
        complaint("n-2", "0102-another", "");
        assertThat(suppressed()).isEmpty();
    }

    @Test
    void aForgedTagIsNoTag() {
        String forged = tag(mailTo("chie")).replaceFirst(".$", "!");
        complaint("n-1", "0102-another", forged);
        assertThat(suppressed()).isEmpty();
        complaint("n-2", mailTo("bob").id(), forged);
        assertThat(suppressed()).containsExactly("bob");
    }

    @Test
    void whatIsToldTwiceIsOnRecordOnce() {
        for (int time = 0; time < 2; time++) {
            complaint("n-1", mailTo("bob").id(), tag(mailTo("bob")));
            complaint("n-2", mailTo("chie").id(), "");
        }
        for (String id : List.of("bob", "chie")) {
            String story = reengage.insight().explain(id, "letter").text();
            assertThat(story.lines().filter(line -> line.contains("suppressed: COMPLAINT")))
                    .as(story)
                    .hasSize(1);
        }
    }
}
