// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import java.util.ArrayList;
import java.util.List;

/** A report as plain text that fits on one screen of a console, in the same words as the page. */
public final class TextReport {

    /** Most characters in a line. */
    public static final int COLUMNS = 78;

    /** Most lines. */
    public static final int LINES = 24;

    private static final int SECTION_LINES = 6;
    private static final int NOTICE_LINES = 3;
    private static final int FURTHER_NOTICE_LINES = 2;
    private static final int MOST_NOTICES = 3;
    /** One notice and this leave room for what to do about it; each further notice takes another line. */
    private static final int SECTION_LINES_BELOW_NOTICE = 4;

    private TextReport() {}

    /** The text, at most {@link #LINES} lines of {@link #COLUMNS} characters, each ended by a line feed. */
    public static String of(CampaignReport report) {
        Findings findings = Findings.of(report);
        List<String> lines = new ArrayList<>();
        lines.add(cut(Figures.plain(report.campaign()) + ", as of " + Figures.moment(report.asOf())));
        int number = Math.min(MOST_NOTICES, findings.notices().size());
        int most = number == 0 ? SECTION_LINES : SECTION_LINES_BELOW_NOTICE + 1 - number;
        notices(lines, findings.notices());
        section(lines, "What happened", String.join(" ", findings.happened()), most);
        section(
                lines,
                "What it earned",
                findings.earnings().verdict().words() + ". "
                        + String.join(" ", findings.earnings().sentences()),
                most);
        lines.add("");
        lines.add("What to do next");
        next(lines, findings.next());
        return String.join("\n", lines) + "\n";
    }

    private static void notices(List<String> lines, List<Notice> notices) {
        if (!notices.isEmpty()) {
            lines.add("");
        }
        for (int i = 0; i < notices.size(); i++) {
            if (i == MOST_NOTICES - 1 && notices.size() > MOST_NOTICES) {
                lines.add("  and " + (notices.size() - i) + " more on the page");
                return;
            }
            body(lines, Figures.plain(notices.get(i).words()), i == 0 ? NOTICE_LINES : FURTHER_NOTICE_LINES);
        }
    }

    private static void section(List<String> lines, String heading, String text, int most) {
        lines.add("");
        lines.add(heading);
        body(lines, text, most);
    }

    private static void body(List<String> lines, String text, int most) {
        List<String> body = wrapped(text, "  ", "  ");
        lines.addAll(body.subList(0, Math.min(most, body.size())));
    }

    private static void next(List<String> lines, List<String> items) {
        for (int i = 0; i < items.size(); i++) {
            List<String> item = wrapped(items.get(i), "  " + (i + 1) + ". ", "     ");
            int spare = i + 1 < items.size() ? 1 : 0;
            if (lines.size() + item.size() + spare > LINES) {
                lines.add("  and " + (items.size() - i) + " more on the page");
                return;
            }
            lines.addAll(item);
        }
    }

    private static List<String> wrapped(String text, String first, String others) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        String indent = first;
        while (indent.length() + rest.length() > COLUMNS) {
            int room = COLUMNS - indent.length();
            int space = rest.lastIndexOf(' ', room);
            int end = space > 0 ? space : room;
            lines.add(indent + rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
            indent = others;
        }
        lines.add(indent + rest);
        return lines;
    }

    private static String cut(String line) {
        return line.length() <= COLUMNS ? line : line.substring(0, COLUMNS);
    }
}
