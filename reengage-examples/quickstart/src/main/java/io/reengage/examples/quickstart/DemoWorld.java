// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.Work;
import io.reengage.activity.Activity;
import io.reengage.channel.TemplateRenderer;
import io.reengage.channel.Templates;
import io.reengage.examples.quickstart.people.SimulatedPeople;
import io.reengage.ledger.Ledger;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.link.Tracking;
import io.reengage.mail.Imprint;
import io.reengage.mail.Law;
import io.reengage.mail.MailChannel;
import io.reengage.policy.SunsetPolicy;
import io.reengage.segment.Span;
import io.reengage.testing.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything the demo consists of, put together as a host would, and a clock that jumps to whatever happens next.
 *
 * <p>The clock's position is written down before anything happens at it. Whatever was meant for a moment happens again if the
 * demo was killed at that moment, and is the same as if it had happened once.
 */
final class DemoWorld implements AutoCloseable {

    static final String BRAND = "Demo Shop";

    private static final String SHOP = "demo-shop.example";

    /** The demo's people live at addresses of this domain. */
    static final String DOMAIN = "@list.example";

    private static final Duration BUDGET = Duration.ofSeconds(30);
    /** A demo can afford what a host must not: a secret that everybody knows. */
    private static final byte[] SECRET = "the demo's secret, known to everybody".getBytes(StandardCharsets.US_ASCII);

    private final Progress progress;
    private final ShopDatabase database;
    private final DemoShop shop;
    private final VirtualClock clock;
    private final MailServer mail;
    private final LandingServer web;
    private final Reengage reengage;
    private final SimulatedPeople people;
    private long sent;
    private long exited;

    DemoWorld(WorkingDirectory dir, ShopDatabase database, Progress progress) {
        this.progress = progress;
        this.database = database;
        this.shop = new DemoShop(database);
        this.clock = VirtualClock.at(database.note("clock").map(Instant::parse).orElse(DemoPeople.LAUNCH));
        this.mail = MailServer.start(dir.outbox(), clock);
        this.web = LandingServer.onPort(
                database.note("port").map(Integer::parseInt).orElse(0));
        database.note("port", String.valueOf(web.port()));
        this.reengage = connect();
        web.mount(reengage.landing());
        this.people = new SimulatedPeople(dir.outbox(), DOMAIN, web.port(), this::sell);
        DemoPeople.first(database.people()).forEach(each -> people.willBuy(each.later()));
    }

    /** The one place where a host meets the library. */
    private Reengage connect() {
        return Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(shop)
                .activity(shop)
                .ledger(Ledger.jdbc(database.dataSource()))
                .channel(channel(mail.port(), clock))
                .templates(templates())
                .policy(Campaigns.politeness())
                .sunset(SunsetPolicy.ofDefaults().finaliseAfter(Span.days(14)).withoutCanary())
                .tracking(Tracking.ofDefaults().ownPages(SHOP))
                .links(SignedLinks.at(web.base()).signedWith(SigningKeys.of("demo", SECRET)))
                .brand(BRAND)
                .clock(clock)
                .node("quickstart")
                .build();
    }

    static MailChannel channel(int port, InstantSource clock) {
        return MailChannel.smtp("127.0.0.1", port)
                .from("news@" + SHOP, BRAND)
                .listId("newsletter", SHOP)
                .imprint(new Imprint(BRAND + " Inc.", "1 Example Street, Springfield", "help@" + SHOP))
                .lawsOf(EnumSet.allOf(Law.class))
                .clock(clock)
                .build();
    }

    /** The starters, with a head that leads to the shop: whether people go there by way of a mail is what clicks tell. */
    private static TemplateRenderer templates() {
        String head = "<a href=\"https://www." + SHOP + "/\">{{brand}}</a>\n";
        return Templates.of(Map.of("starter-brand.html.mustache", head)).withStarters();
    }

    Reengage reengage() {
        return reengage;
    }

    Instant now() {
        return clock.instant();
    }

    /** Lets time pass: the scheduler calls the library, people read their mail and act, and so on. */
    void liveUntil(Instant end) {
        while (true) {
            Instant now = clock.instant();
            Optional<Instant> due = work(now);
            people.checkMail(now);
            people.act(now);
            if (!now.isBefore(end)) {
                return;
            }
            moveTo(Stream.of(due, people.next(now), Optional.of(end))
                    .flatMap(Optional::stream)
                    .filter(now::isBefore)
                    .min(Instant::compareTo)
                    .orElse(end));
        }
    }

    /** Does what is due, as a host's scheduler would. */
    private Optional<Instant> work(Instant now) {
        Work done = reengage.runDue(BUDGET);
        while (!done.isIdle()) {
            sent += done.sent();
            exited += done.exited();
            progress.tick(
                    now, String.format(Locale.ROOT, "%,d mails sent, %,d people answered or bought", sent, exited));
            done = reengage.runDue(BUDGET);
        }
        return reengage.nextDue();
    }

    private void moveTo(Instant next) {
        database.note("clock", next.toString());
        clock.setTo(next);
    }

    /** Somebody buys: the shop keeps it and tells the library. */
    private void sell(Activity purchase) {
        shop.record(List.of(purchase));
        reengage.feedback().record(List.of(purchase));
    }

    @Override
    public void close() {
        web.close();
        reengage.close();
        mail.close();
    }
}
