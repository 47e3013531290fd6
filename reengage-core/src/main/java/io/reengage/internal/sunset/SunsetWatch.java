// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.sunset;

import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivityTimes;
import io.reengage.activity.ActivityType;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.node.Tally;
import io.reengage.internal.run.People;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import io.reengage.segment.Profile;
import io.reengage.subscriber.Subscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks once a day whether somebody retired gave a sign of life that only the host's record shows, and restores them. */
public final class SunsetWatch {
    private static final String LOOKED_AT = "sunset_watched_at";
    private static final Duration EVERY = Duration.ofDays(1);
    private static final int PAGE = 500;

    private final Settings settings;
    private final Leases leases;
    private final People people;
    private final Sunset sunset;

    public SunsetWatch(Settings settings, Leases leases, People people, Sunset sunset) {
        this.settings = settings;
        this.leases = leases;
        this.people = people;
        this.sunset = sunset;
    }

    public void work(Tally tally) {
        Instant now = settings.now();
        if (settings.activity() == null || !due(now)) {
            return;
        }
        String last = "";
        List<SunsetMember> page = retired(last);
        while (!page.isEmpty()) {
            tally.add(Tally.Kind.RESTORED, restore(page, now));
            last = page.get(page.size() - 1).subscriberId();
            page = retired(last);
        }
        settings.ledger().transact(rows -> {
            rows.put(Schema.SETTING, List.of(new Setting(LOOKED_AT, now.toString())));
            return now;
        });
    }

    private boolean due(Instant now) {
        return settings.ledger()
                .transact(rows -> leases.confirm(rows, Leases.HOST)
                        && Runs.setting(rows, LOOKED_AT)
                                .map(Instant::parse)
                                .filter(looked -> looked.plus(EVERY).isAfter(now))
                                .isEmpty());
    }

    private List<SunsetMember> retired(String after) {
        return settings.ledger()
                .transact(rows -> rows.select(
                        Schema.SUNSET_MEMBER,
                        Where.all()
                                .eq("state", SunsetMember.State.RETIRED.name())
                                .above("person", after),
                        List.of("person"),
                        PAGE));
    }

    int restore(List<SunsetMember> page, Instant now) {
        Map<String, SunsetMember> members = page.stream()
                .collect(Collectors.toMap(
                        SunsetMember::subscriberId, each -> each, (a, b) -> a.at().isBefore(b.at()) ? a : b));
        Map<String, Subscriber> found = settings.subscribers().find(members.keySet());
        Map<String, Profile> profiles =
                people.profiles(found.values(), new ActivityNeed(ActivityType.ENGAGEMENT, 1), now);
        Map<String, Instant> enrolled = enrolledAt(members);
        int restored = 0;
        for (Profile profile : profiles.values()) {
            SunsetMember member =
                    Optional.ofNullable(members.get(profile.subscriber().id())).orElseThrow();
            Optional<Instant> sign = profile.activity()
                    .last(ActivityType.ENGAGEMENT, now)
                    .filter(at -> ActivityTimes.isSince(at, enrolled.getOrDefault(member.subscriberId(), member.at())));
            if (sign.isPresent()) {
                restored += settings.ledger().transact(rows -> {
                    Leases.fence(rows, List.of(member.subscriberId()));
                    return sunset.restore(rows, profile.subscriber(), "on the host's record", sign.get());
                });
            }
        }
        return restored;
    }

    /** A sign counts from the enrollment on: it may have been loaded after the decision it contradicts. */
    private Map<String, Instant> enrolledAt(Map<String, SunsetMember> members) {
        return settings.ledger().transact(rows -> {
            Set<String> plans =
                    members.values().stream().map(SunsetMember::plan).collect(Collectors.toSet());
            Map<String, String> runs = rows.all(Schema.SUNSET_PLAN, Where.all().in("id", plans)).stream()
                    .collect(Collectors.toMap(SunsetPlan::id, SunsetPlan::run));
            return rows.all(Schema.ENROLLMENT, Where.all().in("person", members.keySet())).stream()
                    .filter(each ->
                            each.run().equals(runs.get(member(members, each).plan())))
                    .collect(Collectors.toMap(
                            Enrollment::subscriberId, Enrollment::enrolledAt, (a, b) -> a.isAfter(b) ? a : b));
        });
    }

    private static SunsetMember member(Map<String, SunsetMember> members, Enrollment enrollment) {
        return Optional.ofNullable(members.get(enrollment.subscriberId())).orElseThrow();
    }
}
