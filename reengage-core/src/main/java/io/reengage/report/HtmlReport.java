// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import io.reengage.policy.HealthGuard;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A report as one HTML page: words to act on first, then charts and tables. It opens without network, holds no script, follows
 * the reader's light or dark colours, and prints.
 */
public final class HtmlReport {

    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    private HtmlReport() {}

    /** The page. */
    public static String of(CampaignReport report) {
        Findings findings = Findings.of(report);
        Markup page = new Markup();
        page.open("html", "lang", "en");
        head(page, report);
        page.open("body").open("main");
        title(page, report);
        findings.notices().forEach(notice -> notice(page, notice));
        happened(page, report, findings);
        page.open("div", "class", "two");
        earned(page, findings.earnings());
        next(page, findings.next());
        page.close();
        new ReportSections(page, report).render();
        ReportNotes.render(page, report);
        page.close().close().close();
        return "<!DOCTYPE html>\n" + page;
    }

    /** Appends the page to a writer, which stays the caller's to close; let it write UTF-8. */
    public static void write(CampaignReport report, Appendable out) throws IOException {
        out.append(of(report));
    }

    /** Writes the page to a file, replacing what was there. */
    public static void write(CampaignReport report, Path file) throws IOException {
        Files.writeString(file, of(report));
    }

    private static void head(Markup page, CampaignReport report) {
        page.open("head")
                .empty("meta", "charset", "utf-8")
                .empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY)
                .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .empty("meta", "name", "color-scheme", "content", "light dark")
                .leaf("title", report.campaign() + ", " + Figures.day(report.asOf()))
                .style(Style.CSS)
                .close();
    }

    private static void title(Markup page, CampaignReport report) {
        CampaignReport.Standing standing = report.standing();
        page.open("header")
                .leaf("h1", report.campaign())
                .leaf(
                        "p",
                        "As of " + Figures.moment(report.asOf()) + ". Launched " + Figures.day(report.launchedAt())
                                + ", run " + report.run() + ", "
                                + standing.status().name().toLowerCase(Locale.ROOT) + ".",
                        "class",
                        "quiet");
        CampaignReport.@Nullable Health health = standing.health();
        if (health != null && health.level() == HealthGuard.Level.FINE && health.leftOut() == 0) {
            page.leaf("p", "Health guard: fine. " + Figures.sentence(health.words()), "class", "quiet");
        }
        page.close();
    }

    private static void notice(Markup page, Notice notice) {
        page.open("section", "class", "notice " + (notice.urgent() ? "bad" : "open"))
                .leaf("h2", notice.headline());
        notice.sentences().forEach(sentence -> page.leaf("p", sentence));
        page.close();
    }

    private static void happened(Markup page, CampaignReport report, Findings findings) {
        page.open("section").leaf("h2", "What happened");
        if (report.reach().reached() > 0) {
            tiles(page, report);
        }
        findings.happened().forEach(sentence -> page.leaf("p", sentence));
        page.close();
    }

    private static void tiles(Markup page, CampaignReport report) {
        CampaignReport.Answers answers = report.answers();
        long reached = report.reach().reached();
        page.open("dl", "class", "tiles");
        tile(page, "asked", reached, report.heldOut() == 0 ? "" : Figures.number(report.heldOut()) + " left alone");
        tile(page, "want to stay", Findings.staying(answers), share(Findings.staying(answers), reached));
        tile(page, "left", answers.left(), share(answers.left(), reached));
        tile(page, "silent", answers.silent(), Figures.number(report.sunset().nominated()) + " ready to retire");
        tile(page, "unknown", report.unknown(), "messages");
        page.close();
    }

    private static void tile(Markup page, String name, long count, String note) {
        page.open("div")
                .leaf("dt", name)
                .leaf("dd", Figures.number(count), "class", "count")
                .leaf("dd", note, "class", "quiet")
                .close();
    }

    private static String share(long part, long reached) {
        return Figures.percent(part, Math.max(part, reached)) + " of those asked";
    }

    private static void earned(Markup page, Earnings earnings) {
        page.open("section", "class", "card")
                .leaf("h2", "What it earned")
                .leaf("p", earnings.verdict().words(), "class", "verdict " + tone(earnings.verdict()));
        earnings.sentences().forEach(sentence -> page.leaf("p", sentence));
        page.close();
    }

    private static String tone(Verdict verdict) {
        return switch (verdict) {
            case HELPED -> "good";
            case HARMED, DISTRUSTED -> "bad";
            case NOT_SHOWN, TOO_EARLY, NOT_MEASURED -> "open";
        };
    }

    private static void next(Markup page, List<String> items) {
        page.open("section", "class", "card").leaf("h2", "What to do next").open("ol");
        items.forEach(item -> page.leaf("li", item));
        page.close().close();
    }

    /** Loaded once, when the first page is made. */
    private static final class Style {

        static final String CSS = load();

        private Style() {}

        private static String load() {
            try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
                if (in == null) {
                    throw new IllegalStateException("report.css is missing from the library's jar");
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
