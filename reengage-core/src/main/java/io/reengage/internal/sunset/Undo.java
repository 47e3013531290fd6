// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.sunset;

import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes a plan back: first nobody more is retired, then everybody is put back but for what they said themselves since. */
final class Undo {
    private static final int BATCH = 100;

    private final Settings settings;
    private final Sunset sunset;
    private final Audit audit;

    Undo(Settings settings, Sunset sunset, Audit audit) {
        this.settings = settings;
        this.sunset = sunset;
        this.audit = audit;
    }

    int undo(String planId, String by, String reason) {
        if (by.isBlank()) {
            throw new IllegalArgumentException("a plan is undone by a named person");
        }
        Instant now = settings.now();
        SunsetPlan plan = settings.ledger().transact(rows -> {
            Leases.lock(rows, Leases.HOST);
            SunsetPlan stopped = Plans.required(rows, planId);
            rows.update(
                    Schema.SUNSET_PLAN,
                    Where.all().eq("id", planId),
                    Assignments.set("status", SunsetPlan.Status.UNDONE.name()));
            audit.write(rows, now, by, "sunset.undo", planId, reason);
            return stopped;
        });
        int undone = 0;
        while (true) {
            List<SunsetMember> batch = settings.ledger()
                    .transact(rows -> Plans.members(rows, planId, SunsetMember.State.RETIRED, "", BATCH));
            if (batch.isEmpty()) {
                return undone;
            }
            undone += bringBack(plan, batch, by, reason, now);
        }
    }

    private int bringBack(SunsetPlan plan, List<SunsetMember> batch, String by, String reason, Instant now) {
        Set<String> ids = batch.stream().map(SunsetMember::subscriberId).collect(Collectors.toSet());
        Map<String, Subscriber> found = settings.subscribers().find(ids);
        return settings.ledger().transact(rows -> {
            Leases.fence(rows, ids);
            List<SunsetMember> retired = Plans.stillIn(rows, plan, SunsetMember.State.RETIRED, ids);
            for (SunsetMember member : retired) {
                Subscriber person = found.getOrDefault(
                        member.subscriberId(),
                        Subscriber.withId(member.subscriberId()).build());
                sunset.bringBack(rows, plan, member, person, SunsetMember.State.UNDONE, now, by, reason);
            }
            return retired.size();
        });
    }
}
