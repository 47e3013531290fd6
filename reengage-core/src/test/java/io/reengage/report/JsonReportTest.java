// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reengage.ledger.Run;
import io.reengage.report.CampaignReport.Standing;
import io.reengage.report.CampaignReport.Stop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReportTest {

    @Test
    void keepsItsFieldsInOrder() throws Exception {
        List<String> fields = new ArrayList<>();
        read(Reports.good()).fieldNames().forEachRemaining(fields::add);

        assertThat(fields)
                .containsExactly(
                        "format",
                        "campaign",
                        "run",
                        "launchedAt",
                        "asOf",
                        "status",
                        "since",
                        "reason",
                        "health",
                        "stop",
                        "held",
                        "ramp",
                        "scanned",
                        "treated",
                        "heldOut",
                        "plannedHoldout",
                        "findings",
                        "reach",
                        "steps",
                        "answers",
                        "reasons",
                        "conversion",
                        "sunset");
    }

    @Test
    void saysWhereTheRunStandsAndWhy() throws Exception {
        Reports reports = Reports.halted();
        reports.standing = new Standing(
                Run.Status.PAUSED,
                Reports.HALTED,
                "too many",
                Reports.TAKEN_BADLY,
                new Stop(Reports.HALTED, true, "wrong price"),
                List.of(),
                null);
        JsonNode report = read(reports);

        assertThat(report.at("/status").asText()).isEqualTo("PAUSED");
        assertThat(report.at("/since").asText()).isEqualTo("2026-03-16T11:20:00Z");
        assertThat(report.at("/reason").asText()).isEqualTo("too many");
        assertThat(report.at("/health/level").asText()).isEqualTo("HALT");
        assertThat(report.at("/health/words").asText()).isEqualTo(Reports.TOO_MANY);
        assertThat(report.at("/health/leftOut").asLong()).isZero();
        assertThat(report.at("/stop/since").asText()).isEqualTo("2026-03-16T11:20:00Z");
        assertThat(report.at("/stop/noticed").asBoolean()).isTrue();
        assertThat(report.at("/stop/reason").asText()).isEqualTo("wrong price");
        assertThat(report.at("/findings/notices/0").asText())
                .startsWith("All campaigns are stopped, noticed on 16 March 2026, 11:20 UTC. Wrong price.");
        assertThat(report.at("/findings/notices/1").asText()).startsWith("Paused by the health guard since 16 March");
    }

    @Test
    void saysWhatWaits() throws Exception {
        JsonNode report = read(Reports.waiting());

        assertThat(report.at("/held").toString())
                .isEqualTo("[{\"step\":\"ask\",\"since\":\"2026-03-16T11:20:00Z\","
                        + "\"nextTryAt\":\"2026-03-16T11:35:00Z\",\"reason\":\"" + Reports.BROKEN + "\"}]");
        assertThat(report.at("/ramp").toString())
                .isEqualTo("{\"people\":126610,\"portion\":64000,\"since\":\"2026-03-16T11:20:00Z\","
                        + "\"late\":false,\"nextAt\":\"2026-03-17T11:20:00Z\"}");
        assertThat(read(Reports.halted()).at("/ramp").isNull()).isTrue();
    }

    @Test
    void givesRatesWithIntervals() throws Exception {
        JsonNode rate = read(Reports.good()).at("/conversion/treated");

        assertThat(rate.get("successes").asLong()).isEqualTo(1_037);
        assertThat(rate.get("low").asDouble())
                .isLessThan(rate.get("estimate").asDouble())
                .isPositive();
        assertThat(rate.get("high").asDouble())
                .isGreaterThan(rate.get("estimate").asDouble());
    }

    @Test
    void givesNullForWhatCannotBeTold() throws Exception {
        JsonNode report = read(Reports.nothingYet());

        assertThat(report.at("/conversion/treated/estimate").isNull()).isTrue();
        assertThat(report.at("/conversion/treated/low").isNull()).isTrue();
        assertThat(report.at("/conversion/rateDifference/high").isNull()).isTrue();
        assertThat(report.at("/conversion/sampleRatio").isNull()).isTrue();
    }

    @Test
    void givesNullForTheConversionOfACampaignThatMeasuresNothing() throws Exception {
        Reports reports = Reports.good();
        reports.conversion = null;

        assertThat(read(reports).get("conversion").isNull()).isTrue();
    }

    @Test
    void givesReasonsAsAListMostFrequentFirst() throws Exception {
        JsonNode reasons = read(Reports.good()).get("reasons");

        assertThat(reasons.findValuesAsText("reason"))
                .containsExactly("Too many messages", "Not relevant any more", "Never signed up");
    }

    @Test
    void saysTheSameAsThePage() throws Exception {
        Reports reports = Reports.good();
        reports.conversion = Reports.conversion(1_037, 21_600, 78, 2_400, 8_100, Reports.OPEN_UNTIL);
        JsonNode report = read(reports);

        assertThat(report.at("/findings/verdict").asText()).isEqualTo("HELPED");
        assertThat(report.at("/findings/next/0").asText())
                .isEqualTo(Findings.of(reports.report()).next().get(0));
        assertThat(report.at("/conversion/openUntil").asText()).isEqualTo("2026-05-02T08:00:00Z");
    }

    private static JsonNode read(Reports reports) throws Exception {
        return new ObjectMapper().readTree(JsonReport.of(reports.report()));
    }
}
