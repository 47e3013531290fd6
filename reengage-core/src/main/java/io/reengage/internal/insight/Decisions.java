// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.insight;

import io.reengage.internal.run.RunDefinition;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.SunsetMember;
import io.reengage.report.Csv;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes every decision of a run as one CSV line each. */
public final class Decisions {
    private static final List<String> HEADER = List.of(
            "subscriber_id",
            "run",
            "episode",
            "arm",
            "step",
            "decision",
            "at",
            "until",
            "variant",
            "provider_id",
            "reason");

    private final Reporter reporter;
    private final Runs runs;

    public Decisions(Reporter reporter, Runs runs) {
        this.reporter = reporter;
        this.runs = runs;
    }

    public void write(String campaign, Instant now, Appendable out) {
        RunDefinition definition = runs.definition(runs.latest(campaign));
        try {
            Csv csv = Csv.to(out, HEADER);
            reporter.each(definition, now, each -> write(csv, each));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Csv csv, Reporter.Case each) {
        Enrollment enrollment = each.enrollment();
        try {
            csv.row(line(enrollment, "", "ENROLLED", enrollment.enrolledAt(), null, "", "", "in the audience"));
            for (Delivery delivery : each.deliveries()) {
                csv.row(line(
                        enrollment,
                        delivery.step(),
                        delivery.state().name(),
                        delivery.at(),
                        delivery.until(),
                        delivery.variant(),
                        delivery.providerId(),
                        delivery.reason()));
            }
            @Nullable Instant ended = enrollment.endedAt();
            if (ended != null) {
                csv.row(line(enrollment, "", enrollment.state().name(), ended, null, "", "", enrollment.reason()));
            }
            for (SunsetMember member : each.sunset()) {
                csv.row(line(enrollment, "", "SUNSET_" + member.state(), member.at(), null, "", "", member.evidence()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> line(
            Enrollment enrollment,
            String step,
            String decision,
            Instant at,
            @Nullable Instant until,
            String variant,
            String providerId,
            String reason) {
        return List.of(
                enrollment.subscriberId(),
                enrollment.run(),
                String.valueOf(enrollment.episode()),
                enrollment.arm().name(),
                step,
                decision,
                at.toString(),
                Objects.toString(until, ""),
                variant,
                providerId,
                reason);
    }
}
