// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import static io.reengage.report.Markup.at;

import io.reengage.statistics.Interval;
import io.reengage.statistics.Proportion;
import java.util.ArrayList;
import java.util.List;

/** A dot for each observed rate with a whisker over its interval, on one scale that starts at zero. */
final class IntervalChart {

    private static final double WIDTH = 400;
    private static final double ROW = 40;
    private static final double AXIS = 24;
    /** Room for half a dot. */
    private static final double MARGIN = 6;

    private final String title;
    private final List<Whisker> whiskers = new ArrayList<>();

    IntervalChart(String title) {
        this.title = title;
    }

    private record Whisker(String label, double rate, Interval interval) {}

    /** Adds a rate; one without trials has nothing to show. */
    IntervalChart rate(String label, Proportion proportion) {
        proportion
                .rate()
                .ifPresent(rate -> whiskers.add(new Whisker(label, rate, proportion.wilson(Earnings.CONFIDENCE))));
        return this;
    }

    void render(Markup page) {
        if (whiskers.isEmpty()) {
            return;
        }
        double end = roundedUp(whiskers.stream()
                .mapToDouble(whisker -> whisker.interval().high())
                .max()
                .orElse(1));
        double bottom = ROW * whiskers.size();
        Picture.open(
                page,
                title,
                "Dots with 95 % intervals from 0 to " + Figures.percent(end) + "; the tables hold the same numbers.",
                WIDTH,
                bottom + AXIS);
        axis(page, end, bottom);
        for (int i = 0; i < whiskers.size(); i++) {
            whisker(page, whiskers.get(i), end, i * ROW);
        }
        page.close();
    }

    private static void axis(Markup page, double end, double bottom) {
        String[] anchors = {"start", "middle", "end"};
        for (int tick = 0; tick <= 2; tick++) {
            double x = x(end * tick / 2, end);
            for (double top = 0; top < bottom; top += ROW) {
                page.empty("line", "class", "grid", "x1", at(x), "x2", at(x), "y1", at(top + 19), "y2", at(top + 33));
            }
            double textX = WIDTH * tick / 2;
            String text = Figures.percent(end * tick / 2);
            page.leaf(
                    "text", text, "class", "tick", "x", at(textX), "y", at(bottom + 12), "text-anchor", anchors[tick]);
        }
    }

    private static void whisker(Markup page, Whisker whisker, double end, double top) {
        String words = Figures.percent(whisker.rate()) + " (" + Figures.percents(whisker.interval()) + ")";
        Picture.label(page, whisker.label(), words, WIDTH, top);
        double low = x(whisker.interval().low(), end);
        double high = x(whisker.interval().high(), end);
        String y = at(top + 26);
        page.empty("line", "class", "grid", "x1", at(x(0, end)), "x2", at(x(end, end)), "y1", y, "y2", y);
        page.empty("line", "class", "whisker", "x1", at(low), "x2", at(high), "y1", y, "y2", y);
        page.empty("circle", "class", "dot", "cx", at(x(whisker.rate(), end)), "cy", y, "r", "5");
    }

    private static double x(double rate, double end) {
        return MARGIN + (WIDTH - 2 * MARGIN) * rate / end;
    }

    /** The next 1, 2 or 5 times a power of ten, at most 1. */
    private static double roundedUp(double rate) {
        double power = Math.pow(10, Math.floor(Math.log10(rate)));
        for (int factor : new int[] {1, 2, 5}) {
            if (factor * power >= rate) {
                return Math.min(1, factor * power);
            }
        }
        return Math.min(1, 10 * power);
    }
}
