// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import static io.reengage.campaign.Steps.after;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;

import io.reengage.Reengage;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Steps;
import io.reengage.examples.benchmarks.measure.Contender;
import io.reengage.ledger.Ledger;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/** Our own enrollment: one round launches a campaign and reads a list, everybody on which belongs and is enrolled. */
final class Enrollments implements Contender {
    private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

    private final SilentChannel channel = new SilentChannel();
    private final VirtualClock clock = VirtualClock.at(START);
    private final Ledger ledger;
    private final Reengage reengage;
    private int round;

    Enrollments(DataSource source, String prefix, SubscriberStore store) {
        this.ledger = Ledger.jdbc(source, prefix);
        this.reengage = Sends.engine(ledger, channel, store, clock, 1);
    }

    @Override
    public String name() {
        return "enroll: read, evaluate, enroll, make due";
    }

    @Override
    public void prepare() {
        round++;
        reengage.campaigns().launch(campaign("enroll-" + round));
    }

    static Campaign campaign(String name) {
        return Campaign.named(name)
                .once()
                .purpose(Crowd.LIST)
                .audience(subscribed(Crowd.LIST))
                .noHoldout("a benchmark")
                .step("letter", after(days(1)), Steps.send(SilentChannel.NAME).template("letter"))
                .build();
    }

    @Override
    public long run() {
        return enroll(Duration.ofHours(2));
    }

    /** Enrolls for so long at the most, and says how many. */
    long enroll(Duration budget) {
        return reengage.runDue(budget).enrolled();
    }

    /** Sends for so long at the most what has become due a day later, and says how many. */
    long send(Duration budget) {
        clock.advance(Duration.ofDays(1));
        return reengage.runDue(budget).sent();
    }

    @Override
    public void close() {
        reengage.close();
        ledger.close();
    }
}
