// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Span.hours;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.campaign.Campaign;
import io.reengage.examples.benchmarks.measure.Contender;
import io.reengage.ledger.Ledger;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.policy.ContactPolicy;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.testing.VirtualClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * Our own side: one round is the first step of a new campaign for everybody, from the moment it is due until all are sent.
 * Each person costs the re-check of consent, suppression, exit and two caps, the mark, the message but for its signed links,
 * which are written when a template or a channel asks for them, the last look before the hand-over, the outcome, and the
 * place among those due for the next step. Enrollment is done before, and not measured.
 */
final class Sends implements Contender {
    static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    /** More than the caps' week, so that nobody is put off by the round before. */
    private static final int DAYS_TO_FIRST_STEP = 8;
    /** So far away that no round comes to it. */
    private static final int DAYS_TO_NEXT_STEP = 3_000;

    private static final Duration NO_LIMIT = Duration.ofHours(2);
    /** Pages the engine reads at one moment at the most. */
    private static final int PAGES_AT_ONCE = 20;

    private final String name;
    private final VirtualClock clock;
    private final SilentChannel channel = new SilentChannel();
    private final Ledger ledger;
    private final Reengage reengage;
    private final int people;
    private int round;

    private Sends(String name, DataSource source, String prefix, int workers, VirtualClock clock, Crowd crowd) {
        this.name = name;
        this.clock = clock;
        this.people = crowd.size();
        this.ledger = Ledger.jdbc(source, prefix);
        this.reengage = engine(ledger, channel, crowd, clock, workers);
    }

    /** Everybody is due at the same moment; each of the shards holds one set of {@code perShard} people. */
    static Sends together(String name, DataSource source, String prefix, int workers, int shards, int perShard) {
        VirtualClock clock = VirtualClock.at(START);
        return new Sends(name, source, prefix, workers, clock, Crowd.inSets(shards, perShard));
    }

    /**
     * Nobody is due at the same moment as anybody else of the same shard, because they entered at different moments; all are
     * overdue when the round begins.
     */
    static Sends oneByOne(String name, DataSource source, String prefix, int workers, int shards, int perShard) {
        VirtualClock clock = VirtualClock.at(START);
        Crowd crowd = Crowd.inTurns(shards, perShard, PAGES_AT_ONCE, () -> clock.advance(Duration.ofMillis(5)));
        return new Sends(name, source, prefix, workers, clock, crowd);
    }

    /** Everybody is due at the same moment, in the order of a list that knows nothing of shards. */
    static Sends asListed(String name, DataSource source, String prefix, int workers, int people) {
        return new Sends(name, source, prefix, workers, VirtualClock.at(START), Crowd.of(people));
    }

    static Reengage engine(
            Ledger ledger, SilentChannel channel, SubscriberStore store, VirtualClock clock, int workers) {
        return Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(store)
                .ledger(ledger)
                .channel(channel)
                .templates(SilentChannel.ONE_TEXT)
                .links(SignedLinks.at(URI.create("https://news.shop.example/r"))
                        .signedWith(SigningKeys.of("bench", new byte[SigningKeys.SHORTEST_SECRET])))
                .policy(ContactPolicy.builder()
                        .atMost(1, hours(16))
                        .atMost(2, days(7))
                        .build())
                .clock(clock)
                .workers(workers)
                .build();
    }

    private static Campaign letters(String name) {
        return Campaign.named(name)
                .once()
                .purpose(Crowd.LIST)
                .audience(subscribed(Crowd.LIST))
                .noHoldout("a benchmark")
                .step(
                        "letter-1",
                        after(days(DAYS_TO_FIRST_STEP)),
                        send(SilentChannel.NAME).template("letter"))
                .step(
                        "letter-2",
                        after(days(DAYS_TO_NEXT_STEP)),
                        send(SilentChannel.NAME).template("letter"))
                .build();
    }

    @Override
    public String name() {
        return name;
    }

    /** People handed over at once, on average over all rounds so far. */
    double meanSet() {
        return (double) channel.messages() / channel.sets();
    }

    /** Enrolls everybody and lets the first step become due; who entered later is due later, but within the spare hour. */
    @Override
    public void prepare() {
        round++;
        reengage.campaigns().launch(letters("letters-" + round));
        long enrolled = reengage.runDue(NO_LIMIT).enrolled();
        if (enrolled != people) {
            throw new IllegalStateException(enrolled + " of " + people + " were enrolled");
        }
        clock.advance(Duration.ofDays(DAYS_TO_FIRST_STEP).plusHours(1));
    }

    @Override
    public long run() {
        long before = channel.messages();
        reengage.runDue(NO_LIMIT);
        long sent = channel.messages() - before;
        if (sent != people) {
            throw new IllegalStateException(sent + " of " + people + " were sent");
        }
        return sent;
    }

    @Override
    public void close() {
        reengage.close();
        ledger.close();
    }
}
