// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.ledger.Run;
import io.reengage.policy.HealthGuard;
import io.reengage.report.CampaignReport.Health;
import io.reengage.report.CampaignReport.Standing;
import io.reengage.report.CampaignReport.StepLine;
import io.reengage.report.CampaignReport.Told;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {

    private static final String PAYLOAD =
            "\"'></text></td><script>alert(1)</script><img src=x onerror=alert(1)>&lt;\u0000";

    @Test
    void writesSamplePages() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "report-samples"));
        HtmlReport.write(Reports.good().report(), folder.resolve("good.html"));
        HtmlReport.write(Reports.allSilent().report(), folder.resolve("all-silent.html"));
        HtmlReport.write(Reports.halted().report(), folder.resolve("halted.html"));
        HtmlReport.write(Reports.waiting().report(), folder.resolve("waiting.html"));
        Files.writeString(
                folder.resolve("good.txt"), TextReport.of(Reports.good().report()));
        Files.writeString(
                folder.resolve("good.json"), JsonReport.of(Reports.good().report()));
        HtmlReport.write(Reports.nothingYet().report(), folder.resolve("nothing-yet.html"));

        assertThat(folder.resolve("good.html"))
                .content()
                .isEqualTo(HtmlReport.of(Reports.good().report()));
    }

    @Test
    void isWellFormed() throws Exception {
        for (Reports reports : List.of(
                Reports.good(),
                Reports.allSilent(),
                Reports.nothingYet(),
                Reports.calm(),
                Reports.halted(),
                Reports.waiting())) {
            assertThat(parsed(HtmlReport.of(reports.report()))
                            .getDocumentElement()
                            .getAttribute("lang"))
                    .isEqualTo("en");
        }
    }

    @Test
    void namesFromOutsideStayText() throws Exception {
        Document harmless = parsed(HtmlReport.of(named("harmless")));
        Document hostile = parsed(HtmlReport.of(named(PAYLOAD)));

        assertThat(structure(hostile)).isEqualTo(structure(harmless));
        assertThat(hostile.getDocumentElement().getTextContent()).contains("<script>alert(1)</script>");
    }

    @Test
    void needsNothingFromOutsideAndRunsNothing() throws Exception {
        String page = HtmlReport.of(Reports.good().report());

        assertThat(structure(parsed(page)))
                .noneMatch(element -> element.matches("(script|link|img|iframe|object|a|form|input)\\b.*"))
                .noneMatch(element -> element.matches(".* (on\\w+|src|href|style)\\b.*"));
        assertThat(page).doesNotContain("://", "@import", "url(").contains("default-src &#39;none&#39;");
    }

    @Test
    void headingsDescendOneLevelAtATimeUnderOneTitle() throws Exception {
        int level = 0;
        for (String element : structure(parsed(HtmlReport.of(Reports.good().report())))) {
            if (element.matches("h[1-6]\\b.*")) {
                int next = element.charAt(1) - '0';
                assertThat(next).isLessThanOrEqualTo(level + 1);
                assertThat(next == 1).isEqualTo(level == 0);
                level = next;
            }
        }
        assertThat(level).isPositive();
    }

    @Test
    void everyTableHasACaptionAndEveryHeadingCellAScope() throws Exception {
        Document page = parsed(HtmlReport.of(Reports.good().report()));

        assertThat(elements(page, "table"))
                .isNotEmpty()
                .allSatisfy(table -> assertThat(elements(table, "caption")).hasSize(1));
        assertThat(elements(page, "th"))
                .allSatisfy(cell -> assertThat(cell.getAttribute("scope")).isIn("row", "col"))
                .allSatisfy(cell -> assertThat(cell.getTextContent()).isNotBlank());
    }

    @Test
    void everyChartIsNamedByItsTitleAndDescription() throws Exception {
        Document page = parsed(HtmlReport.of(Reports.good().report()));
        List<String> ids = elements(page, "*").stream()
                .map(element -> element.getAttribute("id"))
                .filter(id -> !id.isEmpty())
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(elements(page, "svg"))
                .hasSizeGreaterThan(4)
                .allSatisfy(chart -> assertThat(
                                chart.getAttribute("aria-labelledby").split(" "))
                        .hasSize(2)
                        .allMatch(ids::contains));
    }

    @Test
    void showsWhatMachinesDidApart() throws IOException {
        StringBuilder page = new StringBuilder();
        HtmlReport.write(Reports.good().report(), page);

        assertThat(page).contains("Opened by machines", "Links followed by machines", "1,204", "intention to treat");
    }

    /** No number is not zero. */
    @Test
    void saysWhatIsNotMeasured() {
        Reports reports = Reports.good();
        reports.reach = new CampaignReport.Reach(21_240, null, 2_418);
        reports.steps = List.of(new StepLine("ask", "t", 300, 0, 0, 0, 0, 0, null, null, 7, 0));
        String page = HtmlReport.of(reports.report());
        // in the funnel, among the answers, and four times in the step's rows
        assertThat(page.split("not measured", -1)).hasSize(7);
        assertThat(JsonReport.of(reports.report()))
                .contains(
                        "\"clicked\" : null", "\"machineClicks\" : null", "\"opened\" : null", "\"clickRate\" : null");
        assertThat(TextReport.of(reports.report())).isNotBlank();
    }

    @Test
    void whyNothingIsSentStandsBeforeAnythingElse() throws Exception {
        Document page = parsed(HtmlReport.of(Reports.halted().report()));
        Element first = elements(page, "section").get(0);

        assertThat(first.getAttribute("class")).isEqualTo("notice bad");
        assertThat(elements(first, "h2").get(0).getTextContent())
                .isEqualTo("Paused by the health guard since 16 March 2026, 11:20 UTC");
        assertThat(first.getTextContent().replace('\u00A0', ' '))
                .contains("Of 1,200 messages within 7 days, 29 hard bounces or 2.42 % (limit 2 %).");
        assertThat(elements(page, "header").get(0).getTextContent()).contains("run win-back/1, paused.");
    }

    @Test
    void aRunThatWorksAsItShouldShowsNoNoticeButWhatTheGuardFinds() {
        Reports reports = Reports.good();
        reports.standing = new Standing(
                Run.Status.RUNNING,
                Reports.LAUNCHED,
                "",
                new Health(HealthGuard.Level.FINE, "of 9 messages", 0),
                null,
                List.of(),
                null);

        assertThat(HtmlReport.of(reports.report()))
                .contains("run win-back/1, running.", "Health guard: fine. Of 9 messages.")
                .doesNotContain("class=\"notice");
    }

    @Test
    void raisesAnAlarmWhenTheGroupsHaveTheWrongSizes() {
        Reports reports = Reports.good();
        reports.heldOut = 1_900;

        assertThat(HtmlReport.of(reports.report())).contains("Alarm: the groups do not have the planned sizes");
    }

    @Test
    void writesAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("report.html");
        HtmlReport.write(Reports.good().report(), file);

        assertThat(file).content().startsWith("<!DOCTYPE html>");
    }

    @Test
    void showsNoEmptyChartsBeforeAnybodyIsEnrolled() throws Exception {
        assertThat(elements(parsed(HtmlReport.of(Reports.nothingYet().report())), "svg"))
                .isEmpty();
    }

    @Test
    void omitsTheComparisonOfACampaignThatMeasuresNothing() {
        Reports reports = Reports.good();
        reports.conversion = null;

        assertThat(HtmlReport.of(reports.report())).doesNotContain("With and without messages");
    }

    private static CampaignReport named(String name) {
        Reports reports = Reports.good();
        reports.campaign = name;
        reports.standing = new Standing(
                Run.Status.PAUSED,
                null,
                name,
                null,
                new CampaignReport.Stop(Reports.HALTED, false, name),
                List.of(),
                null);
        reports.steps = List.of(new StepLine(name, name, 9, 1, 1, 1, 1, 1, null, new Told(5, 1), 4, 1));
        reports.reasons = Reports.counts(name, 3);
        reports.sunset = new CampaignReport.Sunset(1, 0, 0, 0, Reports.counts(name, 2));
        return reports.report();
    }

    private static Document parsed(String page) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    /** Names of all elements in order, each with the names of its attributes. */
    private static List<String> structure(Document page) {
        List<String> structure = new ArrayList<>();
        for (Element element : elements(page, "*")) {
            StringBuilder text = new StringBuilder(element.getTagName());
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                text.append(' ').append(element.getAttributes().item(i).getNodeName());
            }
            structure.add(text.toString());
        }
        return structure;
    }

    private static List<Element> elements(Node node, String name) {
        NodeList found = node instanceof Document page
                ? page.getElementsByTagName(name)
                : ((Element) node).getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
