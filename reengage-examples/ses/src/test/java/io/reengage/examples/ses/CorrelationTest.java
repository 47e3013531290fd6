// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.ses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reengage.Reengage;
import io.reengage.activity.ActivityType;
import io.reengage.activity.ProviderActivity;
import io.reengage.mail.ReturnPath;
import io.reengage.subscriber.Address;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SES gives a mail an id of its own in place of the Message-ID: by what else the message is found, and by what it is not. */
class CorrelationTest {
    private static final List<String> PEOPLE = List.of("ann", "bob", "chie", "dan", "eve");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Instant at = Instant.now();

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
        tell(ActivityType.COMPLAINED, notification, messageId, tag);
    }

    private void tell(ActivityType what, String notification, String messageId, String tag) {
        correlation.accept(new SesEvents.Told(
                ProviderActivity.of(what, "email", messageId, at).id(notification), tag));
    }

    private List<String> suppressed() {
        return PEOPLE.stream()
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

    /** Everything on record about everybody, but for when it was asked. */
    private Map<String, JsonNode> onRecord() throws JsonProcessingException {
        reengage.runDue(Duration.ofSeconds(30));
        Map<String, JsonNode> all = new TreeMap<>();
        for (String id : PEOPLE) {
            ObjectNode rows = (ObjectNode) JSON.readTree(reengage.privacy().export(id));
            rows.remove("exportedAt");
            all.put(id, rows);
        }
        return all;
    }

    private void tellAll(boolean withTags) {
        Map<String, ActivityType> fates = Map.of(
                "ann", ActivityType.RECEIVED,
                "bob", ActivityType.HARD_BOUNCED,
                "chie", ActivityType.COMPLAINED,
                "dan", ActivityType.SOFT_BOUNCED);
        fates.forEach((id, fate) -> tell(fate, "n-" + id, mailTo(id).id(), withTags ? tag(mailTo(id)) : ""));
        tell(ActivityType.RECEIVED, "n-eve", mailTo("eve").id(), tag(mailTo("eve")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsToldTwiceIsOnRecordOnce(boolean withTagsAgain) throws JsonProcessingException {
        Map<String, JsonNode> before = onRecord();
        tellAll(true);
        Map<String, JsonNode> once = onRecord();
        tellAll(withTagsAgain);

        assertThat(onRecord()).isEqualTo(once);
        for (String id : PEOPLE) {
            JsonNode rows = Objects.requireNonNull(once.get(id));
            assertThat(rows.path("activities"))
                    .filteredOn(each -> each.path("id").asText().endsWith("/n-" + id))
                    .hasSize(1);
            assertThat(rows.path("messages")).hasSize(1);
            assertThat(rows).isNotEqualTo(before.get(id));
        }
        assertThat(Objects.requireNonNull(once.get("eve"))
                        .at("/messages/0/state")
                        .asText())
                .isEqualTo("SENT");
        assertThat(suppressed()).containsExactly("bob", "chie");
    }
}
