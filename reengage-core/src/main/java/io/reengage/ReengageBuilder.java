// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static java.util.Objects.requireNonNull;

import io.reengage.activity.ActivitySource;
import io.reengage.channel.Channel;
import io.reengage.channel.TemplateRenderer;
import io.reengage.channel.Templates;
import io.reengage.internal.Engine;
import io.reengage.internal.node.CheckedStore;
import io.reengage.internal.node.DatabaseClock;
import io.reengage.internal.node.Hosting;
import io.reengage.internal.node.Settings;
import io.reengage.internal.node.Threads;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.store.LedgerStore;
import io.reengage.link.LandingPages;
import io.reengage.link.SignedLinks;
import io.reengage.link.Tracking;
import io.reengage.monitoring.ReengageListener;
import io.reengage.policy.ContactPolicy;
import io.reengage.policy.HealthGuard;
import io.reengage.policy.SunsetPolicy;
import io.reengage.segment.Catalog;
import io.reengage.segment.Scorer;
import io.reengage.segment.Segment;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.SubscriberStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what a host brings; {@link #build()} names what is missing. */
public final class ReengageBuilder {
    /** How many sets are handed over at the same time unless said otherwise. */
    public static final int DEFAULT_WORKERS = 2;

    private static final int LONGEST_NODE = 100;

    private @Nullable Environment environment;
    private final Set<Address> deliverOnlyTo = new HashSet<>();
    private @Nullable SubscriberStore subscribers;
    private @Nullable ActivitySource activity;
    private @Nullable Ledger ledger;
    private final Map<String, Channel> channels = new LinkedHashMap<>();
    private TemplateRenderer templates = Templates.of(Map.of());
    private ContactPolicy policy = ContactPolicy.ofDefaults();
    private SunsetPolicy sunset = SunsetPolicy.ofDefaults();
    private HealthGuard healthGuard = HealthGuard.ofDefaults();
    private @Nullable SignedLinks links;
    private Tracking tracking = Tracking.ofDefaults();
    private String brand = "";
    private @Nullable InstantSource clock;
    private String node = String.format(Locale.ROOT, "node-%016x", new SecureRandom().nextLong());
    private int workers = DEFAULT_WORKERS;
    private Threads threads = Threads.daemons();
    private @Nullable Path journal;
    private String timeZoneRules =
            ZoneRulesProvider.getVersions("Europe/Berlin").lastKey();
    private final List<Segment> segments = new ArrayList<>();
    private final List<Scorer> scorers = new ArrayList<>();
    private final List<ReengageListener> listeners = new ArrayList<>();

    ReengageBuilder() {}

    /** Where this runs. Anything but production delivers only {@link #deliverOnlyTo(Address...)}. */
    public ReengageBuilder environment(Environment value) {
        this.environment = value;
        return this;
    }

    /** The addresses that may receive anything outside production. */
    public ReengageBuilder deliverOnlyTo(Address... addresses) {
        for (Address each : addresses) {
            deliverOnlyTo.add(new Address(each.kind(), each.canonical()));
        }
        return this;
    }

    /** The host's list. Called from several threads at once. */
    public ReengageBuilder subscribers(SubscriberStore store) {
        this.subscribers = store;
        return this;
    }

    /** The host's record of what people did; left out, the ledger's own serves. Called from several threads at once. */
    public ReengageBuilder activity(ActivitySource source) {
        this.activity = source;
        return this;
    }

    /** Segments that conditions may refer to by name. A campaign under way goes by them as they are now. */
    public ReengageBuilder segments(Segment... named) {
        segments.addAll(List.of(named));
        return this;
    }

    /** Models that conditions may refer to by name. */
    public ReengageBuilder scorers(Scorer... named) {
        scorers.addAll(List.of(named));
        return this;
    }

    /** Where everything decided and done is kept. */
    public ReengageBuilder ledger(Ledger value) {
        this.ledger = value;
        return this;
    }

    /** A way to reach people. Closed together with what is built here. */
    public ReengageBuilder channel(Channel channel) {
        String name = requireNonNull(channel, "channel").spec().name();
        if (channels.putIfAbsent(name, channel) != null) {
            throw new IllegalArgumentException("two channels are named " + name);
        }
        return this;
    }

    /** What messages say. */
    public ReengageBuilder templates(TemplateRenderer renderer) {
        this.templates = requireNonNull(renderer, "templates");
        return this;
    }

    /** How often and when people may be contacted; {@link ContactPolicy#ofDefaults()} unless said. */
    public ReengageBuilder policy(ContactPolicy value) {
        this.policy = requireNonNull(value, "policy");
        return this;
    }

    /** How much of a list may be retired at once; {@link SunsetPolicy#ofDefaults()} unless said. */
    public ReengageBuilder sunset(SunsetPolicy value) {
        this.sunset = requireNonNull(value, "sunset");
        return this;
    }

    /** When a campaign is paused since too many object to it; {@link HealthGuard#ofDefaults()} unless said. */
    public ReengageBuilder healthGuard(HealthGuard value) {
        this.healthGuard = requireNonNull(value, "healthGuard");
        return this;
    }

    /** The links in messages. */
    public ReengageBuilder links(SignedLinks value) {
        this.links = value;
        return this;
    }

    /** What messages may tell of what becomes of them; {@link Tracking#ofDefaults()} unless said. */
    public ReengageBuilder tracking(Tracking value) {
        this.tracking = requireNonNull(value, "tracking");
        return this;
    }

    /** How landing pages and templates name the sender. */
    public ReengageBuilder brand(String name) {
        this.brand = requireNonNull(name, "brand");
        return this;
    }

    /** The time everything goes by; left out, the ledger's database tells it. */
    public ReengageBuilder clock(InstantSource source) {
        this.clock = source;
        return this;
    }

    /**
     * The name of this node; left out, a random one. A fixed name lets a restarted node go on at once with what it held; no
     * two nodes alive may share one.
     *
     * @param name 1 to 100 characters, no control characters
     */
    public ReengageBuilder node(String name) {
        if (name.isBlank() || name.length() > LONGEST_NODE || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("node must be a name of 1 to " + LONGEST_NODE
                    + " characters without control characters, such as web-1");
        }
        this.node = name;
        return this;
    }

    /** How many sets are handed over at the same time; {@link #DEFAULT_WORKERS} unless said. */
    public ReengageBuilder workers(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("workers must be at least 1, not " + number);
        }
        this.workers = number;
        return this;
    }

    /**
     * A local directory where results of hand-overs are kept while the database cannot take them, so that they outlive this
     * process; left out, they are kept in memory. Made if it is not there. Several engines may share one. Holds ids and
     * what channels answered, never addresses.
     *
     * <p>How far the ledger was is noted there, too. If it has gone back, since a backup was restored or a database took over
     * that lacks the last commits, what was sent since would be sent again: so everything is stopped, as by {@link
     * Reengage#stopAll}, until {@link Reengage#resumeAll}. Without a journal only a process that lived through it notices.
     */
    public ReengageBuilder journal(Path directory) {
        this.journal = directory;
        return this;
    }

    /** Somebody who is told what happens, for metrics and alarms; may be said several times. */
    public ReengageBuilder listener(ReengageListener listener) {
        listeners.add(requireNonNull(listener, "listener"));
        return this;
    }

    /** By which rules this machine tells times of day; tests have two. */
    ReengageBuilder timeZoneRules(String version) {
        this.timeZoneRules = version;
        return this;
    }

    /** Where threads come from; tests run a whole cluster in one. */
    ReengageBuilder threads(Threads value) {
        this.threads = value;
        return this;
    }

    /**
     * Ends the set-up.
     *
     * @throws IllegalStateException naming the word that is missing, or if the ledger belongs to another environment
     * @throws IllegalArgumentException if segments refer to each other in a circle, or two have one name
     * @throws java.io.UncheckedIOException if the directory of {@link #journal(Path)} cannot be written to
     */
    public Reengage build() {
        Environment where = said(environment, "environment(...)");
        if (where == Environment.PRODUCTION && !deliverOnlyTo.isEmpty()) {
            throw new IllegalStateException("deliverOnlyTo(...) is for other environments than PRODUCTION");
        }
        LedgerStore store = LedgerStore.of(said(ledger, "ledger(...)"));
        InstantSource source = clock == null ? new DatabaseClock(store.clock()) : clock;
        Settings settings = new Settings(
                where.name(),
                where == Environment.PRODUCTION ? null : Set.copyOf(deliverOnlyTo),
                CheckedStore.of(said(subscribers, "subscribers(...)")),
                activity,
                Catalog.of(segments, scorers),
                store,
                Map.copyOf(channels),
                templates,
                policy,
                sunset,
                healthGuard,
                links,
                tracking,
                brand,
                source,
                node,
                workers,
                threads);
        Engine engine = new Engine(settings, new Hosting(journal, listeners, timeZoneRules, InstantSource.system()));
        return new Reengage(engine, landing(engine, source));
    }

    private @Nullable LandingPages landing(Engine engine, InstantSource source) {
        SignedLinks signed = links;
        if (signed == null) {
            return null;
        }
        LandingPages.Builder pages =
                LandingPages.builder(signed, engine.landing(), source).tracking(tracking);
        return (brand.isBlank() ? pages : pages.brand(brand)).build();
    }

    private static <T> T said(@Nullable T value, String word) {
        if (value == null) {
            throw new IllegalStateException("the set-up lacks " + word);
        }
        return value;
    }
}
