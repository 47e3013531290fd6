// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.sunset;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/** Whom a plan names: their number, the hash over all of them, and a few drawn by hash to look for. Takes them in order. */
final class Names {
    private static final int DRAWN = 1000;

    private final Hasher hash;
    private final PriorityQueue<Draw> drawn =
            new PriorityQueue<>(Comparator.comparing(Draw::rank).reversed());
    private long number;

    Names(String terms) {
        this.hash = Hashing.sha256().newHasher();
        put(terms);
    }

    private record Draw(int rank, String id) {}

    void add(List<SunsetMember> members) {
        for (SunsetMember each : members) {
            put(each.subscriberId());
            put(each.evidence());
            number++;
            drawn.add(new Draw(
                    Hashing.murmur3_32_fixed()
                            .hashString(each.subscriberId(), StandardCharsets.UTF_8)
                            .asInt(),
                    each.subscriberId()));
            if (drawn.size() > DRAWN) {
                drawn.remove();
            }
        }
    }

    private void put(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        hash.putInt(bytes.length).putBytes(bytes);
    }

    /** The hash of a plan nobody has begun, from whom the ledger names now. */
    String of(Plans plans, SunsetPlan plan) {
        String last = "";
        List<SunsetMember> page = plans.page(plan.id(), SunsetMember.State.NOMINATED, last);
        while (!page.isEmpty()) {
            add(page);
            last = page.get(page.size() - 1).subscriberId();
            page = plans.page(plan.id(), SunsetMember.State.NOMINATED, last);
        }
        return hash();
    }

    /** Ends the taking in. */
    String hash() {
        return hash.hash().toString();
    }

    long number() {
        return number;
    }

    /** A fair sample. */
    Set<String> drawn() {
        return drawn.stream().map(Draw::id).collect(Collectors.toSet());
    }
}
