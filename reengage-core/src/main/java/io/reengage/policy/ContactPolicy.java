// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.policy;

import io.reengage.segment.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How often and when a person may be contacted, over all campaigns.
 *
 * @param caps every one must leave room
 * @param quietHours hours of the person's day without messages; {@code null} for none
 * @param fallbackZone the zone of people whose own is missing or unknown
 * @param transactional purposes of messages a person is owed, such as receipts: no cap, no quiet hour, no unsubscribe and no
 *     sunset holds them back; a dead address, a complaint and an erasure do. No campaign may have such a purpose.
 */
public record ContactPolicy(
        List<FrequencyCap> caps, @Nullable QuietHours quietHours, ZoneId fallbackZone, Set<String> transactional) {

    /** At most one message in so many hours, unless the host says otherwise. */
    public static final FrequencyCap ONE_IN_16_HOURS = new FrequencyCap(1, Span.hours(16));

    /** At most two messages in a week, unless the host says otherwise. */
    public static final FrequencyCap TWO_IN_7_DAYS = new FrequencyCap(2, Span.days(7));

    /** What a person who asked for fewer messages gets at most. */
    public static final FrequencyCap ONE_IN_30_DAYS = new FrequencyCap(1, Span.days(30));

    /** Zones differ by up to 26 hours, the days of a month by up to three. */
    private static final Duration HORIZON_SLACK = Duration.ofDays(5);

    public ContactPolicy {
        caps = List.copyOf(caps);
        Objects.requireNonNull(fallbackZone, "fallbackZone");
        transactional = Set.copyOf(transactional);
        if (transactional.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("transactional names a blank purpose: name each, such as receipts");
        }
    }

    /** Rules without transactional purposes. */
    public ContactPolicy(List<FrequencyCap> caps, @Nullable QuietHours quietHours, ZoneId fallbackZone) {
        this(caps, quietHours, fallbackZone, Set.of());
    }

    /** {@link #ONE_IN_16_HOURS} and {@link #TWO_IN_7_DAYS}, no quiet hours, UTC as the fallback zone. */
    public static ContactPolicy ofDefaults() {
        return new ContactPolicy(List.of(ONE_IN_16_HOURS, TWO_IN_7_DAYS), null, ZoneOffset.UTC);
    }

    /** Starts a policy without any cap. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * When a person may be contacted, if not now.
     *
     * @param contacts earlier contacts on record, in any order; those whose fate is unknown included
     * @param wantsFewer whether the person asked for {@link #ONE_IN_30_DAYS}
     * @return empty if now is fine
     */
    public Optional<Deferral> defer(List<Instant> contacts, boolean wantsFewer, Instant now, ZoneId zone) {
        Optional<Instant> capped = contacts.isEmpty()
                ? Optional.empty()
                : heeded(wantsFewer)
                        .flatMap(cap -> cap.freeAt(contacts, now, zone).stream())
                        .max(Comparator.naturalOrder());
        Instant free = capped.orElse(now);
        Optional<Instant> quiet = Optional.ofNullable(quietHours).flatMap(hours -> hours.endsAt(free, zone));
        if (quiet.isPresent()) {
            return Optional.of(
                    new Deferral(quiet.get(), capped.isPresent() ? "frequency cap, then quiet hours" : "quiet hours"));
        }
        return capped.map(until -> new Deferral(until, "frequency cap"));
    }

    /** Whether messages of this purpose are owed to the person rather than marketing. */
    public boolean isTransactional(String purpose) {
        return transactional.contains(purpose);
    }

    private Stream<FrequencyCap> heeded(boolean wantsFewer) {
        return wantsFewer ? Stream.concat(caps.stream(), Stream.of(ONE_IN_30_DAYS)) : caps.stream();
    }

    /** How far back contacts must be known, whoever it is about. */
    public Instant horizon(Instant now) {
        return heeded(true)
                .map(cap -> cap.window().before(now, ZoneOffset.UTC))
                .min(Comparator.naturalOrder())
                .orElse(now)
                .minus(HORIZON_SLACK);
    }

    /**
     * How far back the contacts of certain people must be known.
     *
     * @param zones the zones of all of them
     * @param wantsFewer whether any of them asked for {@link #ONE_IN_30_DAYS}
     */
    public Instant horizon(Instant now, Set<ZoneId> zones, boolean wantsFewer) {
        return heeded(wantsFewer)
                .map(FrequencyCap::window)
                .flatMap(window ->
                        zones.stream().map(zone -> window.before(now, zone).minus(slack(window))))
                .min(Comparator.naturalOrder())
                .orElse(now);
    }

    /** How much longer than back a window may be forward: a clock skips a day at the most, a month's end three. */
    private static Duration slack(Span window) {
        return switch (window.unit()) {
            case MINUTES, HOURS -> Duration.ZERO;
            case DAYS -> Duration.ofDays(1);
            default -> HORIZON_SLACK;
        };
    }

    /**
     * Not now, but then.
     *
     * @param until the next moment all rules allow
     * @param reason which rule says so
     */
    public record Deferral(Instant until, String reason) {

        public Deferral {
            Objects.requireNonNull(until, "until");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Collects the rules. */
    public static final class Builder {
        private final List<FrequencyCap> caps = new ArrayList<>();
        private @Nullable QuietHours quietHours;
        private ZoneId fallbackZone = ZoneOffset.UTC;
        private final Set<String> transactional = new HashSet<>();

        private Builder() {}

        public Builder atMost(int messages, Span window) {
            caps.add(new FrequencyCap(messages, window));
            return this;
        }

        public Builder quietHours(LocalTime from, LocalTime to) {
            this.quietHours = new QuietHours(from, to);
            return this;
        }

        public Builder fallbackZone(ZoneId zone) {
            this.fallbackZone = zone;
            return this;
        }

        /** Purposes of messages a person is owed, such as {@code receipts}. */
        public Builder transactional(String... purposes) {
            transactional.addAll(List.of(purposes));
            return this;
        }

        public ContactPolicy build() {
            return new ContactPolicy(caps, quietHours, fallbackZone, transactional);
        }
    }
}
