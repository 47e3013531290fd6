// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.landingPage;
import static io.reengage.campaign.Steps.nominateForSunset;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.anyEngagement;
import static io.reengage.segment.Conditions.clicked;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Span.months;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Networks;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Tracked;
import io.reengage.channel.Message;
import io.reengage.channel.Templates;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.LedgerStore;
import io.reengage.ledger.store.Schema;
import io.reengage.link.LandingRequest;
import io.reengage.link.LandingResponse;
import io.reengage.link.Tracking;
import io.reengage.report.CampaignReport;
import io.reengage.report.Preview;
import io.reengage.segment.Condition;
import io.reengage.segment.Verdict;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Consent;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A campaign under way: four silent people have its first mail. Ann agreed to be told of openings, Zoe refused all tracking,
 * Bob and Eve said nothing.
 */
final class Mailing implements AutoCloseable {
    static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private static final Condition SILENT =
            inactive(anyEngagement()).forAtLeast(months(12)).afterReceiving(5);
    private static final String HTML = """
            <html><body><a href="https://shop.example/new?a=1&amp;b=2#top">New</a>
            <a href="https://www.shop.example/sale">Sale</a> <a href="https://other.example/">Friends</a>
            <a href="mailto:help@shop.example">Help</a> <a href="{{callToAction}}">Keep me</a>
            <a href="{{unsubscribe}}">Leave</a></body></html>
            """;
    private static final Pattern PERSONAL =
            Pattern.compile("https://news\\.shop\\.example(/r/([a-z-]+)/[A-Za-z0-9_-]+)");

    final World world;
    private final Ledger ledger;
    private final Campaign campaign;

    Mailing(Ledger ledger, Tracking tracking, Tracked... tracked) {
        this(ledger, tracking, campaign(tracked).build());
    }

    Mailing(Ledger ledger, Tracking tracking, Campaign campaign) {
        this.ledger = ledger;
        this.campaign = campaign;
        this.world = new World(
                ledger,
                List.of("ann", "bob", "eve", "zoe"),
                builder -> builder.tracking(tracking)
                        .templates(Templates.of(Map.of(
                                "news.subject.mustache", "News",
                                "news.html.mustache", HTML,
                                "news.text.mustache", "https://shop.example/new?a=1&b=2#top {{unsubscribe}}"))));
        world.say("ann", new Consent("tracking/opens", true, World.START, "form 2"));
        world.say("zoe", new Consent(Tracking.PURPOSE, false, World.START, "form 2"));
        world.reengage.campaigns().launch(campaign);
        world.run();
    }

    static Campaign.Builder campaign(Tracked... tracked) {
        return Campaign.named("news")
                .once()
                .purpose(World.LIST)
                .audience(SILENT)
                .noHoldout("four people")
                .step(
                        "ask",
                        send("email")
                                .template("news")
                                .callToAction(landingPage("keep-me"))
                                .track(tracked))
                .step("remind", after(days(7)), send("email").template("news").callToAction(landingPage("keep-me")))
                .step("retire", after(days(5)), nominateForSunset(World.LIST).sparing(clicked()));
    }

    /** Data centres of these blocks are known. */
    static Tracking knowing(String... blocks) {
        return Tracking.ofDefaults().networks(Networks.none().with(Networks.Kind.DATA_CENTRE, List.of(blocks)));
    }

    void later(Duration time) {
        world.clock.advance(time);
    }

    void endCampaign() {
        world.runAfter(Duration.ofDays(7));
        world.runAfter(Duration.ofDays(6));
    }

    String html(String person) {
        return mail(person).field("html").orElseThrow();
    }

    private Message mail(String person) {
        return world.messagesTo(person).get(0);
    }

    /** All links of ours in HTML and text, as paths. */
    List<String> personalLinks(String person) {
        return personal(html(person) + mail(person).field("text").orElseThrow(), "[a-z-]+");
    }

    /** All links that lead on, as they stand. */
    List<String> links(String person) {
        return personal(html(person) + mail(person).field("text").orElseThrow(), "go");
    }

    String link(String person, String page) {
        return personal(html(person), page).get(0);
    }

    private static List<String> personal(String text, String page) {
        return PERSONAL.matcher(text)
                .results()
                .filter(found -> found.group(2).matches(page))
                .map(found -> found.group(1))
                .toList();
    }

    /** The link in a test mail that shows what this person would get. */
    String testMail(String person) {
        int before = world.channel.messages().size();
        world.reengage.campaigns().sendTest(campaign, "ask", person, Address.email("me@shop.example"));
        Message test = world.channel.messages().get(before);
        return personal(test.field("html").orElseThrow(), "go").get(0);
    }

    LandingResponse follow(String person, int link) {
        return request("GET", links(person).get(link), BROWSER);
    }

    LandingResponse fetch(String person, String page) {
        return request("GET", link(person, page), BROWSER);
    }

    LandingResponse request(String method, String path, String agent) {
        return world.reengage.landing().respond(asked(method, path, agent, Map.of()));
    }

    void followFrom(String address, String person) {
        try {
            LandingRequest asked = asked("GET", links(person).get(0), BROWSER, Map.of());
            world.reengage.landing().respond(asked.from(InetAddress.getByName(address)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    void keep(String person) {
        world.reengage.landing().respond(asked("POST", link(person, "keep-me"), BROWSER, Map.of("answer", "keep")));
    }

    private static LandingRequest asked(String method, String path, String agent, Map<String, String> form) {
        return LandingRequest.withForm(method, path, Map.of("User-Agent", List.of(agent)), form);
    }

    void refuse(String person) {
        world.say(person, new Consent(Tracking.PURPOSE, false, world.clock.instant(), "preferences"));
        world.say(person, new Consent("tracking/opens", false, world.clock.instant(), "preferences"));
    }

    List<Activity> events(String person) {
        return LedgerStore.of(ledger)
                .transact(rows ->
                        rows.select(Schema.EVENT, Where.all().eq("person", person), List.of("at"), Integer.MAX_VALUE));
    }

    /** What is on record of openings and clicks. */
    List<ActivityType> clicks(String person) {
        return events(person).stream()
                .map(Activity::type)
                .filter(type -> type.name().endsWith("clicked") || type.name().endsWith("opened"))
                .toList();
    }

    Verdict silent(String person) {
        return verdict(person, SILENT);
    }

    Verdict clickedLately(String person) {
        return verdict(person, clicked().within(days(1)));
    }

    Verdict verdict(String person, Condition condition) {
        return world.reengage.segments().preview(condition, 10).samples().stream()
                .filter(each -> each.subscriberId().equals(person))
                .map(each -> each.explanation().verdict())
                .findFirst()
                .orElseThrow();
    }

    /** Who came to the end and is not proposed for retirement. */
    List<String> spared() {
        return LedgerStore.of(ledger)
                .transact(rows -> rows.select(Schema.ENROLLMENT, Where.all(), List.of("person"), Integer.MAX_VALUE))
                .stream()
                .filter(each -> each.state() == Enrollment.State.COMPLETED)
                .map(Enrollment::subscriberId)
                .toList();
    }

    CampaignReport report() {
        return world.reengage.insight().report("news");
    }

    CampaignReport.StepLine line() {
        return report().steps().get(0);
    }

    Preview preview() {
        return world.reengage.campaigns().preview(campaign);
    }

    @Override
    public void close() {
        world.close();
    }
}
