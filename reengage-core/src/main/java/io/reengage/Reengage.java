// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import io.reengage.internal.Engine;
import io.reengage.link.LandingPages;
import io.reengage.monitoring.Health;
import io.reengage.policy.ContactAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the people who drifted away, wins back those who still want to hear from you, and retires the rest safely.
 *
 * <pre>{@code
 * try (Reengage reengage = Reengage.builder()
 *         .environment(Environment.PRODUCTION)
 *         .subscribers(crm)
 *         .ledger(Ledger.jdbc(dataSource))
 *         .channel(MailChannel.smtp("localhost", 25).from("news@shop.example", "Shop").build())
 *         .templates(Templates.fromClasspath("mails"))
 *         .links(SignedLinks.at(uri).signedWith(keys))
 *         .build()) {
 *     reengage.campaigns().launch(winBack);
 *     reengage.runDue(Duration.ofSeconds(30));
 * }
 * }</pre>
 *
 * <p>May be used by any number of threads, and by any number of nodes over one ledger. Promises: at most one hand-over per
 * person, campaign run and step, whatever crashes; an outcome nobody can know is shown as unknown; nobody is retired without
 * an approved plan.
 */
public final class Reengage implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Reengage.class);
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(1);
    private static final Duration LONGEST_INTERVAL = Duration.ofDays(365);

    private final Engine engine;
    private final @Nullable LandingPages landing;
    private @Nullable ScheduledExecutorService background;
    private boolean closed;

    Reengage(Engine engine, @Nullable LandingPages landing) {
        this.engine = engine;
        this.landing = landing;
    }

    /** Starts the set-up. */
    public static ReengageBuilder builder() {
        return new ReengageBuilder();
    }

    /** Everything about campaigns. */
    public Campaigns campaigns() {
        return new Campaigns(engine);
    }

    /** Tries segments on the list. */
    public Segments segments() {
        return new Segments(engine);
    }

    /** Takes in what people did. */
    public Feedback feedback() {
        return new Feedback(engine);
    }

    /**
     * Whether people may be sent a message now, by the rules our own campaigns follow: for the host's other senders, so that
     * all keep to one set of caps, quiet hours, pauses, suppressions and consents. What such a sender then sends counts once
     * it is recorded as {@link io.reengage.activity.ActivityType#RECEIVED} with {@link Feedback#record}, without naming a
     * campaign's message; between the answer and that record another sender may get the same answer.
     *
     * <p>For a purpose that the contact policy calls transactional, only a dead address, a complaint, an erasure and this
     * environment's limits refuse. {@link #stopAll} stops our campaigns and changes no answer. Writes nothing; may be called
     * by any number of threads.
     *
     * @param ids the host's keys, any number
     * @param channel name of the way the message takes, such as {@code email}; one of ours is also checked for an address
     * @param purpose what the message is for, as in consents
     * @return an answer for every id, in the order given; people the host's store does not know are refused
     */
    public Map<String, ContactAnswer> mayContact(Collection<String> ids, String channel, String purpose) {
        return engine.contacts().mayContact(ids, channel, purpose);
    }

    /** What a person may ask for: to be forgotten, and to see what is kept about them. */
    public Privacy privacy() {
        return new Privacy(engine);
    }

    /** Addresses that get nothing more: brought in from elsewhere, and shown. */
    public Suppressions suppressions() {
        return new Suppressions(engine);
    }

    /** Answers questions. */
    public Insight insight() {
        return new Insight(engine);
    }

    /** Retires those who stayed silent. */
    public Sunsets sunsets() {
        return new Sunsets(engine);
    }

    /**
     * The pages that links in messages lead to, to be mounted on the host's web server.
     *
     * @throws IllegalStateException if no links were set up
     */
    public LandingPages landing() {
        if (landing == null) {
            throw new IllegalStateException("there are no landing pages without links(...) in the set-up");
        }
        return landing;
    }

    /**
     * Does what is due: reads lists, hands messages over, tells the host's store what changed. Called by the host's
     * scheduler, on any number of nodes, as often as the host likes; returns when nothing is due or time is up, and then
     * finishes what is at hand.
     *
     * @param budget how long new work may be begun
     */
    public Work runDue(Duration budget) {
        return Work.of(engine.runDue(budget));
    }

    /** When the next thing is due; empty if nothing is. */
    public Optional<Instant> nextDue() {
        return engine.nextDue();
    }

    /**
     * Runs what is due from a thread of our own, again and again until {@link #close()}.
     *
     * @param interval the pause between two rounds, from a millisecond to a year
     * @throws IllegalStateException if it was started before, or is closed
     */
    public synchronized void start(Duration interval) {
        if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new IllegalArgumentException("interval must be from " + SHORTEST_INTERVAL + " to " + LONGEST_INTERVAL
                    + ", such as PT10S, not " + interval);
        }
        if (closed || background != null) {
            throw new IllegalStateException(closed ? "closed: build another one to go on" : "already started");
        }
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "reengage-background");
            daemon.setDaemon(true);
            return daemon;
        });
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(() -> round(interval), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        background = thread;
    }

    private void round(Duration interval) {
        try {
            engine.runDue(interval.multipliedBy(10));
        } catch (Exception | Error e) { // whatever it was, also of the host's: it must not be the last round
            logger.warn("A round of work failed; the next one goes on where it stopped", e);
        }
    }

    /**
     * How this node and its ledger are: database, clock, leases, what is due, in doubt or stuck, results that wait, channels
     * in trouble, steps held, a stop. Never throws, even with the database away; then it takes as long as the database takes
     * to fail.
     */
    public Health health() {
        return engine.health();
    }

    /**
     * Stops every campaign on every node: from this moment on no channel is given another message; one that is inside a
     * channel may still leave. Without this library at hand, the same is done by one statement in the ledger's database:
     *
     * <pre>{@code UPDATE reengage_setting SET value = 'wrong price in the mail' WHERE name = 'stopped'}</pre>
     *
     * <p>with {@code "VALUE"} instead of {@code value} on H2, where that word is reserved; an empty text lets everything go on. The
     * first node that notices puts on record when it did.
     *
     * @param reason shown by {@link #health()}; blank is taken for {@code stopped}
     */
    public void stopAll(String reason) {
        engine.runs().stopAll("host", reason);
    }

    /**
     * Lets everything go on after {@link #stopAll(String)}.
     *
     * @param by who decided it
     */
    public void resumeAll(String by) {
        engine.runs().resumeAll(by);
    }

    /**
     * Begins nothing new, waits up to a minute for what is inside channels and puts it on record, gives back what this node
     * held, and closes the channels. The ledger stays open. Closing again does nothing.
     */
    @Override
    public synchronized void close() {
        closed = true;
        if (background != null) {
            background.shutdown();
        }
        engine.close();
    }
}
