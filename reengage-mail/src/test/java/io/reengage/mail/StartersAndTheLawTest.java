// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static io.reengage.campaign.Steps.landingPage;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.subscribed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.campaign.Campaign;
import io.reengage.channel.Templates;
import io.reengage.ledger.Ledger;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.subscriber.SubscriberStore;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws at the front door: a campaign that would break one is not launched. */
class StartersAndTheLawTest {
    private static final Imprint IMPRINT = new Imprint("株式会社ショップ", "東京都千代田区1-1", "help@shop.example");

    private static Reengage reengage(Templates templates, Imprint imprint) {
        return reengage(templates, imprint, EnumSet.allOf(Law.class));
    }

    private static Reengage reengage(Templates templates, Imprint imprint, Set<Law> laws) {
        return Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(SubscriberStore.inMemory(List.of()))
                .ledger(Ledger.inMemory())
                .channel(MailChannel.smtp("127.0.0.1", 25)
                        .from("news@shop.example", "Shop")
                        .lawsOf(laws)
                        .imprint(imprint)
                        .build())
                .templates(templates)
                .brand("Shop")
                .links(SignedLinks.at(URI.create("https://news.shop.example/r"))
                        .signedWith(SigningKeys.of("2026", new byte[32])))
                .clock(() -> Instant.parse("2026-11-21T09:00:00Z"))
                .build();
    }

    private static Campaign campaign(String template) {
        return Campaign.named("c")
                .standing()
                .purpose("newsletter")
                .audience(subscribed("newsletter"))
                .noHoldout("nobody is there")
                .step("ask", send("email").template(template).callToAction(landingPage("keep-me")))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"still-interested", "goodbye", "offer", "recommended-for-you"})
    void startersSatisfyEveryLawOnceTheImprintIsSet(String template) {
        try (Reengage reengage = reengage(Templates.starters(), IMPRINT)) {
            assertThat(reengage.campaigns().preview(campaign(template)).problems())
                    .isEmpty();
        }
    }

    @Test
    void withoutAnImprintTheLaunchIsRefused() {
        try (Reengage reengage = reengage(Templates.starters(), new Imprint("", "", ""))) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> reengage.campaigns().launch(campaign("still-interested")))
                    .withMessageContaining(
                            "step ask: template still-interested: law JP, EU, UK, CA: the sender's legal name is not set")
                    .withMessageContaining("law JP, US, CA: the sender's postal address is not set: imprint(...)");
        }
    }

    @Test
    void aTemplateThatHidesTheWayOutIsRefused() {
        Templates templates = Templates.of(Map.of(
                "ask.subject.mustache", "s",
                "ask.html.mustache",
                        "<p>{{senderName}} {{senderAddress}} {{senderContact}} <a href='{{callToAction}}'>Hi</a></p>"));
        try (Reengage reengage = reengage(templates, IMPRINT)) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> reengage.campaigns().launch(campaign("ask")))
                    .withMessageContaining("beside the link to do so: {{unsubscribe}}");
        }
    }

    /** What each law owes of the four, told here once more so that a duty that gets lost is missed. */
    private static final String OWED = """
            law NAME POSTAL_ADDRESS CONTACT OPT_OUT
            JP  owed owed           owed    owed
            US  -    owed           -       owed
            EU  owed -              owed    owed
            UK  owed -              owed    owed
            CA  owed owed           owed    owed
            """;

    private static final Map<String, String> SHOWN = Map.of(
            "NAME", "{{senderName}}",
            "POSTAL_ADDRESS", "{{senderAddress}}",
            "CONTACT", "{{senderContact}}",
            "OPT_OUT", "<a href='{{unsubscribe}}'>unsubscribe</a>");

    private static final Map<String, String> WORDS = Map.of(
            "NAME", "the sender's legal name",
            "POSTAL_ADDRESS", "the sender's postal address",
            "CONTACT", "where to complain",
            "OPT_OUT", "that one can refuse more of it, beside the link to do so");

    static Stream<Arguments> everyDutyOfEveryLaw() {
        List<String[]> rows = OWED.lines().map(line -> line.split(" +", -1)).toList();
        return rows.subList(1, rows.size()).stream()
                .flatMap(row -> IntStream.range(1, row.length)
                        .mapToObj(i -> Arguments.of(Law.valueOf(row[0]), rows.get(0)[i], row[i].equals("owed"))));
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("everyDutyOfEveryLaw")
    void aCampaignIsLaunchedOnlyIfItsMailShowsEveryDutyOfTheLaw(Law law, String duty, boolean owed) {
        Map<String, String> without = new TreeMap<>(SHOWN);
        without.remove(duty);
        launch(law, IMPRINT, SHOWN.values(), "");
        launch(
                law,
                IMPRINT,
                without.values(),
                owed
                        ? "template ask: law " + law + ": field html does not show " + WORDS.get(duty) + ": {{"
                                + SHOWN.getOrDefault(duty, "").replaceAll("(?s).*\\{\\{|}}.*", "") + "}}"
                        : "");
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("everyDutyOfEveryLaw")
    void aCampaignIsLaunchedOnlyIfTheImprintHasWhatTheLawDemands(Law law, String duty, boolean owed) {
        Imprint lacking = new Imprint(
                duty.equals("NAME") ? "" : IMPRINT.name(),
                duty.equals("POSTAL_ADDRESS") ? "" : IMPRINT.postalAddress(),
                duty.equals("CONTACT") ? "" : IMPRINT.contact());
        boolean refused = owed && !duty.equals("OPT_OUT");
        launch(
                law,
                lacking,
                null,
                refused
                        ? "template still-interested: law " + law + ": " + WORDS.get(duty) + " is not set: imprint(...)"
                        : "");
    }

    /** Launches a mail that shows this, or a starter for {@code null}; refused with these words, or not at all for none. */
    private static void launch(Law law, Imprint imprint, @Nullable Collection<String> shown, String words) {
        Templates templates = shown == null
                ? Templates.starters()
                : Templates.of(Map.of(
                        "ask.subject.mustache",
                        "s",
                        "ask.html.mustache",
                        "<p>" + String.join(" ", shown) + "</p><p><a href='{{callToAction}}'>Stay</a></p>"));
        Campaign campaign = campaign(shown == null ? "still-interested" : "ask");
        try (Reengage reengage = reengage(templates, imprint, EnumSet.of(law))) {
            if (words.isEmpty()) {
                reengage.campaigns().launch(campaign);
            } else {
                assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(() -> reengage.campaigns().launch(campaign))
                        .withMessageContaining(words);
            }
        }
    }
}
