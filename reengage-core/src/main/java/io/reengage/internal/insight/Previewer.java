// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.insight;

import io.reengage.campaign.Campaign;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Enroller;
import io.reengage.internal.run.People;
import io.reengage.internal.run.Readiness;
import io.reengage.internal.run.RunDefinition;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.Run;
import io.reengage.ledger.Suppression;
import io.reengage.report.Preview;
import io.reengage.segment.AllOf;
import io.reengage.segment.Condition;
import io.reengage.segment.Profile;
import io.reengage.segment.Segment;
import io.reengage.segment.Verdict;
import io.reengage.statistics.SampleSize;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Says what a campaign would do, by reading the whole list once in constant memory. Writes nothing. */
public final class Previewer {
    /** The rate of success without contact that the power figure assumes. */
    private static final double ASSUMED_BASE_RATE = 0.02;

    private final Settings settings;
    private final Runs runs;
    private final People people;
    private final Readiness readiness;

    public Previewer(Settings settings, Runs runs, People people, Readiness readiness) {
        this.settings = settings;
        this.runs = runs;
        this.people = people;
        this.readiness = readiness;
    }

    public Preview preview(Campaign campaign, int samplesPerVerdict) {
        Instant now = settings.now();
        Count count = new Count(campaign, samplesPerVerdict, now);
        String cursor = "";
        while (true) {
            Page<Subscriber> page = settings.subscribers().page(cursor, Enroller.PAGE);
            count.add(page.items());
            String next = page.next();
            if (next == null) {
                return count.finish();
            }
            cursor = next;
        }
    }

    /** Counts page after page. */
    private final class Count {
        private final RunDefinition definition;
        private final Campaign campaign;
        private final int samplesPerVerdict;
        private final Instant now;
        private final List<Condition> parts;
        private final long[] in;
        private final long[] unknown;
        private final Map<Verdict, List<Preview.Sample>> samples = new EnumMap<>(Verdict.class);
        private long seen;
        private long undecided;
        private long willing;
        private long blocked;
        private long heldOut;

        private Count(Campaign campaign, int samplesPerVerdict, Instant now) {
            this.campaign = campaign;
            this.samplesPerVerdict = samplesPerVerdict;
            this.now = now;
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
            this.parts = campaign.audience() instanceof AllOf all ? all.parts() : List.of(campaign.audience());
            this.in = new long[parts.size()];
            this.unknown = new long[parts.size()];
        }

        private void add(List<Subscriber> page) {
            Map<String, Profile> profiles =
                    people.profiles(page, campaign.segment().need(), now);
            List<Subscriber> belonging = new ArrayList<>();
            for (Subscriber each : page) {
                seen++;
                Profile profile = Optional.ofNullable(profiles.get(each.id())).orElseThrow();
                Verdict verdict = pour(profile);
                sample(profile, verdict);
                if (verdict == Verdict.IN) {
                    belonging.add(each);
                } else if (verdict == Verdict.UNKNOWN) {
                    undecided++;
                }
            }
            check(belonging);
        }

        /** Lets one person run down the waterfall. */
        private Verdict pour(Profile profile) {
            Verdict verdict = Verdict.IN;
            for (int i = 0; i < parts.size() && verdict != Verdict.OUT; i++) {
                verdict = verdict.and(new Segment("part", parts.get(i)).evaluate(profile, now));
                in[i] += verdict == Verdict.IN ? 1 : 0;
                unknown[i] += verdict == Verdict.UNKNOWN ? 1 : 0;
            }
            return verdict;
        }

        private void sample(Profile profile, Verdict verdict) {
            List<Preview.Sample> taken = samples.computeIfAbsent(verdict, any -> new ArrayList<>());
            if (taken.size() < samplesPerVerdict) {
                taken.add(new Preview.Sample(
                        profile.subscriber().id(), campaign.segment().explain(profile, now)));
            }
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
            List<Preview.Remaining> waterfall = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                waterfall.add(new Preview.Remaining(parts.get(i).describe(), in[i], unknown[i]));
            }
            List<Preview.Sample> shown = new ArrayList<>();
            samples.values().forEach(shown::addAll);
            return new Preview(
                    campaign.name(),
                    now,
                    seen,
                    willing,
                    undecided,
                    blocked,
                    heldOut,
                    waterfall,
                    shown,
                    readiness.problems(campaign),
                    notes());
        }

        private List<String> notes() {
            List<String> notes = new ArrayList<>();
            if (willing == 0) {
                notes.add("Nobody would be written to.");
            }
            if (undecided > 0) {
                notes.add("The record does not decide about " + undecided + " people; they are left alone.");
            }
            if (campaign.conversion() != null && heldOut > 0 && willing > heldOut) {
                notes.add(power());
            }
            notes.addAll(readiness.warnings(campaign));
            return notes;
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
