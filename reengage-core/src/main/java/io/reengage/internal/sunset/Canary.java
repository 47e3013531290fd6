// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.sunset;

import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.policy.SunsetPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The few of a plan who are retired first: how many may yet follow them, and what became of them. */
final class Canary {
    private final Settings settings;
    private final SunsetWatch watch;
    private final Audit audit;

    Canary(Settings settings, SunsetWatch watch, Audit audit) {
        this.settings = settings;
        this.watch = watch;
        this.audit = audit;
    }

    private SunsetPolicy.Canary policy() {
        return settings.sunset().canary();
    }

    private boolean isOver(SunsetPlan plan) {
        return policy().isOff() || plan.canaryPassedAt() != null;
    }

    /** How many more may be retired before those who went first were watched to the end. */
    long room(Rows rows, SunsetPlan plan) {
        return isOver(plan) ? Long.MAX_VALUE : Math.max(0, policy().of(plan.people()) - Plans.everRetired(rows, plan));
    }

    /** Notes that somebody went first; the watch begins with the last of them. */
    void went(Rows rows, SunsetPlan plan, Instant now) {
        if (!isOver(plan)) {
            rows.update(Schema.SUNSET_PLAN, Where.all().eq("id", plan.id()), Assignments.set("canary_at", now));
        }
    }

    /** Until when the others have to wait, if they do. */
    Optional<Instant> watchedUntil(Rows rows, SunsetPlan plan) {
        Instant from = plan.canaryAt();
        return from == null || isOver(plan) || room(rows, plan) > 0
                ? Optional.empty()
                : Optional.of(policy().watch().after(from, settings.policy().fallbackZone()));
    }

    /** What is alarming about those who went first, all being read once more; nothing if there is nothing. */
    Optional<String> alarm(SunsetPlan plan, Instant now) {
        String last = "";
        while (true) {
            String after = last;
            List<SunsetMember> page = settings.ledger()
                    .transact(rows -> Plans.members(rows, plan.id(), SunsetMember.State.RETIRED, after, 500));
            if (page.isEmpty()) {
                break;
            }
            watch.restore(page, now);
            last = page.get(page.size() - 1).subscriberId();
        }
        return settings.ledger().transact(rows -> {
            long all = Plans.everRetired(rows, plan);
            long back = Plans.count(rows, plan, Set.of(SunsetMember.State.RESTORED, SunsetMember.State.UNDONE));
            return back > policy().mostAlive().of(all)
                    ? Optional.of(
                            back + " of the " + all + " who went first are back, more than " + policy().mostAlive())
                    : Optional.<String>empty();
        });
    }

    /** Lets the others follow. */
    SunsetPlan pass(SunsetPlan plan) {
        return settings.ledger().transact(rows -> {
            Leases.lock(rows, Leases.HOST);
            SunsetPlan current = Plans.required(rows, plan.id());
            if (current.isApproved() && current.canaryPassedAt() == null) {
                Instant now = Audit.notBefore(rows, settings.now());
                rows.update(
                        Schema.SUNSET_PLAN, Where.all().eq("id", plan.id()), Assignments.set("canary_passed_at", now));
                audit.write(rows, now, Audit.ENGINE, "sunset.canary", plan.id(), "nothing alarming: the others follow");
            }
            return Plans.required(rows, plan.id());
        });
    }
}
