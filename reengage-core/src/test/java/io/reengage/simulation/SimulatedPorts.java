// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.channel.Channel;
import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The host and the channel as one process sees them. */
final class SimulatedPorts {
    private static final ChannelSpec SPEC =
            new ChannelSpec("email", Address.EMAIL, Set.of("subject"), Set.of("text"), Setup.DEADLINE);

    /** How long a hand-over takes: about as long as a look may be relied on. */
    private static final Duration TAKES = Duration.ofMillis(13);

    private final NodeProcess process;
    private final Simulation simulation;

    SimulatedPorts(NodeProcess process, Simulation simulation) {
        this.process = process;
        this.simulation = simulation;
    }

    SubscriberStore store() {
        return new Store();
    }

    ActivitySource source() {
        return new Source();
    }

    Channel channel() {
        return new Wire();
    }

    /** Time passes while the process waits, and others act. */
    void pause(Duration duration) {
        Optional<Fault> fault = enter(Points.WAIT);
        simulation.advance(duration);
        leave(fault);
    }

    /** Passes a place; what would go wrong before it has gone wrong when this returns. */
    private Optional<Fault> enter(String point) {
        process.require();
        Optional<Fault> fault = simulation.pass(point, false);
        fault.ifPresent(each -> {
            if (each.kind() == Fault.Kind.CRASH_BEFORE) {
                process.crash();
            } else if (each.kind() == Fault.Kind.FAILS) {
                throw new HostDown("out of order");
            } else if (each.kind() == Fault.Kind.FROZEN_BEFORE) {
                simulation.freeze(each, process);
            }
        });
        return fault;
    }

    private void leave(Optional<Fault> fault) {
        fault.ifPresent(each -> {
            if (each.kind() == Fault.Kind.CRASH_AFTER) {
                process.crash();
            } else if (each.kind() == Fault.Kind.LOST_ANSWER) {
                throw new HostDown("the answer was lost");
            } else if (each.kind() == Fault.Kind.FROZEN_AFTER) {
                simulation.freeze(each, process);
            }
        });
    }

    private static boolean is(Optional<Fault> fault, Fault.Kind kind) {
        return fault.filter(each -> each.kind() == kind).isPresent();
    }

    private final class Store implements SubscriberStore {

        @Override
        public Page<Subscriber> page(String cursor, int limit) {
            Optional<Fault> fault = enter(Points.PAGE);
            List<Subscriber> items = simulation.host().people().tailMap(cursor, false).values().stream()
                    .limit(SimulatedHost.PAGE)
                    .toList();
            boolean last = items.size() < SimulatedHost.PAGE;
            List<Subscriber> given = new ArrayList<>(items);
            if (is(fault, Fault.Kind.DUPLICATES)) {
                given.addAll(items);
                given.addAll(simulation.host().people().values());
            }
            leave(fault);
            return last
                    ? Page.last(given)
                    : Page.of(given, items.get(items.size() - 1).id());
        }

        @Override
        public Map<String, Subscriber> find(Set<String> ids) {
            Optional<Fault> fault = enter(Points.FIND);
            boolean stale = is(fault, Fault.Kind.STALE);
            NavigableMap<String, Subscriber> people =
                    stale ? simulation.host().stale() : simulation.host().people();
            long asOf = stale ? simulation.host().changedAt() - 1 : simulation.sequence();
            Map<String, Subscriber> found = new LinkedHashMap<>();
            for (String id : new TreeSet<>(ids)) {
                simulation.current().found.put(id, asOf);
                Optional.ofNullable(people.get(id)).ifPresent(person -> found.put(id, person));
            }
            leave(fault);
            return found;
        }

        @Override
        public Set<String> apply(List<StatusChange> changes) {
            Optional<Fault> fault = enter(Points.HOST_APPLY);
            Set<String> failed = new HashSet<>();
            for (int i = 0; i < changes.size(); i++) {
                if (i == 0 && is(fault, Fault.Kind.PARTIAL)) {
                    failed.add(changes.get(i).id());
                } else {
                    simulation.host().apply(changes.get(i), simulation.sequence());
                }
            }
            leave(fault);
            return failed;
        }
    }

    private final class Source implements ActivitySource {

        @Override
        public Map<String, ActivitySummary> summaries(Set<String> ids, ActivityNeed need, Instant asOf) {
            Optional<Fault> fault = enter(Points.SIGNS);
            leave(fault);
            return simulation.host().summaries(ids, asOf);
        }

        @Override
        public void history(Set<String> ids, Instant from, Instant to, Consumer<Activity> sink) {
            throw new UnsupportedOperationException("no condition of the simulation asks for it");
        }

        @Override
        public Observation observed() {
            return Observation.live(Setup.START.minus(Duration.ofDays(900)), Set.of(ActivityType.VISITED));
        }
    }

    /** What is given to it is on record before it answers. */
    private final class Wire implements Channel {

        @Override
        public ChannelSpec spec() {
            return SPEC;
        }

        @Override
        public Receipt deliver(Message message) {
            process.require();
            Optional<Fault> fault = simulation.pass(Points.CHANNEL, false);
            if (is(fault, Fault.Kind.CRASH_BEFORE)) {
                process.crash();
            }
            HandOver handOver = simulation.handedOver(message);
            simulation.advance(TAKES);
            Fault.Kind kind = fault.map(Fault::kind).orElse(Fault.Kind.PARTIAL);
            if (kind == Fault.Kind.REFUSED_FOR_NOW || kind == Fault.Kind.REFUSED_FOR_GOOD) {
                handOver.fate = HandOver.Fate.REFUSED;
                return kind == Fault.Kind.REFUSED_FOR_NOW
                        ? Receipt.refusedForNow("try later")
                        : Receipt.refusedForGood("no such mailbox");
            }
            handOver.fate = HandOver.Fate.TAKEN;
            switch (kind) {
                case CRASH_AFTER -> process.crash();
                case FROZEN_AFTER -> fault.ifPresent(each -> simulation.freeze(each, process));
                case NEVER -> {
                    fault.ifPresent(each -> simulation.freeze(each, process));
                    throw new HostDown("no answer within the deadline");
                }
                case EXCEPTION -> throw new HostDown("the connection broke after the message");
                case ERROR -> throw new StackOverflowError("the channel is broken");
                case NULL -> {
                    return nothing();
                }
                case UNKNOWN -> {
                    return Receipt.unknown("timeout");
                }
                default -> {}
            }
            handOver.fate = HandOver.Fate.ACCEPTED;
            return Receipt.accepted("ok-" + message.key());
        }

        @SuppressWarnings("NullAway") // a broken channel, as hosts may write one
        private static Receipt nothing() {
            return null;
        }

        @Override
        public Optional<Receipt> lookup(String key) {
            Optional<Fault> fault = enter(Points.LOOKUP);
            leave(fault);
            return simulation.setup().lookup() && simulation.model().took(key)
                    ? Optional.of(Receipt.accepted("found-" + key))
                    : Optional.empty();
        }
    }
}
