// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Definitions;
import io.reengage.segment.Condition;
import io.reengage.segment.Segment;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Subscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListFilesTest {
    private static final Instant AS_OF = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path dir;

    @Test
    void readsWhatTheColumnsSay() throws IOException {
        ListFiles list = read("""
                \uFEFFid,email,joined_at,language,zone,first_name,last_name,consent,plan\r
                7,taro@shop.example,2020-05-01,ja-jp,Asia/Tokyo,太郎,"山田, Jr.",yes,gold\r
                """, """
                subscriber_id,type,at,value,coupon
                7,purchased,2025-02-01T12:00:00+09:00,12.50,X1
                """, true, false);

        Subscriber person = list.people().get(0);
        assertThat(person.address(Address.EMAIL)).contains(Address.email("taro@shop.example"));
        assertThat(person.language()).isEqualTo("ja-JP");
        assertThat(person.zone()).isEqualTo("Asia/Tokyo");
        assertThat(person.joinedAt()).isEqualTo(Instant.parse("2020-05-01T00:00:00Z"));
        assertThat(person.attributes())
                .containsEntry("firstName", "太郎")
                .containsEntry("lastName", "山田, Jr.")
                .containsEntry("plan", "gold");
        assertThat(person.mayReceive("newsletter")).isTrue();
        Activity activity = list.activities().get(0);
        assertThat(activity.type()).isEqualTo(ActivityType.PURCHASED);
        assertThat(activity.at()).isEqualTo(Instant.parse("2025-02-01T03:00:00Z"));
        assertThat(activity.properties()).containsEntry("value", "12.50").containsEntry("coupon", "X1");
    }

    @Test
    void assumedConsentNeverOverridesANo() throws IOException {
        String people = "id,email,consent\n1,a@shop.example,no\n2,b@shop.example,\n3,c@shop.example,yes\n";

        assertThat(read(people, "subscriber_id,type,at\n", false, true).people())
                .extracting(person -> person.mayReceive("newsletter"))
                .containsExactly(false, true, true);
        assertThat(read(people, "subscriber_id,type,at\n", false, false).people())
                .extracting(person -> person.mayReceive("newsletter"))
                .containsExactly(false, false, true);
    }

    @Test
    void activitiesOfStrangersAreCountedAndLeftAside() throws IOException {
        ListFiles list = read(
                "id,email\n1,a@shop.example\n",
                "subscriber_id,type,at\n1,visited,2025-01-01\n9,visited,2025-01-01\n",
                false,
                false);

        assertThat(list.activities()).hasSize(1);
        assertThat(list.ofStrangers()).isEqualTo(1);
    }

    @Test
    void anActivityWithAnIdSeenBeforeCountsOnce() throws IOException {
        ListFiles list = read(
                "id,email\n1,a@shop.example\n",
                "id,subscriber_id,type,at\nx,1,visited,2025-01-01\nx,1,visited,2025-01-01\ny,1,visited,2025-01-01\n",
                false,
                false);

        assertThat(list.activities()).hasSize(2);
    }

    @Test
    void aRuleMayBeAFile() throws IOException {
        Condition rule = Rules.parse("lapsed-buyers:180D");
        Path file = Files.writeString(dir.resolve("rule.json"), Definitions.toJson(rule));

        assertThat(Rules.parse(file.toString())).isEqualTo(rule);
    }

    @Test
    void decisionsSayWhyAndHoldNoFormula() throws IOException {
        ListFiles list = read(
                "id,email,joined_at,consent\n=1+1,a@shop.example,2020-01-01,yes\n2,b@shop.example,2020-01-01,yes\n",
                "subscriber_id,type,at\n=1+1,purchased,2024-01-01\n2,purchased,2025-12-01\n",
                false,
                false);
        Path file = dir.resolve("decisions.csv");

        DecisionFile.write(list, new Segment("lapsed", Rules.parse("lapsed-buyers:180D")), file);

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("'=1+1,IN,").contains("last purchased 2024-01-01");
        assertThat(lines.get(2)).startsWith("2,OUT,").contains("last purchased 2025-12-01");
    }

    /** 1,843 is what awk counts: at least one purchase, none from 2 January 1998 on. */
    @Test
    void cdnowLapsedBuyersAreThoseAnIndependentQueryCounts() throws IOException {
        Path cdnow = Path.of("../../../shared/data/cdnow");
        assumeThat(cdnow).as("../shared/data/cdnow beside this repository").exists();
        ListFiles list = ListFiles.read(
                cdnow.resolve("subscribers.csv"),
                cdnow.resolve("activity.csv"),
                false,
                new Assumptions("newsletter", true, Instant.parse("1998-07-01T00:00:00Z")));
        Path file = dir.resolve("decisions.csv");

        DecisionFile.write(list, new Segment("lapsed", Rules.parse("lapsed-buyers:180D")), file);

        assertThat(list.people()).hasSize(2_357);
        assertThat(list.activities()).hasSize(6_919);
        assertThat(Files.readAllLines(file).stream().filter(line -> line.contains(",IN,")))
                .hasSize(1_843);
    }

    private ListFiles read(String people, String history, boolean moreColumns, boolean assumeConsent)
            throws IOException {
        return ListFiles.read(
                Files.writeString(dir.resolve("people.csv"), people),
                Files.writeString(dir.resolve("history.csv"), history),
                moreColumns,
                new Assumptions("newsletter", assumeConsent, AS_OF));
    }
}
