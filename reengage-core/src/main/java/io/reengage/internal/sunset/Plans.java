// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.sunset;

import com.google.common.hash.Hashing;
import io.reengage.campaign.Definitions;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.Run;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Plans as the ledger has them, and whether they still stand on what they were made of. */
final class Plans {
    private static final int PAGE = 500;
    private static final String ERASURE = "privacy.erase";

    private final Settings settings;
    private final Runs runs;

    Plans(Settings settings, Runs runs) {
        this.settings = settings;
        this.runs = runs;
    }

    static SunsetPlan required(Rows rows, String planId) {
        return Sunset.plan(rows, planId)
                .orElseThrow(() -> new IllegalArgumentException("there is no sunset plan " + planId));
    }

    static long left(Rows rows, SunsetPlan plan) {
        return count(rows, plan, Set.of(SunsetMember.State.NOMINATED));
    }

    /** How many a plan retired, whether they are back or not. */
    static long everRetired(Rows rows, SunsetPlan plan) {
        return count(
                rows, plan, Set.of(SunsetMember.State.RETIRED, SunsetMember.State.RESTORED, SunsetMember.State.UNDONE));
    }

    static long count(Rows rows, SunsetPlan plan, Set<SunsetMember.State> states) {
        return rows.count(
                Schema.SUNSET_MEMBER,
                Where.all()
                        .eq("plan", plan.id())
                        .in("state", states.stream().map(Enum::name).toList()));
    }

    static List<SunsetMember> members(Rows rows, String planId, SunsetMember.State state, String after, int limit) {
        return rows.select(
                Schema.SUNSET_MEMBER,
                Where.all().eq("plan", planId).eq("state", state.name()).above("person", after),
                List.of("person"),
                limit);
    }

    /** Members as they are now: what was read outside of the transaction may be out of date. */
    static List<SunsetMember> stillIn(Rows rows, SunsetPlan plan, SunsetMember.State state, Set<String> ids) {
        return rows.select(
                Schema.SUNSET_MEMBER,
                Where.all().eq("plan", plan.id()).eq("state", state.name()).in("person", ids),
                List.of("person"),
                Integer.MAX_VALUE);
    }

    /** What a plan of this run is made under. */
    String terms(Run run) {
        return Hashing.sha256()
                .hashString(run.definition() + "\n" + Definitions.toJson(settings.sunset()), StandardCharsets.UTF_8)
                .toString();
    }

    /** A plan is for the definition and the limits it was made under, and, until it is begun, for whom it named. */
    void requireUnchanged(SunsetPlan plan) {
        Run run = runs.byId(plan.run()).orElseThrow().run();
        if (!runs.latest(run.campaign()).id().equals(run.id())) {
            throw new IllegalStateException(
                    "plan " + plan.id() + ": campaign " + run.campaign() + " was launched anew since: make a new plan");
        }
        if (!terms(run).equals(plan.terms())) {
            throw new IllegalStateException(
                    "plan " + plan.id()
                            + ": the campaign's definition or the sunset policy is another than when it was made: make a new plan");
        }
        // asked again at the end: who applies the plan at the same time may have begun while the names were read
        if (namesAreFixed(plan) && !new Names(plan.terms()).of(this, plan).equals(plan.hash()) && namesAreFixed(plan)) {
            throw new IllegalStateException(
                    "plan " + plan.id() + ": those named are not those it was made of: make a new plan");
        }
    }

    /** Nobody was dealt with yet, and nobody was erased, which takes their name out of plans, too. */
    private boolean namesAreFixed(SunsetPlan plan) {
        return settings.ledger()
                .transact(rows -> left(rows, plan) == plan.people()
                        && rows.count(
                                        Schema.AUDIT,
                                        Where.all().eq("act", ERASURE).atLeast("at", plan.madeAt()))
                                == 0);
    }

    List<SunsetMember> page(String planId, SunsetMember.State state, String after) {
        return settings.ledger().transact(rows -> members(rows, planId, state, after, PAGE));
    }
}
