// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import io.reengage.activity.ActivitySource;
import io.reengage.channel.Channel;
import io.reengage.channel.TemplateRenderer;
import io.reengage.ledger.store.LedgerStore;
import io.reengage.link.SignedLinks;
import io.reengage.link.Tracking;
import io.reengage.policy.ContactPolicy;
import io.reengage.policy.HealthGuard;
import io.reengage.policy.SunsetPolicy;
import io.reengage.segment.Catalog;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.SubscriberStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a host brings.
 *
 * @param environment name of the environment the ledger belongs to
 * @param deliverOnlyTo canonical addresses that may receive anything; {@code null} in production, where everybody may
 * @param activity the host's record; {@code null} if the ledger's own serves
 * @param catalog the segments and scorers that conditions refer to by name
 * @param links makes the links in messages; {@code null} if the host wants none, which most campaigns refuse
 * @param tracking what messages may tell of what becomes of them
 * @param node name of this node, unique among those alive
 * @param workers how many sets are handed over at the same time
 * @param threads where threads come from
 */
public record Settings(
        String environment,
        @Nullable Set<Address> deliverOnlyTo,
        SubscriberStore subscribers,
        @Nullable ActivitySource activity,
        Catalog catalog,
        LedgerStore ledger,
        Map<String, Channel> channels,
        TemplateRenderer templates,
        ContactPolicy policy,
        SunsetPolicy sunset,
        HealthGuard healthGuard,
        @Nullable SignedLinks links,
        Tracking tracking,
        String brand,
        InstantSource clock,
        String node,
        int workers,
        Threads threads) {

    /** The moment by which everything is decided, cut to what the ledger stores. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Whether anything may be delivered to this address in this environment. */
    public boolean mayDeliverTo(Address address) {
        return deliverOnlyTo == null || deliverOnlyTo.contains(new Address(address.kind(), address.canonical()));
    }
}
