// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.breaker;

import io.reengage.channel.Receipt;
import io.reengage.monitoring.ReengageListener.BreakerChange;
import io.reengage.monitoring.ReengageListener.BreakerState;
import io.reengage.policy.ContactPolicy;
import io.reengage.subscriber.Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The breakers of one node: one for each channel, and one for each domain of recipients that gave trouble lately. Only what
 * was refused for now, or got no answer, is trouble; refusals for good tell of one address alone. Safe for several threads.
 */
public final class Breakers {
    /** Results a channel needs before it can be cut off. */
    static final int CHANNEL_MINIMUM = 50;
    /** Results a domain needs before it can be cut off. */
    static final int DOMAIN_MINIMUM = 20;
    /** How much trouble of one domain may count against its channel: less than it takes, so that no domain stops others. */
    static final int MOST_OF_ONE_DOMAIN = CHANNEL_MINIMUM / 3;
    /** Domains watched at the same time, so that a list of millions of domains takes bounded memory. */
    static final int MOST_DOMAINS = 10_000;

    private final Consumer<BreakerChange> announce;
    private final Map<Circuit, Breaker> breakers = new LinkedHashMap<>();
    private final Map<Circuit, Integer> troubles = new HashMap<>();

    /** @param announce told each change of a state, possibly from several threads */
    public Breakers(Consumer<BreakerChange> announce) {
        this.announce = announce;
    }

    /** Takes in what became of one message. */
    public synchronized void answered(String channel, Address to, Receipt receipt, Instant now) {
        if (receipt instanceof Receipt.Refused refused && !refused.tried()) {
            return;
        }
        boolean trouble = receipt instanceof Receipt.Unknown
                || (receipt instanceof Receipt.Refused refused && !refused.permanent());
        Circuit whole = Circuit.of(channel);
        Circuit domain = Circuit.of(channel, to);
        if (!domain.isWholeChannel() && (trouble || breakers.containsKey(domain)) && isWatched(domain, now)) {
            change(domain, now, breaker -> breaker.answered(trouble, now));
        }
        if (!trouble || domain.isWholeChannel() || countsAgainstChannel(whole, domain, now)) {
            change(whole, now, breaker -> breaker.answered(trouble, now));
        }
    }

    private boolean isWatched(Circuit domain, Instant now) {
        if (!breakers.containsKey(domain) && breakers.size() >= MOST_DOMAINS) {
            breakers.entrySet()
                    .removeIf(each -> !each.getKey().isWholeChannel()
                            && each.getValue().state() == BreakerState.CLOSED
                            && !now.isBefore(each.getValue().until()));
        }
        return breakers.containsKey(domain) || breakers.size() < MOST_DOMAINS;
    }

    private boolean countsAgainstChannel(Circuit whole, Circuit domain, Instant now) {
        Breaker channel = current(whole, now);
        if (channel.state() != BreakerState.CLOSED) {
            return true;
        }
        if (channel.answered() == 0) {
            troubles.keySet().removeIf(each -> each.channel().equals(whole.channel()));
        }
        return troubles.merge(domain, 1, Integer::sum) <= MOST_OF_ONE_DOMAIN;
    }

    /**
     * Picks who may be handed over now, in the order given. Whoever is picked and not handed over after all is {@linkplain
     * #giveBack given back}.
     */
    public synchronized Admission admit(String channel, Map<String, Address> people, Instant now) {
        Circuit whole = Circuit.of(channel);
        if (breakers.values().stream().allMatch(each -> each.state() == BreakerState.CLOSED)) {
            return Admission.OF_ALL;
        }
        Map<String, ContactPolicy.Deferral> refused = new HashMap<>();
        Map<String, List<Circuit>> counted = new HashMap<>();
        people.forEach((id, to) -> {
            List<Circuit> circuits =
                    Stream.of(whole, Circuit.of(channel, to)).distinct().toList();
            Optional<Circuit> full = circuits.stream()
                    .filter(each -> current(each, now).free() == 0)
                    .findFirst();
            if (full.isPresent()) {
                refused.put(id, deferral(id, full.get(), current(full.get(), now)));
            } else {
                circuits.forEach(each -> change(each, now, breaker -> breaker.given(1)));
                counted.put(id, circuits);
            }
        });
        return new Admission(refused, counted);
    }

    private static ContactPolicy.Deferral deferral(String id, Circuit circuit, Breaker breaker) {
        String what = circuit.isWholeChannel() ? "channel " + circuit.channel() : "the recipient's mail domain";
        int spread =
                Math.floorMod(id.hashCode(), Math.toIntExact(breaker.spread().toSeconds()));
        return new ContactPolicy.Deferral(breaker.until().plusSeconds(spread), what + " is in trouble");
    }

    /** Frees the places of those who were picked and are not handed over. */
    public synchronized void giveBack(Admission admission, Iterable<String> ids, Instant now) {
        for (String id : ids) {
            admission
                    .counted()
                    .getOrDefault(id, List.of())
                    .forEach(each -> change(each, now, breaker -> breaker.given(-1)));
        }
    }

    /** Whether a channel as a whole is cut off, or let in again only a little. */
    public synchronized boolean isTroubled(String channel, Instant now) {
        return current(Circuit.of(channel), now).state() != BreakerState.CLOSED;
    }

    /** Whether nothing at all goes through a channel. */
    public synchronized boolean isOpen(String channel, Instant now) {
        return current(Circuit.of(channel), now).state() == BreakerState.OPEN;
    }

    /** All that are not closed. */
    public synchronized List<BreakerChange> troubled(Instant now) {
        return new ArrayList<>(breakers.keySet())
                .stream()
                        .map(circuit -> event(circuit, current(circuit, now)))
                        .filter(each -> each.state() != BreakerState.CLOSED)
                        .toList();
    }

    /** How many breakers there are. */
    synchronized int watched() {
        return breakers.size();
    }

    private Breaker current(Circuit circuit, Instant now) {
        return breakers.containsKey(circuit) || circuit.isWholeChannel()
                ? change(circuit, now, breaker -> breaker)
                : Breaker.closed(DOMAIN_MINIMUM, now);
    }

    private Breaker change(Circuit circuit, Instant now, UnaryOperator<Breaker> step) {
        Breaker before = breakers.get(circuit);
        Breaker known = before == null
                ? Breaker.closed(circuit.isWholeChannel() ? CHANNEL_MINIMUM : DOMAIN_MINIMUM, now)
                : before;
        Breaker after = step.apply(known.at(now));
        if (before != null || !after.equals(known)) {
            breakers.put(circuit, after);
        }
        if (after.state() != known.state()) {
            announce.accept(event(circuit, after));
        }
        return after;
    }

    private static BreakerChange event(Circuit circuit, Breaker breaker) {
        return new BreakerChange(circuit.channel(), circuit.domain(), breaker.state(), breaker.until());
    }
}
