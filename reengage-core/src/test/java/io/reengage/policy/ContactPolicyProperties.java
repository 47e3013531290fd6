// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.policy.ContactPolicy.Deferral;
import io.reengage.segment.Span;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Sends whenever the policy allows it and looks at what came of it. */
class ContactPolicyProperties {

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                        "UTC",
                        "Europe/Berlin",
                        "Australia/Lord_Howe",
                        "America/Sao_Paulo",
                        "Pacific/Apia",
                        "Pacific/Niue",
                        "Asia/Kathmandu")
                .map(ZoneId::of);
    }

    @Provide
    Arbitrary<QuietHours> quietHours() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 47),
                        Arbitraries.integers().between(1, 47))
                .as((from, length) -> new QuietHours(half(from), half((from + length) % 48)));
    }

    @Provide
    Arbitrary<FrequencyCap> caps() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(Span.minutes(90), Span.hours(16), Span.days(1), Span.days(7), Span.months(1)))
                .as(FrequencyCap::new);
    }

    /** E46: no sliding window ever holds more than its limit. */
    @Property(tries = 300)
    void no_window_ever_holds_more_than_the_limit(
            @ForAll("caps") FrequencyCap one,
            @ForAll("caps") FrequencyCap two,
            @ForAll("quietHours") QuietHours quiet,
            @ForAll("zones") ZoneId zone,
            @ForAll Random random) {
        ContactPolicy policy = new ContactPolicy(List.of(one, two), quiet, ZoneId.of("UTC"));
        List<Instant> sent = new ArrayList<>();
        Instant now = start(random);
        for (int i = 0; i < 40; i++) {
            now = now.plusSeconds(random.nextInt(20_000));
            Optional<Deferral> later = policy.defer(shuffled(sent, random), false, now, zone);
            now = later.map(Deferral::until).orElse(now);
            assertThat(policy.defer(shuffled(sent, random), false, now, zone))
                    .as("deferral ends")
                    .isEmpty();
            sent.add(now);
        }

        for (FrequencyCap cap : policy.caps()) {
            for (int i = cap.limit(); i < sent.size(); i++) {
                Instant earlier = sent.get(i - cap.limit());
                assertThat(cap.window().after(earlier, zone)).isBeforeOrEqualTo(sent.get(i));
            }
        }
    }

    @Property
    void nothing_is_sent_while_the_persons_clock_shows_a_quiet_hour(
            @ForAll("quietHours") QuietHours quiet, @ForAll("zones") ZoneId zone, @ForAll Random random) {
        ContactPolicy policy = new ContactPolicy(List.of(), quiet, ZoneId.of("UTC"));
        Instant now = start(random);
        Instant sent =
                policy.defer(List.of(), false, now, zone).map(Deferral::until).orElse(now);

        assertThat(quiet(quiet, sent.atZone(zone).toLocalTime())).isFalse();
        for (Instant between = now; between.isBefore(sent); between = between.plusSeconds(600)) {
            assertThat(quiet(quiet, between.atZone(zone).toLocalTime())).isTrue();
        }
    }

    @Property
    void contacts_beyond_the_horizon_change_nothing(
            @ForAll("caps") FrequencyCap cap, @ForAll("zones") ZoneId zone, @ForAll Random random) {
        ContactPolicy policy = new ContactPolicy(List.of(cap), null, zone);
        Instant now = start(random);
        Instant beyond = policy.horizon(now).minusMillis(1);

        assertThat(policy.defer(Collections.nCopies(5, beyond), true, now, zone))
                .isEmpty();
    }

    private static boolean quiet(QuietHours hours, LocalTime time) {
        boolean started = !time.isBefore(hours.from());
        boolean ended = !time.isBefore(hours.to());
        return hours.from().isBefore(hours.to()) ? started && !ended : started || !ended;
    }

    private static List<Instant> shuffled(List<Instant> sent, Random random) {
        List<Instant> copy = new ArrayList<>(sent);
        Collections.shuffle(copy, random);
        return copy;
    }

    private static LocalTime half(int hours) {
        return LocalTime.of(hours / 2, hours % 2 * 30);
    }

    /** Around clock changes of the zones above, and the day Apia never had. */
    private static Instant start(Random random) {
        List<String> days = List.of("2011-12-29", "2018-11-03", "2018-02-17", "2026-03-28", "2026-04-04", "2026-10-24");
        return Instant.parse(days.get(random.nextInt(days.size())) + "T00:00:00Z")
                .plusSeconds(random.nextInt(3 * 86_400));
    }
}
