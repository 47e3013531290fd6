// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import static io.reengage.report.Figures.about;
import static io.reengage.report.Figures.money;
import static io.reengage.report.Figures.moneys;
import static io.reengage.report.Figures.number;
import static io.reengage.report.Figures.people;
import static io.reengage.report.Figures.percent;
import static io.reengage.report.Figures.plain;
import static io.reengage.report.Figures.points;

import io.reengage.report.CampaignReport.Conversions;
import io.reengage.statistics.Conclusion;
import io.reengage.statistics.Interval;
import io.reengage.statistics.SampleRatio;
import io.reengage.statistics.SampleSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a campaign earned, in words: only what those held out did not do as well. What happened after a message is never
 * called earned by it.
 *
 * @param verdict the short form
 * @param sentences the long form
 */
record Earnings(Verdict verdict, List<String> sentences) {

    /** How sure every interval of a report is. */
    static final double CONFIDENCE = SampleSize.DEFAULT_CONFIDENCE;

    Earnings {
        sentences = List.copyOf(sentences);
    }

    static Earnings of(CampaignReport report) {
        Conversions conversion = report.conversion();
        if (conversion == null) {
            return notMeasured("The campaign names no conversion, so nobody can say what it earned.");
        }
        if (report.heldOut() == 0 && report.plannedHoldout().value() == 0) {
            return notMeasured("Nobody was held out, so nobody can say what would have happened without the messages.");
        }
        if (conversion.heldOut().trials() == 0 || conversion.treated().trials() == 0) {
            return new Earnings(
                    Verdict.TOO_EARLY, List.of("It takes people on both sides, with messages and without."));
        }
        return compared(report, conversion);
    }

    private static Earnings compared(CampaignReport report, Conversions conversion) {
        Verdict verdict = verdict(report, conversion);
        List<String> sentences = new ArrayList<>();
        if (verdict == Verdict.DISTRUSTED) {
            sentences.add("The holdout is " + percent(report.heldOut(), report.treated() + report.heldOut())
                    + " of the enrolled instead of " + report.plannedHoldout()
                    + "; by chance that happens less than once in 1,000 campaigns.");
        }
        sentences.add("%s of the %s enrolled reached the goal (%s), and %s of the %s left alone."
                .formatted(
                        percent(conversion.treated().rate().orElse(0)),
                        people(conversion.treated().trials()),
                        plain(conversion.goal()),
                        percent(conversion.heldOut().rate().orElse(0)),
                        number(conversion.heldOut().trials())));
        sentences.add(difference(conversion));
        revenue(conversion).ifPresent(sentences::add);
        return new Earnings(verdict, sentences);
    }

    private static Verdict verdict(CampaignReport report, Conversions conversion) {
        if (report.sampleRatio().filter(SampleRatio::alarm).isPresent()) {
            return Verdict.DISTRUSTED;
        }
        return switch (conversion.rates().conclusion(CONFIDENCE)) {
            case HIGHER -> Verdict.HELPED;
            case LOWER -> Verdict.HARMED;
            case NOT_SHOWN -> Verdict.NOT_SHOWN;
        };
    }

    private static String difference(Conversions conversion) {
        double estimate = conversion.rates().estimate().orElse(0);
        Interval interval = conversion.rates().newcombe(CONFIDENCE);
        Conclusion conclusion = conversion.rates().conclusion(CONFIDENCE);
        if (conclusion == Conclusion.NOT_SHOWN) {
            return "The difference lies anywhere from " + points(interval)
                    + " (95 % interval), so it may be chance and is not credited to the campaign.";
        }
        long treated = conversion.treated().trials();
        boolean higher = conclusion == Conclusion.HIGHER;
        double low = Math.min(Math.abs(interval.low()), Math.abs(interval.high()));
        double high = Math.max(Math.abs(interval.low()), Math.abs(interval.high()));
        return "That is %s %s (95 %% interval %s): about %s conversions %s than without messages (%s to %s)."
                .formatted(
                        points(estimate),
                        higher ? "more" : "less",
                        points(interval),
                        about(Math.abs(estimate) * treated),
                        higher ? "more" : "fewer",
                        about(low * treated),
                        about(high * treated));
    }

    private static Optional<String> revenue(Conversions conversion) {
        if (conversion.treatedRevenue().sum() == 0
                && conversion.heldOutRevenue().sum() == 0) {
            return Optional.empty();
        }
        return conversion.revenue().welch(CONFIDENCE).map(interval -> {
            if (interval.contains(0)) {
                return "Revenue gained: not shown yet (from " + moneys(interval) + " per person).";
            }
            double gain = conversion.revenue().estimate().orElse(0);
            return "Revenue %s per person: %s (%s), about %s in all."
                    .formatted(
                            gain > 0 ? "gained" : "lost",
                            money(gain),
                            moneys(interval),
                            about(gain * conversion.treated().trials()));
        });
    }

    private static Earnings notMeasured(String why) {
        return new Earnings(Verdict.NOT_MEASURED, List.of(why));
    }
}
