// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import static io.reengage.report.Markup.at;

import java.util.ArrayList;
import java.util.List;

/** Horizontal bars with the label and the value above each, so that nothing is cut off on a phone. */
final class BarChart {

    private static final double WIDTH = 400;
    private static final double ROW = 40;

    private final String title;
    private final List<Bar> bars = new ArrayList<>();

    BarChart(String title) {
        this.title = title;
    }

    private record Bar(String label, long value, String words) {}

    BarChart bar(String label, long value, String words) {
        bars.add(new Bar(label, value, words));
        return this;
    }

    void render(Markup page) {
        double most = Math.max(1, bars.stream().mapToLong(Bar::value).max().orElse(1));
        Picture.open(
                page, title, "Horizontal bars; the table beside holds the same numbers.", WIDTH, ROW * bars.size());
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double top = i * ROW;
            Picture.label(page, bar.label(), bar.words(), WIDTH, top);
            page.empty(
                    "rect",
                    "class",
                    "track",
                    "x",
                    "0",
                    "y",
                    at(top + 20),
                    "width",
                    at(WIDTH),
                    "height",
                    "12",
                    "rx",
                    "3");
            if (bar.value() > 0) {
                String width = at(Math.max(2, WIDTH * bar.value() / most));
                page.empty(
                        "rect", "class", "bar", "x", "0", "y", at(top + 20), "width", width, "height", "12", "rx", "3");
            }
        }
        page.close();
    }
}
