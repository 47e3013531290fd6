// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import static io.reengage.report.Figures.about;
import static io.reengage.report.Figures.day;
import static io.reengage.report.Figures.messages;
import static io.reengage.report.Figures.number;
import static io.reengage.report.Figures.people;
import static io.reengage.report.Figures.percent;
import static io.reengage.report.Figures.points;

import io.reengage.ledger.Run;
import io.reengage.policy.HealthGuard.Level;
import io.reengage.report.CampaignReport.Answers;
import io.reengage.report.CampaignReport.Conversions;
import io.reengage.report.CampaignReport.Health;
import io.reengage.statistics.Proportion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What to do next, most urgent first. */
final class Advice {

    /** Complaints per message sent from which mailbox providers block a sender: 0.3 %. */
    static final double COMPLAINTS_TO_STOP = 0.003;

    /** Complaints per message sent that mailbox providers ask senders to stay below: 0.1 %. */
    static final double COMPLAINTS_TO_WATCH = 0.001;

    /** Share of the people asked who leave, from which the message itself needs a look: 5 %. */
    static final double MANY_LEAVE = 0.05;

    /** Share of the messages tried that are refused for good, from which the addresses need a look: 5 %. */
    static final double MANY_REFUSED = 0.05;

    /** So many people and not one answer is more likely a broken link than silence: 50. */
    static final int TOO_SILENT = 50;

    /** From then on a portion is not merely waiting for the next round of the engine. */
    private static final Duration OVERDUE = Duration.ofHours(1);

    private static final String NOTHING = "Nothing needs you now.";

    private final CampaignReport report;
    private final Earnings earnings;

    private Advice(CampaignReport report, Earnings earnings) {
        this.report = report;
        this.earnings = earnings;
    }

    static List<String> of(CampaignReport report, Earnings earnings) {
        return new Advice(report, earnings).all();
    }

    private List<String> all() {
        List<String> all = new ArrayList<>(Stream.of(goOn(), resume(), warned(), held(), ramp())
                .flatMap(Optional::stream)
                .toList());
        if (report.treated() + report.heldOut() == 0) {
            if (report.scanned() > 0) {
                all.add("Look at the preview: it shows after which condition nobody is left.");
            } else if (isRunning()) {
                all.add("Let the engine run: the list has not been read since the launch.");
            }
            return all.isEmpty() ? List.of(NOTHING) : all;
        }
        Stream.of(complaints(), arms(), harm(), brokenLinks(), sunset(), leavers())
                .forEach(item -> item.ifPresent(all::add));
        Stream.of(refused(), unknown(), wait(measured()), fewHeldOut(measured()), missingMeasure())
                .forEach(item -> item.ifPresent(all::add));
        if (all.isEmpty()) {
            all.add(whenAllIsWell());
        }
        return all;
    }

    private Optional<String> goOn() {
        return when(
                report.standing().stop() != null && report.standing().status() != Run.Status.CANCELLED,
                "Mend what all campaigns were stopped for, then let them go on.");
    }

    private Optional<String> resume() {
        if (report.standing().status() != Run.Status.PAUSED) {
            return Optional.empty();
        }
        return Optional.of(
                level() == Level.HALT
                        ? "Mend the cause, then resume the campaign: clean the addresses after hard bounces, change the"
                                + " message after complaints or unsubscribes. Once resumed, it is counted anew."
                        : "Resume the campaign when what it was paused for is settled.");
    }

    private Optional<String> warned() {
        return when(
                level() == Level.WARN,
                "Look before the campaign pauses itself: at the addresses after hard bounces, at the message after"
                        + " complaints or unsubscribes.");
    }

    private Optional<String> held() {
        List<String> steps = report.standing().held().stream()
                .map(CampaignReport.HeldStep::step)
                .toList();
        return when(
                !steps.isEmpty(),
                "Mend the templates and values of " + (steps.size() == 1 ? "step " : "steps ")
                        + String.join(", ", steps) + ": what is held goes on by itself, or at once when somebody"
                        + " releases it.");
    }

    private Optional<String> ramp() {
        CampaignReport.@Nullable Ramping ramp = report.standing().ramp();
        if (ramp == null || !isRunning()) {
            return Optional.empty();
        }
        @Nullable Instant next = ramp.nextAt();
        if (next != null && next.isBefore(report.asOf().minus(OVERDUE))) {
            return Optional.of("Let the engine run: the next portion of the ramp is due.");
        }
        return when(
                ramp.late() && report.standing().held().isEmpty(),
                "Find out why first messages left more than an hour late, such as an engine that runs too rarely: the"
                        + " ramp waits a day each time.");
    }

    private Level level() {
        @Nullable Health health = report.standing().health();
        return health == null ? Level.FINE : health.level();
    }

    /** Whether messages may still go out without anybody's doing. */
    private boolean isRunning() {
        return report.standing().status() == Run.Status.RUNNING
                && report.standing().stop() == null;
    }

    private Optional<String> complaints() {
        long complained = report.answers().complained();
        if (complained == 0 || report.sent() == 0) {
            return Optional.empty();
        }
        Proportion rate = new Proportion(Math.min(complained, report.sent()), report.sent());
        String reported = number(complained) + " spam reports on " + messages(report.sent()) + " (" + share(rate) + ")";
        if (atLeast(rate, COMPLAINTS_TO_STOP)
                && rate.wilson(Earnings.CONFIDENCE).low() > COMPLAINTS_TO_WATCH) {
            return Optional.of((isRunning() ? "Stop the campaign: " : "Send nothing more like it: ") + reported
                    + "; from 0.3 % on, mailbox providers block senders.");
        }
        return atLeast(rate, COMPLAINTS_TO_WATCH)
                ? Optional.of("Watch the spam reports: " + reported + "; mailbox providers ask for less than 0.1 %.")
                : Optional.empty();
    }

    private Optional<String> arms() {
        return when(
                earnings.verdict() == Verdict.DISTRUSTED,
                "Ask a developer why the holdout has the wrong size; until then, do not use the comparison.");
    }

    private Optional<String> harm() {
        return when(
                earnings.verdict() == Verdict.HARMED,
                (isRunning() ? "Pause the campaign and change" : "Change")
                        + " the messages: people left alone do better.");
    }

    private Optional<String> brokenLinks() {
        Answers answers = report.answers();
        @Nullable Long clicked = report.reach().clicked();
        boolean nobody = answers.silent() >= report.treated() && (clicked == null || clicked == 0);
        return when(
                nobody && report.reach().reached() >= TOO_SILENT,
                "Send yourself a test and press the button, before anybody is retired: not one answer from "
                        + people(report.reach().reached()) + " looks more like a broken link than like silence.");
    }

    private Optional<String> sunset() {
        long nominated = report.sunset().nominated();
        return when(nominated > 0, "Look through the sunset plan for " + people(nominated) + " and approve it.");
    }

    private Optional<String> leavers() {
        long reached = report.reach().reached();
        long left = report.answers().left();
        return when(
                left >= 10 && left >= MANY_LEAVE * reached,
                "Look at the message before more people get it: " + percent(left, Math.max(left, reached))
                        + " of the people asked left.");
    }

    private Optional<String> refused() {
        long failed = report.steps().stream()
                .mapToLong(CampaignReport.StepLine::failed)
                .sum();
        long tried = failed + report.sent();
        return when(
                failed > 0 && failed >= MANY_REFUSED * tried,
                "Check the addresses: " + number(failed) + " of " + messages(tried) + " were refused for good.");
    }

    private Optional<String> unknown() {
        return when(
                report.unknown() > 0,
                "Look up " + messages(report.unknown()) + " of unknown fate at the provider; they are not sent twice.");
    }

    private Optional<String> wait(Optional<Conversions> conversion) {
        return conversion.filter(open -> open.stillOpen() > 0).map(open -> {
            Instant until = open.openUntil();
            return (until == null ? "Wait" : "Wait until " + day(until)) + " before you judge: "
                    + number(open.stillOpen()) + " of "
                    + number(open.treated().trials() + open.heldOut().trials())
                    + " people still have time to reach the goal.";
        });
    }

    private Optional<String> fewHeldOut(Optional<Conversions> conversion) {
        return conversion.filter(any -> earnings.verdict() == Verdict.NOT_SHOWN).flatMap(this::holdOutMore);
    }

    private Optional<String> holdOutMore(Conversions conversion) {
        long heldOut = conversion.heldOut().trials();
        if (conversion.smallestDetectable().isEmpty()) {
            return Optional.of("Hold out more people: with " + number(heldOut) + ", no difference can be shown.");
        }
        if (conversion.heldOutNeeded().isEmpty()) {
            return Optional.empty();
        }
        long needed = conversion.heldOutNeeded().getAsLong();
        return when(
                needed > heldOut,
                "Hold out more people or join campaigns: to show a gain of "
                        + points(conversion.rates().estimate().orElse(0)) + " takes about " + about((double) needed)
                        + " held out, and there are " + number(heldOut) + ".");
    }

    private Optional<String> missingMeasure() {
        if (report.conversion() == null) {
            return Optional.of("Name a conversion in the next campaign, so that it can show what it earned.");
        }
        return when(
                report.plannedHoldout().value() == 0 && report.heldOut() == 0,
                "Hold out 10 % in the next campaign, so that it can show what it earned.");
    }

    private String whenAllIsWell() {
        if (!isRunning()) {
            return NOTHING;
        }
        if (report.reach().reached() == 0) {
            return "Nothing for now: the first messages are on their way.";
        }
        return earnings.verdict() == Verdict.HELPED
                ? "Keep the campaign running: people who get its messages do better than people who get none."
                : NOTHING;
    }

    private Optional<Conversions> measured() {
        return earnings.verdict() == Verdict.NOT_MEASURED || earnings.verdict() == Verdict.TOO_EARLY
                ? Optional.empty()
                : Optional.ofNullable(report.conversion());
    }

    private static boolean atLeast(Proportion rate, double limit) {
        return rate.rate().orElse(0) >= limit;
    }

    private static String share(Proportion rate) {
        return percent(rate.rate().orElse(0));
    }

    private static Optional<String> when(boolean holds, String advice) {
        return holds ? Optional.of(advice) : Optional.empty();
    }
}
