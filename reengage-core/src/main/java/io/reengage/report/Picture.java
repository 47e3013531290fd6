// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import static io.reengage.report.Markup.at;

/** What all charts share: an SVG with title and description, and lines of text above marks. */
final class Picture {

    private Picture() {}

    /** Opens the picture; the caller closes it. */
    static void open(Markup page, String title, String description, double width, double height) {
        String titleId = page.nextId("title");
        String descriptionId = page.nextId("desc");
        page.open(
                "svg",
                "class",
                "chart",
                "role",
                "img",
                "viewBox",
                "0 0 " + at(width) + " " + at(height),
                "aria-labelledby",
                titleId + " " + descriptionId);
        page.leaf("title", title, "id", titleId).leaf("desc", description, "id", descriptionId);
    }

    /** A label at the left and a value at the right. */
    static void label(Markup page, String label, String value, double width, double top) {
        page.leaf("text", shortened(label, 32), "class", "label", "x", "0", "y", at(top + 14));
        page.leaf("text", value, "class", "value", "x", at(width), "y", at(top + 14), "text-anchor", "end");
    }

    private static String shortened(String label, int most) {
        return label.codePointCount(0, label.length()) <= most
                ? label
                : label.substring(0, label.offsetByCodePoints(0, most - 1)) + "\u2026";
    }
}
