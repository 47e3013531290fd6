// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.activity.ActivityType.RECEIVED;
import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.clicked;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.not;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Span.months;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.campaign.Campaign;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.rows.Backend;
import io.reengage.report.Overlap;
import io.reengage.report.Preview;
import io.reengage.report.SegmentPreview;
import io.reengage.segment.Condition;
import io.reengage.segment.VerdictCount;
import io.reengage.segment.sql.HostTables;
import io.reengage.subscriber.Subscriber;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host whose store searches by itself: the engine reads few, and decides as if it had read all. */
class SegmentStoreTest {
    private static final Condition SILENT = allOf(
            subscribed(World.LIST),
            inactive(CLICKED, PURCHASED).forAtLeast(months(12)).afterReceiving(5));

    private final DataSource database = Backend.H2.empty();
    private final World plain = new World(Ledger.inMemory(), 60, 240);
    private final World searching = new World(Ledger.inMemory(), 60, 240, this::onTables);

    @AfterEach
    void close() {
        plain.close();
        searching.close();
    }

    private ReengageBuilder onTables(ReengageBuilder builder) {
        sql("CREATE TABLE customer (id VARCHAR(40) PRIMARY KEY, mail VARCHAR(99), zone VARCHAR(40), joined TIMESTAMP,"
                + " member BOOLEAN, agreed BOOLEAN)");
        sql("CREATE TABLE event (id VARCHAR(99) PRIMARY KEY, customer VARCHAR(40), kind VARCHAR(20), at BIGINT)");
        for (Subscriber each : plain.people) {
            sql(
                    "INSERT INTO customer VALUES (?, ?, 'Asia/Tokyo', TIMESTAMP '2024-02-01 00:00:00', TRUE, TRUE)",
                    each.id(),
                    each.id() + "@people.example");
        }
        for (Activity each : plain.history) {
            sql(
                    "INSERT INTO event VALUES (?, ?, ?, ?)",
                    each.id(),
                    each.subscriberId(),
                    each.type().name(),
                    each.at().toEpochMilli());
        }
        HostTables tables = HostTables.in(database)
                .people(
                        "customer",
                        people -> people.email("mail")
                                .zone("zone")
                                .joinedAt("joined")
                                .list(World.LIST, list -> list.member("member").consented("agreed")))
                .activities(
                        "event",
                        events -> events.subscriber("customer")
                                .type("kind")
                                .types(CLICKED, PURCHASED, RECEIVED)
                                .id("id"))
                .observedSince(World.START.minus(Duration.ofDays(1000)))
                .clocksIn(ZoneOffset.UTC)
                .creatingChangeTable()
                .build();
        return builder.subscribers(tables.subscriberStore()).activity(tables.activitySource());
    }

    private static Campaign campaign(Condition audience) {
        return World.winBack().audience(audience).build();
    }

    @Test
    void a_standing_campaign_reads_those_who_may_belong_and_nobody_else() {
        plain.reengage.campaigns().launch(campaign(SILENT));
        searching.reengage.campaigns().launch(campaign(SILENT));

        Work byReading = plain.run();
        Work bySearching = searching.run();

        assertThat(bySearching.enrolled()).isEqualTo(byReading.enrolled()).isEqualTo(60);
        assertThat(bySearching.sent()).isEqualTo(byReading.sent());
        assertThat(byReading.scanned()).isEqualTo(300);
        assertThat(bySearching.scanned()).isEqualTo(60);
    }

    @Test
    void what_only_the_ledger_knows_takes_people_out() {
        record(CLICKED, "silent-0007");
        searching.reengage.campaigns().launch(campaign(SILENT));

        assertThat(searching.run().enrolled()).isEqualTo(59);
    }

    @Test
    void what_only_the_ledger_knows_brings_people_in() {
        record(CLICKED, "silent-0007");
        Condition recent = allOf(subscribed(World.LIST), clicked().within(days(7)));
        searching.reengage.campaigns().launch(campaign(recent));

        assertThat(searching.run().enrolled()).isEqualTo(1);
    }

    @Test
    void a_preview_counts_everybody_although_it_reads_few() {
        Preview byReading = plain.reengage.campaigns().preview(campaign(SILENT));
        Preview bySearching = searching.reengage.campaigns().preview(campaign(SILENT));

        assertThat(bySearching.people()).isEqualTo(300);
        assertThat(bySearching.text()).isEqualTo(byReading.text());
        assertThat(bySearching.in()).isEqualTo(byReading.in());
        assertThat(bySearching.samples()).hasSameSizeAs(byReading.samples());
    }

    @Test
    void counts_agree_with_and_without_a_search() {
        for (Condition each : List.of(
                SILENT, not(SILENT), clicked().within(days(30)), did(PURCHASED).never(), not(subscribed(World.LIST)))) {
            VerdictCount count = searching.reengage.segments().count(each);
            assertThat(count).isEqualTo(plain.reengage.segments().count(each));
            assertThat(count.people()).isEqualTo(300);
        }
        record(CLICKED, "silent-0007");
        assertThat(searching.reengage.segments().count(SILENT).in()).isEqualTo(59);
    }

    @Test
    void a_waterfall_tells_what_each_part_removes_with_examples() {
        SegmentPreview preview = searching.reengage.segments().preview(SILENT, 2);

        assertThat(preview.count()).isEqualTo(new VerdictCount(60, 240, 0));
        assertThat(preview.waterfall()).extracting(Preview.Remaining::in).containsExactly(300L, 60L);
        assertThat(preview.samples()).hasSize(4);
        assertThat(preview.text()).contains("300").contains("-240");
    }

    @Test
    void an_overlap_splits_everybody() {
        Overlap overlap = searching
                .reengage
                .segments()
                .overlap(clicked().within(days(30)), did(RECEIVED).atLeast(5));

        assertThat(overlap).isEqualTo(new Overlap(240, 0, 60, 0, 0));
        assertThat(searching.reengage.segments().overlap(clicked().within(days(30)), SILENT))
                .isEqualTo(plain.reengage.segments().overlap(clicked().within(days(30)), SILENT));
    }

    private void record(io.reengage.activity.ActivityType type, String id) {
        searching.reengage.feedback().record(Activity.of(type).by(id).at(World.START.minusSeconds(60)));
    }

    private void sql(String text, Object... values) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(text)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
