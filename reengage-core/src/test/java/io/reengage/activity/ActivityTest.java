// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivityTest {
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    private static final Observation LIVE = Observation.live(Instant.EPOCH, Set.of(CLICKED));

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Clicked", "clicked!", "-clicked", "a b", "cl\u0131cked"})
    void a_type_is_named_in_plain_lower_case(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActivityType.of(name))
                .withMessageContaining("lower-case");
    }

    @Test
    void a_type_of_the_longest_name_has_a_machine_twin() {
        ActivityType longest = ActivityType.of("a".repeat(60));

        assertThat(longest.machine().isMachine()).isTrue();
        assertThat(longest.machine().machine()).isEqualTo(longest.machine());
        assertThatIllegalArgumentException().isThrownBy(() -> ActivityType.of("a".repeat(61)));
    }

    @Test
    void engagement_is_what_people_do_and_never_what_machines_do() {
        assertThat(ActivityType.ENGAGEMENT)
                .contains(OPENED, CLICKED, PURCHASED, ActivityType.CONFIRMED)
                .doesNotContain(ActivityType.RECEIVED, ActivityType.UNSUBSCRIBED, ActivityType.HARD_BOUNCED)
                .noneMatch(ActivityType::isMachine);
        assertThat(ActivityType.confirmedOn("keep-me")).hasToString("confirmed:keep-me");
    }

    @Test
    void an_activity_has_a_key_a_person_and_money_as_a_decimal() {
        Activity bought =
                Activity.of(PURCHASED).by("42").value(new BigDecimal("12.50")).at(NOW);

        assertThat(bought.id()).isEqualTo("purchased/42/" + NOW);
        assertThat(bought.value()).contains(new BigDecimal("12.50"));
        assertThat(bought).hasToString("Activity[purchased purchased/42/" + NOW + " of 42 at " + NOW + "]");
        for (String no : List.of("12,50", "1e999999999", "9".repeat(31), "NaN", " 1", "")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Activity.of(PURCHASED)
                            .by("42")
                            .property(Activity.VALUE, no)
                            .at(NOW))
                    .withMessageContaining("plain decimal");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Activity.of(CLICKED).by(" ").at(NOW));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Activity.of(CLICKED).by("42").id("").at(NOW));
        assertThatIllegalStateException()
                .isThrownBy(() -> Activity.of(CLICKED).at(NOW))
                .withMessageContaining(".by(");
    }

    @Test
    void a_stored_timeline_that_contradicts_itself_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> stored(1, 5, 7, 6));
        assertThatIllegalArgumentException().isThrownBy(() -> stored(2, 5, 6, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> stored(3, 7, 6));
        assertThatIllegalArgumentException().isThrownBy(() -> stored(3, 7));
        assertThat(stored(0, 0)).isEqualTo(Timeline.EMPTY);
    }

    @Test
    void the_ends_of_time_are_windows_too() {
        Timeline timeline = stored(2, 5, 7, 5);

        assertThat(timeline.countBetween(Instant.MIN, Instant.MAX)).isEqualTo(2);
        assertThat(timeline.last(Instant.MAX)).contains(Instant.ofEpochSecond(7));
        assertThat(timeline.reaches(Instant.MIN)).isTrue();
        assertThat(timeline.countBetween(Instant.MAX, Instant.MIN)).isZero();
    }

    @Test
    void a_summary_joins_two_records_type_by_type() {
        ActivitySummary site = ActivitySummary.EMPTY.plus(CLICKED, NOW, 8).plus(OPENED, NOW.minusSeconds(9), 8);
        ActivitySummary app = ActivitySummary.EMPTY.plus(CLICKED, NOW, 8).plus(CLICKED, NOW.minusSeconds(1), 8);

        assertThat(site.union(app)).isEqualTo(app.union(site));
        assertThat(site.union(app).timeline(CLICKED).total()).isEqualTo(2);
        assertThat(site.union(app).last(Set.of(OPENED, PURCHASED), NOW)).contains(NOW.minusSeconds(9));
        assertThat(site.only(CLICKED::equals).timelines()).containsOnlyKeys(CLICKED);
        assertThat(site.union(site)).isEqualTo(site);
    }

    @Test
    void the_source_in_memory_leaves_out_the_future_and_counts_an_id_once() {
        Activity click = Activity.of(CLICKED).by("42").at(NOW);
        Activity later = Activity.of(CLICKED).by("42").at(NOW.plusSeconds(1));
        Activity open = Activity.of(OPENED).by("42").at(NOW);
        ActivitySource source = ActivitySource.inMemory(List.of(click, click, later, open), LIVE);

        Map<String, ActivitySummary> now =
                source.summaries(Set.of("42", "43"), new ActivityNeed(Set.of(CLICKED), 8), NOW);

        assertThat(now).containsOnlyKeys("42");
        assertThat(now.get("42")).isEqualTo(ActivitySummary.EMPTY.plus(CLICKED, NOW, 8));
        assertThat(source.observed()).isEqualTo(LIVE);
    }

    @Test
    void history_includes_its_start_and_not_its_end() {
        Activity click = Activity.of(CLICKED).by("42").at(NOW);
        ActivitySource source = ActivitySource.inMemory(List.of(click), LIVE);
        List<Activity> seen = new ArrayList<>();

        source.history(Set.of("42"), NOW, NOW.plusMillis(1), seen::add);
        source.history(Set.of("42"), NOW.minusMillis(1), NOW, seen::add);

        assertThat(seen).containsExactly(click);
        assertThat(ActivitySource.none().summaries(Set.of("42"), ActivityNeed.NONE, NOW))
                .isEmpty();
    }

    @Test
    void records_of_two_sources_cover_the_wider_time() {
        Observation shop = Observation.through(NOW.minusSeconds(9), NOW, Set.of(PURCHASED));
        Observation old = Observation.through(NOW.minusSeconds(99), NOW.minusSeconds(5), Set.of(PURCHASED));

        assertThat(shop.union(old).of(PURCHASED)).contains(new Observation.Range(NOW.minusSeconds(99), NOW));
        assertThat(shop.of(CLICKED)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new Observation.Range(NOW, NOW.minusSeconds(1)));
    }

    @Test
    void needs_add_up() {
        assertThat(new ActivityNeed(Set.of(CLICKED), 3).and(new ActivityNeed(Set.of(OPENED), 5)))
                .isEqualTo(new ActivityNeed(Set.of(CLICKED, OPENED), 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new ActivityNeed(Set.of(), 0));
    }

    private static Timeline stored(long total, long first, long... newest) {
        return Timeline.of(
                total,
                Instant.ofEpochSecond(first),
                Arrays.stream(newest).mapToObj(Instant::ofEpochSecond).toList());
    }

    /** One such activity would keep all that are recorded with it from being recorded. */
    @Test
    void an_id_that_cannot_be_kept_is_refused_where_it_is_made() {
        for (String odd : List.of("a\u0000", "\uD83D")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Activity.of(CLICKED).by(odd).id("1").at(NOW))
                    .withMessageContaining("holds NUL, or half a surrogate pair");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Activity.of(CLICKED).by("42").id(odd).at(NOW));
        }
    }

    @Test
    void a_long_id_of_a_person_makes_no_key_too_long() {
        String longest = "x".repeat(200);
        Activity activity = Activity.of(CLICKED).by(longest).at(NOW);
        assertThat(activity.subscriberId()).isEqualTo(longest);
        assertThat(activity.id()).hasSizeLessThan(200);
        assertThat(Activity.of(CLICKED).by(longest).at(NOW)).isEqualTo(activity);
        assertThat(Activity.of(CLICKED).by("y" + longest.substring(1)).at(NOW).id())
                .isNotEqualTo(activity.id());
        assertThat(Activity.of(CLICKED).by("42").at(NOW).id()).isEqualTo("clicked/42/" + NOW);
    }
}
