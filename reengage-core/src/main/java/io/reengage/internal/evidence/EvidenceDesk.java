// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.evidence;

import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Settings;
import io.reengage.ledger.EvidenceFinding;
import io.reengage.ledger.EvidenceFinding.Kind;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps what is doubtful about each plan's evidence, and who said that it does not matter. */
public final class EvidenceDesk {
    /** These go when their cause goes; the others stand with the plan. */
    private static final Set<Kind> LIVE =
            EnumSet.of(Kind.DEAD_FEED, Kind.PEOPLE_GONE, Kind.UNKNOWN_OUTCOMES, Kind.BOUNCE_STORM, Kind.CLOCK_JUMPED);

    private final Settings settings;
    private final Gatherer gatherer;
    private final Audit audit;

    public EvidenceDesk(Settings settings, Audit audit) {
        this.settings = settings;
        this.gatherer = new Gatherer(settings);
        this.audit = audit;
    }

    /**
     * Looks what is doubtful about a plan that is about to be written, its members being there already.
     *
     * @param pages what the store's pages showed of those named
     */
    public Map<Kind, String> examine(SunsetPlan plan, PlanFacts.Pages pages) {
        Map<Kind, String> found = new EnumMap<>(Kind.class);
        found.putAll(EvidenceGate.of(gatherer.plan(plan, pages)));
        found.putAll(EvidenceGate.of(gatherer.live(plan, plan.people())));
        return found;
    }

    /**
     * Looks again at whatever may have changed, and answers all that stands.
     *
     * @param toCome how many of those named are about to be retired
     */
    public List<EvidenceFinding> refresh(SunsetPlan plan, long toCome) {
        Map<Kind, String> found = EvidenceGate.of(gatherer.live(plan, toCome));
        return settings.ledger().transact(rows -> {
            for (EvidenceFinding old : of(rows, plan.id())) {
                if (LIVE.contains(old.kind()) && !old.isOverruled() && !found.containsKey(old.kind())) {
                    rows.delete(
                            Schema.EVIDENCE_FINDING,
                            Where.all()
                                    .eq("plan", plan.id())
                                    .eq("kind", old.kind().name()));
                }
            }
            note(rows, plan, found);
            return of(rows, plan.id());
        });
    }

    /** What nobody has overruled, in lines; empty if the plan may be applied. */
    public String standing(SunsetPlan plan, long toCome) {
        return refresh(plan, toCome).stream()
                .filter(each -> !each.isOverruled())
                .map(each -> "- " + each.kind() + ": " + each.words())
                .collect(Collectors.joining("\n"));
    }

    public EvidenceFinding overrule(String planId, Kind kind, String by, String reason) {
        if (by.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("a finding is overruled by a named person, with a reason");
        }
        Instant now = settings.now();
        return settings.ledger().transact(rows -> {
            EvidenceFinding found = of(rows, planId).stream()
                    .filter(each -> each.kind() == kind)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("plan " + planId + " has no finding " + kind));
            EvidenceFinding overruled = new EvidenceFinding(planId, kind, found.words(), found.foundAt(), by, reason);
            rows.put(Schema.EVIDENCE_FINDING, List.of(overruled));
            if (kind == Kind.CLOCK_JUMPED) {
                ClockWatch.confirm(rows);
            }
            audit.write(rows, now, by, "sunset.overrule", planId, kind + " (" + found.words() + "): " + reason);
            return overruled;
        });
    }

    /** Writes down what was found, in the transaction that writes the plan, so that no plan is without. */
    public int note(Rows rows, SunsetPlan plan, Map<Kind, String> found) {
        Instant now = settings.now();
        Set<Kind> overruled = of(rows, plan.id()).stream()
                .filter(EvidenceFinding::isOverruled)
                .map(EvidenceFinding::kind)
                .collect(Collectors.toSet());
        List<EvidenceFinding> news = found.entrySet().stream()
                .filter(each -> !overruled.contains(each.getKey()))
                .map(each -> new EvidenceFinding(plan.id(), each.getKey(), each.getValue(), now, "", ""))
                .toList();
        rows.put(Schema.EVIDENCE_FINDING, news);
        return news.size();
    }

    private static List<EvidenceFinding> of(Rows rows, String planId) {
        return rows.select(
                Schema.EVIDENCE_FINDING, Where.all().eq("plan", planId), List.of("kind"), Kind.values().length);
    }
}
