// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.campaign.Tracked.CLICKS;
import static io.reengage.campaign.Tracked.HIDDEN_LINK;
import static io.reengage.campaign.Tracked.OPENS;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Span.months;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Tracked;
import io.reengage.ledger.Ledger;
import io.reengage.link.LandingResponse;
import io.reengage.link.Tracking;
import io.reengage.report.CampaignReport;
import io.reengage.report.Story;
import io.reengage.segment.Verdict;
import java.time.Duration;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From a template to a mail to a request to a fact on record to a verdict. */
class TrackingTest {

    static Stream<Ledger> ledgers() {
        return Stream.of(
                Ledger.inMemory(),
                Ledger.jdbc(JdbcConnectionPool.create(
                        "jdbc:h2:mem:tracking" + System.identityHashCode(new Object()) + ";DB_CLOSE_DELAY=-1",
                        "",
                        "")));
    }

    @ParameterizedTest
    @MethodSource("ledgers")
    void aFollowedLinkIsASignOfLife(Ledger ledger) {
        try (Mailing mailing = new Mailing(ledger, Tracking.ofDefaults(), CLICKS)) {
            assertThat(mailing.links("ann")).hasSize(3); // two in the HTML, one of them in the text, too
            assertThat(mailing.silent("ann")).isEqualTo(Verdict.IN);
            mailing.later(Duration.ofHours(3));

            LandingResponse response = mailing.follow("ann", 0);
            assertThat(response.status()).isEqualTo(302);
            assertThat(response.headers()).containsEntry("Location", "https://shop.example/new?a=1&b=2#top");
            mailing.follow("ann", 0);

            assertThat(mailing.events("ann")).singleElement().satisfies(event -> {
                assertThat(event.type()).isEqualTo(CLICKED);
                assertThat(event.properties())
                        .containsEntry(Activity.LINK, "https://shop.example/new?a=1&b=2#top")
                        .containsEntry(Activity.JUDGED, "no sign of a machine")
                        .containsEntry("agent", Mailing.BROWSER);
            });
            assertThat(mailing.silent("ann")).isEqualTo(Verdict.OUT);
            assertThat(mailing.silent("bob")).isEqualTo(Verdict.IN);
            mailing.endCampaign();
            assertThat(mailing.spared()).containsExactly("ann");
        }
    }

    @ParameterizedTest
    @MethodSource("ledgers")
    void whoeverFollowsTheHiddenLinkTakesTheClicksBeforeWithThem(Ledger ledger) {
        try (Mailing mailing = new Mailing(ledger, Tracking.ofDefaults(), CLICKS, HIDDEN_LINK)) {
            mailing.later(Duration.ofMinutes(20));
            mailing.follow("ann", 0);
            assertThat(mailing.silent("ann")).isEqualTo(Verdict.OUT);

            mailing.later(Duration.ofSeconds(20));
            assertThat(mailing.fetch("ann", "more").status()).isEqualTo(200);

            assertThat(mailing.events("ann")).extracting(Activity::type).containsOnly(CLICKED.machine());
            assertThat(mailing.events("ann"))
                    .extracting(event -> event.properties().get(Activity.JUDGED))
                    .containsExactlyInAnyOrder("scanner: hidden link followed", "hidden link");
            assertThat(mailing.silent("ann")).isEqualTo(Verdict.IN);

            mailing.later(Duration.ofHours(2));
            mailing.follow("ann", 1);
            assertThat(mailing.silent("ann")).isEqualTo(Verdict.OUT);
            assertThat(mailing.events("ann"))
                    .extracting(Activity::type)
                    .containsExactlyInAnyOrder(CLICKED, CLICKED.machine(), CLICKED.machine());
        }
    }

    /** What is known in the end counts, not what was known first. */
    @ParameterizedTest
    @MethodSource("ledgers")
    void theHiddenLinkTellsOfTheClicksAfterItToo(Ledger ledger) {
        try (Mailing mailing = new Mailing(ledger, Tracking.ofDefaults(), CLICKS, HIDDEN_LINK)) {
            mailing.later(Duration.ofMinutes(20));
            mailing.fetch("ann", "more");
            mailing.later(Duration.ofSeconds(20));
            mailing.follow("ann", 0);
            assertThat(mailing.events("ann"))
                    .extracting(event -> event.properties().get(Activity.JUDGED))
                    .containsExactlyInAnyOrder("scanner: hidden link followed", "hidden link");
            assertThat(mailing.silent("ann")).isEqualTo(Verdict.IN);
            assertThat(mailing.follow("bob", 0).status()).isEqualTo(302);
            assertThat(mailing.clicks("bob")).containsExactly(CLICKED);
        }
    }

    @ParameterizedTest
    @MethodSource("ledgers")
    void allLinksWithinSecondsAreAScannersDoing(Ledger ledger) {
        try (Mailing mailing = new Mailing(ledger, Tracking.ofDefaults(), CLICKS)) {
            mailing.later(Duration.ofMinutes(20));
            mailing.follow("ann", 0);
            mailing.later(Duration.ofSeconds(3));
            mailing.follow("ann", 1);
            assertThat(mailing.events("ann")).extracting(Activity::type).containsOnly(CLICKED.machine());
            assertThat(mailing.silent("ann")).isEqualTo(Verdict.IN);
            mailing.endCampaign();
            assertThat(mailing.spared()).isEmpty();
        }
    }

    /** "a later human sign upgrades": what was merely too quick becomes the person's who presses the button or buys. */
    @ParameterizedTest
    @MethodSource("ledgers")
    void aPersonWhoActsMakesAQuickVisitTheirs(Ledger ledger) {
        try (Mailing mailing = new Mailing(ledger, Tracking.ofDefaults(), CLICKS)) {
            mailing.later(Duration.ofSeconds(5));
            mailing.follow("ann", 0);
            mailing.follow("bob", 0);
            mailing.follow("eve", 0);
            assertThat(mailing.silent("ann")).isEqualTo(Verdict.IN);

            mailing.later(Duration.ofSeconds(40));
            mailing.keep("ann");
            mailing.later(Duration.ofHours(1));
            mailing.world
                    .reengage
                    .feedback()
                    .record(Activity.of(PURCHASED).by("bob").at(mailing.world.clock.instant()));

            assertThat(mailing.clicks("ann")).containsExactly(CLICKED);
            assertThat(mailing.clicks("bob")).containsExactly(CLICKED);
            assertThat(mailing.clicks("eve")).containsExactly(CLICKED.machine());
            assertThat(mailing.clickedLately("ann")).isEqualTo(Verdict.IN);
            assertThat(mailing.clickedLately("bob")).isEqualTo(Verdict.IN);
            assertThat(mailing.clickedLately("eve")).isEqualTo(Verdict.OUT);
        }
    }

    @ParameterizedTest
    @MethodSource("ledgers")
    void scannersNeverChangeWhereAPersonStands(Ledger ledger) {
        try (Mailing mailing = new Mailing(ledger, Tracking.ofDefaults(), CLICKS, OPENS, HIDDEN_LINK)) {
            mailing.later(Duration.ofHours(3));
            for (String link : mailing.personalLinks("ann")) {
                mailing.request("HEAD", link, Mailing.BROWSER);
                mailing.request("GET", link, "Barracuda Sentinel (EE)");
                mailing.request("GET", link, "");
                mailing.request("OPTIONS", link, Mailing.BROWSER);
            }
            assertThat(mailing.events("ann"))
                    .isNotEmpty()
                    .allMatch(event -> event.type().isMachine());
            assertThat(mailing.silent("ann")).isEqualTo(Verdict.IN);
            mailing.endCampaign();
            assertThat(mailing.spared()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("ledgers")
    void anOpeningIsToldOfThoseWhoAgreedAndCountsIfAPersonLooks(Ledger ledger) {
        try (Mailing mailing = new Mailing(ledger, Tracking.ofDefaults(), OPENS)) {
            assertThat(mailing.html("ann")).contains("/r/seen/");
            assertThat(mailing.html("bob")).doesNotContain("/r/seen/");
            mailing.later(Duration.ofHours(1));
            mailing.request("GET", mailing.link("ann", "seen"), "Mozilla/5.0");
            assertThat(mailing.clicks("ann")).containsExactly(OPENED.machine());
            assertThat(mailing.silent("ann")).isEqualTo(Verdict.IN);

            mailing.endCampaign();
            mailing.later(Duration.ofDays(40));
            LandingResponse picture = mailing.fetch("ann", "seen");
            assertThat(picture.headers()).containsEntry("Content-Type", "image/gif");
            assertThat(mailing.clicks("ann")).containsExactlyInAnyOrder(OPENED, OPENED.machine());
            assertThat(mailing.silent("ann")).isEqualTo(Verdict.OUT);
        }
    }

    /** A no said later holds for mails already sent. */
    @Test
    void whoRefusesLaterIsNotNotedAnyMore() {
        try (Mailing mailing = new Mailing(Ledger.inMemory(), Tracking.ofDefaults(), CLICKS, OPENS)) {
            mailing.later(Duration.ofHours(1));
            mailing.refuse("ann");
            assertThat(mailing.follow("ann", 0).status()).isEqualTo(302);
            assertThat(mailing.fetch("ann", "seen").status()).isEqualTo(200);
            assertThat(mailing.events("ann")).isEmpty();
        }
    }

    @Test
    void whoRefusedGetsAMailThatTellsNothing() {
        try (Mailing mailing = new Mailing(Ledger.inMemory(), Tracking.ofDefaults(), Tracked.values())) {
            assertThat(mailing.html("zoe"))
                    .contains("href=\"https://shop.example/new?a=1&amp;b=2#top\"")
                    .doesNotContain("/r/go/", "/r/seen/", "/r/more/");
        }
    }

    @ParameterizedTest
    @MethodSource("ledgers")
    void oneSwitchEndsAllTracking(Ledger ledger) {
        try (Mailing mailing = new Mailing(ledger, Tracking.none(), Tracked.values())) {
            assertThat(mailing.html("ann"))
                    .contains("/r/keep-me/", "/r/unsubscribe/")
                    .doesNotContain("/r/go/", "/r/seen/", "/r/more/");
            mailing.later(Duration.ofHours(1));
            assertThat(mailing.request("GET", mailing.link("ann", "keep-me"), Mailing.BROWSER)
                            .status())
                    .isEqualTo(200);
            assertThat(mailing.events("ann")).isEmpty();
            CampaignReport.StepLine line = mailing.line();
            assertThat(line.clicked()).isNull();
            assertThat(line.opened()).isNull();
            assertThat(line.clickRate()).isEmpty();
            assertThat(mailing.report().reach().clicked()).isNull();
            assertThat(mailing.preview().notes())
                    .anySatisfy(warning -> assertThat(warning).contains("nothing is measured"));
            mailing.keep("ann");
            assertThat(mailing.events("ann"))
                    .extracting(Activity::type)
                    .containsExactly(ActivityType.confirmedOn("keep-me"));
        }
    }

    /** Silence where nothing is measured is no silence (mailpoet#3752). */
    @Test
    void whereNothingIsMeasuredNobodyIsCalledSilentForIt() {
        try (Mailing mailing = new Mailing(Ledger.inMemory(), Tracking.none())) {
            mailing.later(Duration.ofDays(500));
            assertThat(mailing.verdict("ann", inactive(OPENED).forAtLeast(months(12))))
                    .isEqualTo(Verdict.UNKNOWN);
        }
    }

    @Test
    void aCampaignMayGoWithoutTracking() {
        Campaign quiet = Mailing.campaign(Tracked.values()).withoutTracking().build();
        try (Mailing mailing = new Mailing(Ledger.inMemory(), Tracking.ofDefaults(), quiet)) {
            assertThat(mailing.html("ann")).doesNotContain("/r/go/", "/r/seen/", "/r/more/");
            mailing.later(Duration.ofHours(1));
            mailing.request("GET", mailing.link("ann", "keep-me"), Mailing.BROWSER);
            assertThat(mailing.events("ann")).isEmpty();
            assertThat(mailing.line().clicked()).isNull();
        }
    }

    @Test
    void aTestMailsLinksLeadOnAndAreNobodys() {
        try (Mailing mailing = new Mailing(Ledger.inMemory(), Tracking.ofDefaults(), CLICKS)) {
            String link = mailing.testMail("ann");
            mailing.later(Duration.ofHours(1));
            assertThat(mailing.request("GET", link, Mailing.BROWSER).status()).isEqualTo(302);
            assertThat(mailing.events("ann")).isEmpty();
            assertThat(mailing.silent("ann")).isEqualTo(Verdict.IN);
        }
    }

    @Test
    void whoKnowsDataCentresTellsThemFromPeople() {
        try (Mailing mailing = new Mailing(Ledger.inMemory(), Mailing.knowing("203.0.113.0/24"), CLICKS)) {
            mailing.later(Duration.ofSeconds(30));
            mailing.followFrom("203.0.113.9", "ann");
            mailing.followFrom("198.51.100.1", "bob");
            assertThat(mailing.clicks("ann")).containsExactly(CLICKED.machine());
            assertThat(mailing.clicks("bob")).containsExactly(CLICKED);
            assertThat(mailing.events("ann"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.properties())
                            .containsEntry("network", "DATA_CENTRE")
                            .containsEntry(Activity.JUDGED, "data centre soon after delivery")
                            .doesNotContainValue("203.0.113.9"));
        }
    }

    @Test
    void reportAndStoryShowPeopleAndMachinesApart() {
        try (Mailing mailing = new Mailing(Ledger.inMemory(), Tracking.ofDefaults(), CLICKS, OPENS)) {
            mailing.later(Duration.ofHours(1));
            mailing.follow("ann", 0);
            mailing.request("GET", mailing.link("bob", "go"), "curl/8.5.0");
            mailing.fetch("ann", "seen");
            assertThat(mailing.line().clicked()).isEqualTo(new CampaignReport.Told(1, 1));
            assertThat(mailing.line().opened()).isEqualTo(new CampaignReport.Told(1, 0));
            Story ann = mailing.world.reengage.insight().explain("ann", "news");
            assertThat(ann.text())
                    .contains(
                            "link to https://shop.example/new?a=1&b=2#top followed by a person: no sign of a machine",
                            "opened by a person: no sign of a machine");
            assertThat(mailing.world.reengage.insight().explain("bob", "news").text())
                    .contains("link to https://shop.example/new?a=1&b=2#top followed by a machine: http library");
        }
    }

    @Test
    void aLinkFollowedOverAndOverDoesNotFillTheLedger() {
        try (Mailing mailing = new Mailing(Ledger.inMemory(), Tracking.ofDefaults(), CLICKS)) {
            for (int minute = 0; minute < 600; minute++) {
                mailing.later(Duration.ofMinutes(1));
                mailing.request("GET", mailing.link("ann", "go"), "curl/8.5.0");
            }
            assertThat(mailing.events("ann")).hasSize(500);
            assertThat(mailing.follow("ann", 0).status()).isEqualTo(302);
            mailing.keep("ann");
            assertThat(mailing.silent("ann")).isEqualTo(Verdict.OUT);
            assertThat(mailing.line().clicked()).isEqualTo(new CampaignReport.Told(1, 500));
        }
    }
}
