// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.SimulatedThreads;
import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Rendering;
import io.reengage.channel.TemplateRenderer;
import io.reengage.ledger.rows.RowStore;
import io.reengage.ledger.store.FaultyLedger;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.policy.ContactPolicy;
import io.reengage.policy.SunsetPolicy;
import io.reengage.segment.Share;
import io.reengage.segment.Span;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One life of a node, from its start to its end. After the end none of its doors opens. */
final class NodeProcess {
    private static final SignedLinks LINKS =
            SignedLinks.at(URI.create("https://news.shop.example/r")).signedWith(SigningKeys.of("test", new byte[32]));
    private static final FaultyLedger.Fault NONE = new FaultyLedger.Fault() {
        @Override
        public void before() {}

        @Override
        public void after() {}
    };
    private static final TemplateRenderer PLAIN = new TemplateRenderer() {
        @Override
        public List<String> problems(String template, ChannelSpec channel) {
            return List.of();
        }

        @Override
        public Rendering render(String template, String language, ChannelSpec channel, Map<String, Object> values) {
            return new Rendering.Rendered(language, Map.of("subject", "Still there?", "text", "Are you?"));
        }
    };

    final String name;
    private boolean alive = true;
    /** How many commands are under way in it. */
    int busy;

    private @Nullable Reengage reengage;
    private Runnable renewal = () -> {};

    NodeProcess(String name) {
        this.name = name;
    }

    void start(Simulation simulation, RowStore shared, Duration skew) {
        Setup setup = simulation.setup();
        InstantSource clock = () -> simulation.now().plus(skew);
        SimulatedPorts ports = new SimulatedPorts(this, simulation);
        var builder = Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(ports.store())
                .ledger(FaultyLedger.over(new SimulatedLedger(shared, this, simulation), NONE))
                .channel(ports.channel())
                .templates(PLAIN)
                .links(LINKS)
                .sunset(SunsetPolicy.ofDefaults()
                        .atMost(Share.percent(setup.perRun()), Share.percent(setup.perRun()))
                        .finaliseAfter(Span.days(3))
                        .silence(1, Span.hours(1))
                        .withoutCanary())
                .policy(policy(setup))
                .clock(clock)
                .node(name)
                .workers(1);
        if (setup.hostRecord()) {
            builder = builder.activity(ports.source());
        }
        reengage = SimulatedThreads.build(builder, work -> renewal = work, simulation::nanoTime, ports::pause);
    }

    private static ContactPolicy policy(Setup setup) {
        ContactPolicy.Builder policy = ContactPolicy.builder();
        if (setup.caps()) {
            policy = policy.atMost(1, Span.hours((int) Setup.CAP_WINDOW.toHours()));
        }
        if (setup.quiet()) {
            policy = policy.quietHours(Setup.QUIET_FROM, Setup.QUIET_TO);
        }
        return policy.build();
    }

    boolean hasStarted() {
        return reengage != null;
    }

    Reengage reengage() {
        return Objects.requireNonNull(reengage);
    }

    void renew() {
        renewal.run();
    }

    boolean isAlive() {
        return alive;
    }

    void kill() {
        alive = false;
    }

    /** Dies here and now. */
    void crash() {
        alive = false;
        throw new Crash();
    }

    /** Goes on only if it is alive. */
    void require() {
        if (!alive) {
            throw new Crash();
        }
    }
}
