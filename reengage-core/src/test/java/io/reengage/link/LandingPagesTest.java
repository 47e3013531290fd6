// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LandingPagesTest {

    private static final String KEEP_ME = Given.pathOf(Given.token(LinkToken.KEEP_ME));
    private static final String UNSUBSCRIBE = Given.pathOf(Given.token(LinkToken.UNSUBSCRIBE));

    private final RecordedVisits visits = new RecordedVisits();
    private final LandingPages pages = LandingPages.builder(Given.LINKS, visits, () -> Given.NOW)
            .brand("Kaze")
            .build();

    @ParameterizedTest
    @ValueSource(strings = {LinkToken.KEEP_ME, LinkToken.PREFERENCES, LinkToken.UNSUBSCRIBE})
    void aGetShowsThePageAndNotesTheVisit(String page) {
        LinkToken token = Given.token(page);

        LandingResponse response = pages.respond(Given.get(Given.pathOf(token)));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).contains("<h1>").contains("method=\"post\"");
        assertThat(visits.visits).containsExactly(new RecordedVisits.Visit(token, false, Given.NOW));
        assertThat(visits.answers).isEmpty();
    }

    /** S-14. */
    @Test
    void readingChangesNothingHoweverOften() {
        IntStream.range(0, 100)
                .parallel()
                .forEach(time -> Stream.of(KEEP_ME, UNSUBSCRIBE)
                        .forEach(path -> Stream.of("GET", "HEAD", "OPTIONS", "get", "options")
                                .forEach(method -> pages.respond(Given.request(
                                        method, path, Map.of("answer", "leave", "List-Unsubscribe", "One-Click"))))));

        assertThat(visits.answers).isEmpty();
        assertThat(visits.visits).hasSize(400);
    }

    @Test
    void headIsAGetWithoutBodyAndVisit() {
        LandingResponse head = pages.respond(Given.request("HEAD", KEEP_ME, Map.of()));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers()).isEqualTo(pages.respond(Given.get(KEEP_ME)).headers());
        assertThat(visits.visits).hasSize(1);
    }

    @Test
    void optionsTellsTheMethodsAndNothingOfTheLink() {
        LandingResponse good = pages.respond(Given.request("OPTIONS", KEEP_ME, Map.of()));

        assertThat(good.status()).isEqualTo(204);
        assertThat(good.headers()).containsEntry("Allow", "GET, HEAD, OPTIONS, POST");
        assertThat(pages.respond(Given.request("OPTIONS", "/x/y", Map.of()))).isEqualTo(good);
    }

    /** In Turkish the upper case of i is not I. */
    @Test
    void methodsAreReadTheSameInEveryLanguage() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        try {
            assertThat(pages.respond(Given.request("options", KEEP_ME, Map.of()))
                            .status())
                    .isEqualTo(204);
            assertThat(Answer.Reason.of("price")).contains(Answer.Reason.PRICE);
            assertThat(Answer.Reason.NEVER_SIGNED_UP.code()).isEqualTo("never_signed_up");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "TRACE", "", "POST "})
    void otherMethodsAreRefused(String method) {
        LandingResponse response = pages.respond(Given.request(method, KEEP_ME, Map.of("answer", "leave")));

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers()).containsKey("Allow");
        assertThat(visits.answers).isEmpty();
    }

    @Test
    void aScannerIsToldFromAPerson() {
        pages.respond(LandingRequest.withForm("GET", KEEP_ME, Map.of("user-agent", List.of("Slackbot 1.0")), Map.of()));
        pages.respond(LandingRequest.withForm(
                "GET",
                KEEP_ME,
                Map.of("User-Agent", List.of(Given.BROWSER), "SEC-PURPOSE", List.of("prefetch")),
                Map.of()));

        assertThat(visits.visits).extracting(RecordedVisits.Visit::machine).containsExactly(true, true);
    }

    @ParameterizedTest
    @CsvSource({
        "keep-me,keep,Kept[]",
        "preferences,keep,Kept[]",
        "keep-me,fewer,Fewer[]",
        "keep-me,leave,Left[reason=null]",
        "preferences,leave,Left[reason=null]",
        "unsubscribe,unsubscribe,Unsubscribed[]"
    })
    void aButtonSaysWhatItSays(String page, String word, String answer) {
        LandingResponse response = pages.respond(Given.post(Given.pathOf(Given.token(page)), "answer", word));

        assertThat(response.status()).isEqualTo(200);
        assertThat(visits.answers).singleElement().satisfies(told -> {
            assertThat(told.answer()).hasToString(answer);
            assertThat(told.token()).isEqualTo(Given.token(page));
            assertThat(told.at()).isEqualTo(Given.NOW);
        });
        assertThat(visits.visits).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"pause-1,2026-12-21", "pause-3,2027-02-21", "pause-6,2027-05-21"})
    void aPauseEndsWithADay(String word, String day) {
        LandingResponse response = pages.respond(Given.post(KEEP_ME, "answer", word));

        assertThat(visits.answers)
                .extracting(RecordedVisits.Answered::answer)
                .containsExactly(new Answer.Paused(Instant.parse(day + "T00:00:00Z")));
        assertThat(response.body()).contains("21, 202");
    }

    @ParameterizedTest
    @CsvSource({
        "too_many,TOO_MANY",
        "not_relevant,NOT_RELEVANT",
        "never_signed_up,NEVER_SIGNED_UP",
        "price,PRICE",
        "prefer_other,PREFER_OTHER",
        "other,OTHER",
        "'',",
        "TOO_MANY,",
        "<script>,"
    })
    void onlyReasonsOfTheListAreTaken(String code, Answer.Reason reason) {
        pages.respond(Given.request("POST", KEEP_ME, Map.of("answer", "leave", "reason", code)));

        assertThat(visits.answers).extracting(RecordedVisits.Answered::answer).containsExactly(new Answer.Left(reason));
    }

    @Test
    void whoUnsubscribedMaySayWhy() {
        LandingResponse off = pages.respond(Given.post(UNSUBSCRIBE, "answer", "unsubscribe"));
        LandingResponse said =
                pages.respond(Given.request("POST", UNSUBSCRIBE, Map.of("answer", "leave", "reason", "price")));

        assertThat(off.body()).contains("You are off the list").contains("name=\"reason\"");
        assertThat(said.body()).contains("You are off the list").doesNotContain("<form");
        assertThat(visits.answers)
                .extracting(RecordedVisits.Answered::answer)
                .containsExactly(new Answer.Unsubscribed(), new Answer.Left(Answer.Reason.PRICE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KEEP", "unsubscribe", "pause-2", "pause", "delete"})
    void anAnswerThePageDoesNotOfferChangesNothing(String word) {
        LandingResponse response = pages.respond(Given.post(KEEP_ME, "answer", word));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).contains("Nothing has been changed").contains("value=\"keep\"");
        assertThat(visits.answers).isEmpty();
    }

    @Test
    void oneClickOnAnotherPageChangesNothing() {
        LandingResponse response = pages.respond(Given.post(KEEP_ME, "List-Unsubscribe", "One-Click"));

        assertThat(response.status()).isEqualTo(400);
        assertThat(visits.answers).isEmpty();
    }

    @Test
    void aRepeatedAnswerShowsTheSamePage() {
        LandingResponse first = pages.respond(Given.post(UNSUBSCRIBE, "List-Unsubscribe", "One-Click"));
        LandingResponse second = pages.respond(Given.post(UNSUBSCRIBE, "List-Unsubscribe", "One-Click"));

        assertThat(second).isEqualTo(first);
        assertThat(visits.answers).hasSize(2).allMatch(told -> told.equals(visits.answers.get(0)));
    }

    /** S-11, S-33: which of the reasons it was cannot be told. */
    @Test
    void everyBadLinkGetsTheSameAnswer() {
        LinkToken old = new LinkToken("keep-me", "r", "s", "42", "newsletter", "ja", Given.NOW);
        LinkToken unknown = new LinkToken("redeem", "r", "s", "42", "newsletter", "ja", LinkToken.NEVER);
        String retired = SignedLinks.at(Given.BASE)
                .signedWith(SigningKeys.of("2020", Given.secret(1)))
                .to(Given.token("keep-me"))
                .getRawPath();
        List<String> bad = List.of(
                Given.pathOf(old),
                Given.pathOf(unknown),
                retired,
                KEEP_ME + "A",
                KEEP_ME.replace("keep-me", "unsubscribe"),
                UNSUBSCRIBE.replace("unsubscribe", "keep-me"),
                "/mail/keep-me/",
                "/mail/keep-me",
                "/",
                "",
                "x");

        for (String method : List.of("GET", "POST")) {
            assertThat(bad.stream().map(path -> pages.respond(Given.request(method, path, Map.of("answer", "leave")))))
                    .allMatch(response -> response.status() == 404)
                    .containsOnly(pages.respond(Given.get("/none")));
        }
        assertThat(visits.visits).isEmpty();
        assertThat(visits.answers).isEmpty();
    }

    @Test
    void aQueryChangesNeitherWhomNorWhat() {
        pages.respond(Given.post(KEEP_ME + "?answer=leave&subscriberId=43#x", "answer", "keep"));
        pages.respond(Given.request("POST", "/a/b/c" + KEEP_ME, Map.of("answer", "keep", "subscriberId", "43")));

        assertThat(visits.answers)
                .hasSize(2)
                .allMatch(told -> told.token().subscriberId().equals("42") && told.answer() instanceof Answer.Kept);
    }

    @ParameterizedTest
    @CsvSource({"GET,keep-me,''", "POST,keep-me,keep", "POST,unsubscribe,unsubscribe", "POST,preferences,leave"})
    void whatCouldNotBeKeptIsNotClaimed(String method, String page, String word) {
        visits.failing = true;

        LandingResponse response =
                pages.respond(Given.request(method, Given.pathOf(Given.token(page)), Map.of("answer", word)));

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers()).containsEntry("Retry-After", "60");
        assertThat(response.body())
                .contains("Please try again")
                .doesNotContain("off the list")
                .doesNotContain("You stay");
    }

    @Test
    void afterAFailureTheSameButtonWorks() {
        visits.failing = true;
        pages.respond(Given.post(KEEP_ME, "answer", "keep"));
        visits.failing = false;

        assertThat(pages.respond(Given.post(KEEP_ME, "answer", "keep")).status())
                .isEqualTo(200);
        assertThat(visits.answers).hasSize(1);
    }

    @Test
    void anUnsubscribeLinkOfYearsAgoStillWorks() {
        LandingPages later = LandingPages.builder(Given.LINKS, visits, () -> Given.NOW.plus(Duration.ofDays(3000)))
                .build();

        assertThat(later.respond(Given.post(UNSUBSCRIBE, "List-Unsubscribe", "One-Click"))
                        .status())
                .isEqualTo(200);
    }
}
