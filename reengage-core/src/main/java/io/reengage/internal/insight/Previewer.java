// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.insight;

import io.reengage.activity.ActivityNeed;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Ramp;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Enroller;
import io.reengage.internal.run.People;
import io.reengage.internal.run.Readiness;
import io.reengage.internal.run.RunDefinition;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.Run;
import io.reengage.ledger.Suppression;
import io.reengage.report.Preview;
import io.reengage.segment.Profile;
import io.reengage.segment.Verdict;
import io.reengage.statistics.SampleSize;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Says what a campaign would do, by reading the whole list once in constant memory. Writes nothing. */
public final class Previewer {
    /** The rate of success without contact that the power figure assumes. */
    private static final double ASSUMED_BASE_RATE = 0.02;

    private final Settings settings;
    private final Runs runs;
    private final People people;
    private final Readiness readiness;
    private final Roll roll;

    public Previewer(Settings settings, Runs runs, People people, Readiness readiness) {
        this.settings = settings;
        this.runs = runs;
        this.people = people;
        this.readiness = readiness;
        this.roll = new Roll(settings, people);
    }

    public Preview preview(Campaign written, int samplesPerVerdict) {
        Campaign campaign = written.resolved(settings.catalog());
        Instant now = settings.now();
        Count count = new Count(campaign, samplesPerVerdict, now);
        ActivityNeed need = campaign.segment().need();
        long rest = roll.read(count.cascade.first(), need, now, count::add);
        count.cascade.out(rest);
        if (rest > 0) {
            roll.start(need, now).stream()
                    .filter(each -> campaign.segment().evaluate(each, now) == Verdict.OUT)
                    .forEach(each -> count.cascade.sample(each, Verdict.OUT));
        }
        return count.finish();
    }

    /** Counts page after page. */
    private final class Count {
        private final RunDefinition definition;
        private final Campaign campaign;
        private final Instant now;
        private final Cascade cascade;
        private long zoneless;
        private long willing;
        private long blocked;
        private long heldOut;

        private Count(Campaign campaign, int samplesPerVerdict, Instant now) {
            this.campaign = campaign;
            this.now = now;
            this.cascade = new Cascade(campaign.audience(), samplesPerVerdict, now);
            this.definition = new RunDefinition(
                    new Run(
                            runs.idOfLaunch(campaign.name()),
                            campaign.name(),
                            "",
                            Run.Status.PAUSED,
                            "",
                            now,
                            null,
                            null,
                            0),
                    campaign);
        }

        private void add(List<Profile> page) {
            List<Subscriber> belonging = new ArrayList<>();
            for (Profile each : page) {
                zoneless += each.zoneKnown() ? 0 : 1;
                if (cascade.pour(each) == Verdict.IN) {
                    belonging.add(each.subscriber());
                }
            }
            check(belonging);
        }

        private void check(List<Subscriber> belonging) {
            String kind = Enroller.addressKind(campaign, settings.channels());
            Map<String, List<Suppression>> suppressions =
                    settings.ledger().transact(rows -> people.suppressions(rows, belonging));
            for (Subscriber each : belonging) {
                boolean free = People.forbidding(
                                suppressions.getOrDefault(each.id(), List.of()), "", campaign.purpose())
                        .isEmpty();
                if (free
                        && each.mayReceive(campaign.purpose())
                        && each.address(kind).isPresent()) {
                    willing++;
                    heldOut += definition.heldOut(each.id()) ? 1 : 0;
                } else {
                    blocked++;
                }
            }
        }

        private Preview finish() {
            return new Preview(
                    campaign.name(),
                    now,
                    cascade.count().people(),
                    willing,
                    cascade.count().unknown(),
                    blocked,
                    heldOut,
                    cascade.waterfall(),
                    cascade.samples(),
                    readiness.problems(campaign),
                    notes());
        }

        private List<String> notes() {
            List<String> notes = new ArrayList<>();
            if (willing == 0) {
                notes.add("Nobody would be written to.");
            }
            long undecided = cascade.count().unknown();
            if (undecided > 0) {
                notes.add("The record does not decide about " + undecided + " people; they are left alone.");
            }
            if (zoneless > 0) {
                notes.add("The time zone of " + zoneless + " people is missing or unknown; their days are those of "
                        + settings.policy().fallbackZone() + ".");
            }
            Ramp ramp = campaign.ramp();
            if (ramp != null && willing > 0) {
                notes.add(spread(ramp));
            }
            if (campaign.conversion() != null && heldOut > 0 && willing > heldOut) {
                notes.add(power());
            }
            notes.addAll(readiness.warnings(campaign));
            return notes;
        }

        private String spread(Ramp ramp) {
            long largest = 0;
            int day = 0;
            for (long left = willing; left > 0; left -= ramp.portion(day)) {
                day++;
                largest = Math.max(largest, Math.min(left, ramp.portion(day)));
            }
            return String.format(
                    Locale.ROOT,
                    "The ramp spreads them over %d %s: %d people on the first, at most %d on any.",
                    day,
                    day == 1 ? "day" : "days",
                    Math.min(willing, ramp.portion(1)),
                    largest);
        }

        /** What the holdout can show, said before the launch. */
        private String power() {
            OptionalDouble detectable = SampleSize.ofDefaults()
                    .smallestDetectable(ASSUMED_BASE_RATE, new SampleSize.Arms(willing - heldOut, heldOut));
            String smallest = detectable.isPresent()
                    ? String.format(Locale.ROOT, "%.1f %%", detectable.getAsDouble() * 100)
                    : "no rate at all";
            return String.format(
                    Locale.ROOT,
                    "With %d people held out of %d, a success rate of 2 %% without contact must rise to %s to be shown.",
                    heldOut,
                    willing,
                    smallest);
        }
    }
}
