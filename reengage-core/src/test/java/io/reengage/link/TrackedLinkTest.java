// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that lead on, the picture, and the link nobody sees. */
class TrackedLinkTest {
    private static final String TARGET = "https://shop.example/sale?a=1&b=%E3%81%82#top";
    private static final String GO = Given.pathOf(redirect(TARGET));
    private static final String SEEN = Given.pathOf(Given.token(LinkToken.PIXEL));
    private static final String MORE = Given.pathOf(Given.token(LinkToken.HIDDEN));

    private final RecordedVisits visits = new RecordedVisits();
    private final LandingPages pages =
            LandingPages.builder(Given.LINKS, visits, () -> Given.NOW).build();

    private static LinkToken redirect(String target) {
        LinkToken page = Given.token(LinkToken.KEEP_ME);
        return new LinkToken(
                LinkToken.REDIRECT,
                page.run(),
                page.step(),
                page.subscriberId(),
                page.purpose(),
                page.language(),
                page.expiresAt(),
                new LinkTarget(target, 3));
    }

    @Test
    void aTargetComesBackFromItsTokenAsItWas() {
        Optional<LinkToken> read = Given.LINKS.read(Given.textOf(redirect(TARGET)), Given.NOW);
        assertThat(read).contains(redirect(TARGET));
        assertThat(read.orElseThrow().target()).isEqualTo(new LinkTarget(TARGET, 3));
    }

    @Test
    void aFollowedLinkLeadsOnAndIsNoted() {
        LandingResponse response = pages.respond(Given.get(GO));
        assertThat(response.status()).isEqualTo(302);
        assertThat(response.headers())
                .containsEntry("Location", TARGET)
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Referrer-Policy", "no-referrer")
                .doesNotContainKey("Set-Cookie");
        assertThat(response.body()).isEmpty();
        assertThat(visits.visits).extracting(RecordedVisits.Visit::token).containsExactly(redirect(TARGET));
    }

    /** S-17: nothing in a request but the signed token says where it leads. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "?url=https://evil.example/",
                "?to=//evil.example&target=https://evil.example",
                "?next=javascript:alert(1)#https://evil.example",
                "?redirect_uri=https://evil.example",
                "#https://evil.example"
            })
    void noOtherWordOfARequestChangesWhereItLeads(String added) {
        for (String header : List.of("Referer", "Host", "X-Forwarded-Host", "X-Original-URL", "Location")) {
            LandingResponse response = pages.respond(LandingRequest.withForm(
                    "GET",
                    GO + added,
                    Map.of("User-Agent", List.of(Given.BROWSER), header, List.of("https://evil.example/")),
                    Map.of("url", "https://evil.example/")));
            assertThat(response.headers()).containsEntry("Location", TARGET);
        }
    }

    /** S-10: every bit of a token counts, those of its target, too. */
    @Test
    void anAlteredTokenLeadsNowhereAndIsNotNoted() {
        byte[] bytes = Base64.getUrlDecoder().decode(Given.textOf(redirect(TARGET)));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] altered = bytes.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(altered);
            LandingResponse response = pages.respond(Given.get("/mail/go/" + text));
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.headers()).doesNotContainKey("Location");
        }
        assertThat(visits.visits).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/mail/go/",
                "/mail/go/https://evil.example/",
                "/mail/go/https%3A%2F%2Fevil.example",
                "/mail/go//evil.example",
                "/mail/go/aHR0cHM6Ly9ldmlsLmV4YW1wbGUv"
            })
    void whatIsNoTokenLeadsNowhere(String path) {
        LandingResponse response = pages.respond(Given.get(path));
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.headers()).doesNotContainKey("Location");
        assertThat(visits.visits).isEmpty();
    }

    @Test
    void aTokenOfOneKindIsNoneOfAnother() {
        for (String page : List.of("keep-me", "unsubscribe", "seen", "more", "preferences")) {
            String path = "/mail/" + page + "/" + Given.textOf(redirect(TARGET));
            assertThat(pages.respond(Given.get(path)).headers()).doesNotContainKey("Location");
        }
        assertThat(pages.respond(Given.get("/mail/go/" + Given.textOf(Given.token("keep-me"))))
                        .status())
                .isEqualTo(404);
        assertThat(visits.visits).isEmpty();
    }

    @Test
    void aLookAheadLeadsOnAndIsNotNoted() {
        LandingResponse response = pages.respond(Given.request("HEAD", GO, Map.of()));
        assertThat(response.status()).isEqualTo(302);
        assertThat(response.headers()).containsEntry("Location", TARGET);
        assertThat(visits.visits).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"go", "seen", "more"})
    void nothingHereActs(String page) {
        String path = page.equals("go") ? GO : page.equals("seen") ? SEEN : MORE;
        Map<String, String> form = Map.of("answer", "leave", "List-Unsubscribe", "One-Click");
        assertThat(pages.respond(Given.request("POST", path, form)).status()).isEqualTo(405);
        assertThat(visits.visits).isEmpty();
        assertThat(visits.answers).isEmpty();
    }

    @Test
    void whoFollowsALinkIsNotStoppedBecauseItCannotBeNoted() {
        visits.failing = true;
        assertThat(pages.respond(Given.get(GO)).headers()).containsEntry("Location", TARGET);
        assertThat(pages.respond(Given.get(SEEN)).status()).isEqualTo(200);
    }

    @Test
    void theSameLinkLeadsToTheSameUnderAnOlderKey() {
        SignedLinks rotated = SignedLinks.at(Given.BASE)
                .signedWith(SigningKeys.of("2027", Given.secret(2)).accepting("2026", Given.secret(1)));
        assertThat(rotated.read(Given.textOf(redirect(TARGET)), Given.NOW)).contains(redirect(TARGET));
    }

    @Test
    void thePictureIsOneTransparentPoint() throws IOException {
        LandingResponse response = pages.respond(Given.get(SEEN));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers())
                .containsEntry("Content-Type", "image/gif")
                .containsEntry("Cache-Control", "no-store, no-cache, must-revalidate, private, max-age=0")
                .containsEntry("Pragma", "no-cache")
                .doesNotContainKeys("Set-Cookie", "ETag", "Last-Modified");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(response.bytes()));
        assertThat(image.getWidth()).isEqualTo(1);
        assertThat(image.getHeight()).isEqualTo(1);
        assertThat(image.getRGB(0, 0) >>> 24).isZero();
        assertThat(response.bytes()).hasSize(43);
        assertThat(visits.visits).hasSize(1);
    }

    @Test
    void thePictureTellsNobodyWhetherItsLinkIsGood() {
        LandingResponse good = pages.respond(Given.get(SEEN));
        assertThat(pages.respond(Given.get("/mail/seen/nonsense"))).isEqualTo(good);
        assertThat(pages.respond(Given.get(SEEN + "x"))).isEqualTo(good);
        assertThat(visits.visits).hasSize(1);
    }

    @Test
    void whoFollowsTheHiddenLinkFindsAnOrdinaryPage() {
        LandingResponse response = pages.respond(Given.get(MORE));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).contains("There is nothing here").doesNotContain("<form");
        assertThat(pages.respond(Given.request("HEAD", MORE, Map.of())).status())
                .isEqualTo(200);
        assertThat(visits.visits).hasSize(2);
    }
}
