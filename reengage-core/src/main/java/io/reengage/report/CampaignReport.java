// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import io.reengage.ledger.Run;
import io.reengage.policy.HealthGuard;
import io.reengage.segment.Share;
import io.reengage.statistics.Difference;
import io.reengage.statistics.MeanDifference;
import io.reengage.statistics.Proportion;
import io.reengage.statistics.Sample;
import io.reengage.statistics.SampleRatio;
import io.reengage.statistics.SampleSize;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign did and what came of it, as counts. Everybody enrolled is counted in the arm they were assigned to, whether
 * or not a message reached them.
 *
 * @param campaign name of the campaign
 * @param run the launch it is about
 * @param launchedAt when it was launched
 * @param asOf the moment of the counts
 * @param standing where the run stands, and why
 * @param scanned how many people were looked at
 * @param treated how many were enrolled to get messages
 * @param heldOut how many were enrolled to get none
 * @param plannedHoldout which part was to be held out; {@link Share#NONE} if nobody was
 * @param reach how far the treated came, counted in people
 * @param steps what became of each step's messages, by variant
 * @param answers what people said on the landing pages
 * @param reasons why people left, by reason, most frequent first
 * @param conversion the comparison of both arms; {@code null} if the campaign measures nothing
 * @param sunset what became of those who stayed silent
 */
public record CampaignReport(
        String campaign,
        String run,
        Instant launchedAt,
        Instant asOf,
        Standing standing,
        long scanned,
        long treated,
        long heldOut,
        Share plannedHoldout,
        Reach reach,
        List<StepLine> steps,
        Answers answers,
        Map<String, Long> reasons,
        @Nullable Conversions conversion,
        Sunset sunset) {

    /** People expected in each arm before the sizes of the arms are checked: 5. */
    public static final int FEWEST_EXPECTED = 5;

    public CampaignReport {
        Objects.requireNonNull(campaign, "campaign");
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(plannedHoldout, "plannedHoldout");
        Objects.requireNonNull(reach, "reach");
        Objects.requireNonNull(launchedAt, "launchedAt");
        Objects.requireNonNull(asOf, "asOf");
        Objects.requireNonNull(answers, "answers");
        Objects.requireNonNull(sunset, "sunset");
        steps = List.copyOf(steps);
        reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
    }

    /** How many messages were accepted by a channel. */
    public long sent() {
        return steps.stream().mapToLong(StepLine::sent).sum();
    }

    /** How many messages have a fate nobody can know. */
    public long unknown() {
        return steps.stream().mapToLong(StepLine::unknown).sum();
    }

    /**
     * Whether the arms have the sizes that were planned; empty without a planned holdout, or while fewer than
     * {@value #FEWEST_EXPECTED} people are expected in an arm.
     */
    public Optional<SampleRatio> sampleRatio() {
        double share = plannedHoldout.value();
        if (Math.min(share, 1 - share) * (treated + heldOut) < FEWEST_EXPECTED) {
            return Optional.empty();
        }
        return Optional.of(SampleRatio.of(new long[] {treated, heldOut}, 1 - share, share));
    }

    /**
     * Where a run stands, and why.
     *
     * @param status whether it works
     * @param since since when; {@code null} if that is not on record
     * @param reason why it does not; empty while it does
     * @param health what the health guard finds of it; {@code null} if the guard is off, or the run does not work for another
     *     reason
     * @param stop what stops all campaigns, this one among them; {@code null} if nothing does
     * @param held steps whose messages cannot be written, by id of the step
     * @param ramp people who wait for their day; {@code null} if nobody does
     */
    public record Standing(
            Run.Status status,
            @Nullable Instant since,
            String reason,
            @Nullable Health health,
            @Nullable Stop stop,
            List<HeldStep> held,
            @Nullable Ramping ramp) {

        public Standing {
            Objects.requireNonNull(status, "status");
            Objects.requireNonNull(reason, "reason");
            held = List.copyOf(held);
        }
    }

    /**
     * How a run is taken by people and their providers.
     *
     * @param level how well or badly; at the worst the guard has paused the run
     * @param words the numbers, in words
     * @param leftOut how many objections do not count, since somebody resumed the run after the messages they are about
     */
    public record Health(HealthGuard.Level level, String words, long leftOut) {}

    /**
     * A stop of all campaigns at once.
     *
     * @param since since when; {@code null} if that is not on record
     * @param noticed whether it was done by the database's own means, so that {@code since} is when a node first noticed it
     * @param reason why
     */
    public record Stop(@Nullable Instant since, boolean noticed, String reason) {}

    /**
     * A step whose messages cannot be written: its people stay due.
     *
     * @param step id of the step
     * @param since since when it is held
     * @param nextTryAt from when on one message is tried again
     * @param reason why
     */
    public record HeldStep(String step, Instant since, Instant nextTryAt, String reason) {}

    /**
     * People whom a ramp makes wait for their day.
     *
     * @param people how many the last reading of the list left waiting
     * @param portion how many come next at the most
     * @param since when the last portion was opened, or the next one put off; {@code null} if there was none yet
     * @param late whether the next portion was put off since first messages of those before were late
     * @param nextAt when the next portion is opened if the run works; {@code null} while the list is being read for it
     */
    public record Ramping(
            long people,
            long portion,
            @Nullable Instant since,
            boolean late,
            @Nullable Instant nextAt) {}

    /**
     * How far the people who were to get messages came.
     *
     * @param reached got at least one message
     * @param clicked followed a link in person; {@code null} if no message tells
     * @param confirmed pressed the button
     */
    public record Reach(long reached, @Nullable Long clicked, long confirmed) {}

    /**
     * What messages told of what became of them.
     *
     * @param people how many people did it in person
     * @param machines how often machines did
     */
    public record Told(long people, long machines) {}

    /**
     * One step's messages, or one variant's.
     *
     * @param step id of the step
     * @param template which template
     * @param sent accepted by the channel
     * @param unknown nobody can know whether they left
     * @param withheld not sent because held out
     * @param waiting put off to a later moment, or to be tried again
     * @param failed refused for good
     * @param notSent left unsent on purpose: suppressed, no consent, no address, too late, a value missing
     * @param opened openings; {@code null} if the messages do not tell
     * @param clicked links followed; {@code null} if the messages do not tell
     * @param confirmed people who pressed the button
     * @param unsubscribed people who left through this message
     */
    public record StepLine(
            String step,
            String template,
            long sent,
            long unknown,
            long withheld,
            long waiting,
            long failed,
            long notSent,
            @Nullable Told opened,
            @Nullable Told clicked,
            long confirmed,
            long unsubscribed) {

        /** Share of sent messages whose reader opened them in person, as far as that can be told. */
        public Optional<Proportion> openRate() {
            return opened == null ? Optional.empty() : rate(opened.people());
        }

        /** Share of sent messages whose reader followed a link in person. */
        public Optional<Proportion> clickRate() {
            return clicked == null ? Optional.empty() : rate(clicked.people());
        }

        /** Share of sent messages whose reader pressed the button. */
        public Optional<Proportion> confirmRate() {
            return rate(confirmed);
        }

        /** Share of sent messages whose reader left. */
        public Optional<Proportion> unsubscribeRate() {
            return rate(unsubscribed);
        }

        private Optional<Proportion> rate(long hits) {
            return sent == 0 ? Optional.empty() : Optional.of(new Proportion(Math.min(hits, sent), sent));
        }
    }

    /**
     * What people said.
     *
     * @param kept want to go on as before
     * @param fewer want fewer messages
     * @param paused want a pause
     * @param left unsubscribed
     * @param complained reported spam
     * @param clickedOnly followed a link in person and said nothing
     * @param silent gave no sign of life since the enrollment, among those treated
     */
    public record Answers(
            long kept, long fewer, long paused, long left, long complained, long clickedOnly, long silent) {}

    /**
     * Success in both arms, within the time the campaign allows, counted from the enrollment.
     *
     * @param goal what counts, in words
     * @param treated converted of those treated
     * @param heldOut converted of those held out
     * @param treatedRevenue money per person treated, people without a conversion counted as 0
     * @param heldOutRevenue money per person held out
     * @param stillOpen how many enrollments have not had the full time yet
     * @param openUntil when the last of these will have had it; {@code null} if none is open or more are to come
     */
    public record Conversions(
            String goal,
            Proportion treated,
            Proportion heldOut,
            Sample treatedRevenue,
            Sample heldOutRevenue,
            long stillOpen,
            @Nullable Instant openUntil) {

        public Conversions {
            Objects.requireNonNull(goal, "goal");
        }

        /** The rates of both arms, compared. */
        public Difference rates() {
            return new Difference(treated, heldOut);
        }

        /** The money per person of both arms, compared. */
        public MeanDifference revenue() {
            return new MeanDifference(treatedRevenue, heldOutRevenue);
        }

        /**
         * The smallest gain in the rate that this many people show with 80 % certainty; empty when there are too few to
         * show any.
         */
        public OptionalDouble smallestDetectable() {
            if (treated.trials() == 0 || heldOut.trials() == 0) {
                return OptionalDouble.empty();
            }
            double base = heldOut.successes() > 0 ? rate(heldOut) : rate(treated);
            OptionalDouble detected = SampleSize.ofDefaults()
                    .smallestDetectable(base, new SampleSize.Arms(treated.trials(), heldOut.trials()));
            return detected.isEmpty() ? detected : OptionalDouble.of(detected.getAsDouble() - base);
        }

        /**
         * How many held out it takes to show the gain observed so far with 80 % certainty, with the arms in the same
         * ratio; empty when no gain is observed.
         */
        public OptionalLong heldOutNeeded() {
            if (!(rates().estimate().orElse(0) > 0)) {
                return OptionalLong.empty();
            }
            double ratio = (double) treated.trials() / heldOut.trials();
            return OptionalLong.of(SampleSize.ofDefaults()
                    .toDetect(rate(treated), rate(heldOut), ratio)
                    .control());
        }

        private static double rate(Proportion arm) {
            return arm.rate().orElse(0);
        }
    }

    /**
     * What became of those who stayed silent to the end.
     *
     * @param nominated proposed for retirement, not yet in a plan that was applied
     * @param retired taken off the list and still off it
     * @param restored back after a sign of life
     * @param undone back after an undo
     * @param spared why people were left alone at the last step, by reason, most frequent first
     */
    public record Sunset(long nominated, long retired, long restored, long undone, Map<String, Long> spared) {

        public Sunset {
            spared = Collections.unmodifiableMap(new LinkedHashMap<>(spared));
        }
    }
}
