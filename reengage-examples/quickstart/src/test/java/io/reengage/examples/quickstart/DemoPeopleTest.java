// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.examples.quickstart.DemoPeople.Cohort;
import io.reengage.examples.quickstart.DemoPeople.DemoPerson;
import io.reengage.segment.Profile;
import io.reengage.segment.Segment;
import io.reengage.segment.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DemoPeopleTest {
    private static final Segment AUDIENCE = Campaigns.winBack().segment();
    private static final Observation OBSERVED = observed();

    private final List<DemoPerson> people = DemoPeople.all().toList();

    @Test
    void areTheSameEveryTime() {
        assertThat(DemoPeople.all().toList()).isEqualTo(people);
    }

    @Test
    void haveTheCohortsAskedFor() {
        Map<Cohort, Long> sizes = people.stream()
                .collect(Collectors.groupingBy(
                        DemoPerson::cohort, () -> new EnumMap<>(Cohort.class), Collectors.counting()));

        assertThat(people).hasSize(5_000);
        assertThat(sizes).containsOnlyKeys(Cohort.values());
        assertThat(sizes.getOrDefault(Cohort.SILENT, 0L)).isCloseTo(1_500L, within(100L));
        assertThat(people.stream().filter(each -> "ja".equals(each.subscriber().language())))
                .hasSizeBetween(1_400, 1_600);
    }

    @Test
    void areMeantByTheCampaignWhereTheirCohortIsSilent() {
        for (DemoPerson each : people) {
            boolean silent = each.cohort() == Cohort.SILENT || each.cohort() == Cohort.MACHINE_ONLY;
            assertThat(verdict(each, DemoPeople.LAUNCH) == Verdict.IN)
                    .as("%s of cohort %s", each.subscriber().id(), each.cohort())
                    .isEqualTo(silent);
        }
    }

    @Test
    void driftIntoTheCampaignWithinAMonth() {
        Instant later = DemoPeople.LAUNCH.plus(Duration.ofDays(31));

        assertThat(people.stream().filter(each -> each.cohort() == Cohort.DRIFTING))
                .isNotEmpty()
                .allMatch(each -> verdict(each, later) == Verdict.IN);
    }

    @Test
    void didEverythingBeforeTheLaunchAndNothingTwice() {
        for (DemoPerson each : people) {
            Set<String> ids = new HashSet<>();
            assertThat(each.past())
                    .allMatch(activity -> activity.at().isBefore(DemoPeople.LAUNCH) && ids.add(activity.id()));
            assertThat(each.later()).allMatch(activity -> activity.at().isAfter(DemoPeople.LAUNCH));
        }
    }

    private static Verdict verdict(DemoPerson person, Instant asOf) {
        Profile profile =
                new Profile(person.subscriber(), ActivitySummary.of(person.past(), 64), OBSERVED, ZoneOffset.UTC);
        return AUDIENCE.evaluate(profile, asOf);
    }

    private static Observation observed() {
        Set<ActivityType> types = new HashSet<>(ActivityType.ENGAGEMENT);
        types.add(ActivityType.RECEIVED);
        return Observation.live(DemoPeople.RECORD_BEGINS, types);
    }
}
