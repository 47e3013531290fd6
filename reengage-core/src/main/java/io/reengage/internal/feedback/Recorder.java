// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.feedback;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.internal.node.Freshness;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.People;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.PersonRecord;
import io.reengage.ledger.store.Schema;
import io.reengage.segment.Profile;
import io.reengage.subscriber.Subscriber;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what people did. The same activity told again changes nothing, and the order does not matter: what counts is kept
 * per person, and every effect follows from what is kept.
 */
public final class Recorder {
    private static final int CHUNK = 500;
    /** Times kept per person and type: enough for any condition on counts up to this number. */
    private static final int DEPTH = 2 * ActivitySummary.DEFAULT_DEPTH;

    private final Settings settings;
    private final People people;
    private final Effects effects;
    private final Freshness freshness;

    public Recorder(Settings settings, People people, Effects effects) {
        this.settings = settings;
        this.people = people;
        this.effects = effects;
        this.freshness = new Freshness(settings.threads());
    }

    /** How many were new, known before, and about people the host does not know. */
    public record Recorded(int fresh, int duplicate, int unknownPerson) {}

    public Recorded record(Collection<Activity> activities) {
        int fresh = 0;
        int unknown = 0;
        List<Activity> all = List.copyOf(activities);
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<Activity> chunk = all.subList(from, Math.min(all.size(), from + CHUNK));
            Map<String, Subscriber> known = settings.subscribers()
                    .find(chunk.stream().map(Activity::subscriberId).collect(Collectors.toSet()));
            List<Activity> ours = chunk.stream()
                    .filter(each -> known.containsKey(each.subscriberId()))
                    .toList();
            unknown += chunk.size() - ours.size();
            fresh += settings.ledger().transact(rows -> take(rows, ours, known));
            if (ours.stream().anyMatch(each -> Effects.suppresses(each.type()))) {
                freshness.outlive();
            }
        }
        return new Recorded(fresh, all.size() - unknown - fresh, unknown);
    }

    private int take(Rows rows, List<Activity> activities, Map<String, Subscriber> known) {
        // one writer per person at a time, and no mark passes a suppression
        Leases.fence(rows, activities.stream().map(Activity::subscriberId).toList());
        List<Activity> fresh = rows.insertNew(Schema.EVENT, activities);
        Map<String, List<Activity>> byPerson = fresh.stream()
                .collect(Collectors.groupingBy(Activity::subscriberId, TreeMap::new, Collectors.toList()));
        Map<String, PersonRecord> records = People.records(rows, byPerson.keySet());
        byPerson.forEach((id, news) -> {
            PersonRecord before = records.getOrDefault(id, PersonRecord.unknown(id));
            PersonRecord after = updated(before, news);
            rows.put(Schema.PERSON, List.of(after));
            Subscriber person = Optional.ofNullable(known.get(id)).orElseThrow();
            effects.apply(rows, person, news);
            leave(rows, person, after);
        });
        return fresh.size();
    }

    private static PersonRecord updated(PersonRecord before, List<Activity> news) {
        ActivitySummary summary = before.summary();
        Instant paused = before.pausedUntil();
        boolean fewer = before.fewer();
        for (Activity each : news) {
            summary = summary.plus(each.type(), each.at(), DEPTH);
            if (isConfirmation(each.type())) {
                summary = summary.plus(ActivityType.CONFIRMED, each.at(), DEPTH);
            }
            fewer |= each.type().equals(ActivityType.ASKED_FEWER);
            @Nullable Instant until = each.type().equals(ActivityType.PAUSED) ? until(each) : null;
            if (until != null && (paused == null || until.isAfter(paused))) {
                paused = until;
            }
        }
        return new PersonRecord(before.subscriberId(), before.version() + 1, summary, paused, fewer);
    }

    public static boolean isConfirmation(ActivityType type) {
        return type.name().startsWith(ActivityType.CONFIRMED.name() + ":");
    }

    static @Nullable Instant until(Activity pause) {
        @Nullable String text = pause.properties().get(Activity.UNTIL);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "property until of activity " + pause.id() + " is not an instant such as 2026-01-31T00:00:00Z", e);
        }
    }

    /** Ends the ways that end here: by what is on record alone, so that an exit shows at once. */
    private void leave(Rows rows, Subscriber person, PersonRecord record) {
        List<Enrollment> active = rows.select(
                Schema.ENROLLMENT,
                Where.all().eq("person", person.id()).eq("state", Enrollment.State.ACTIVE.name()),
                List.of(),
                Integer.MAX_VALUE);
        if (active.isEmpty()) {
            return;
        }
        Profile profile = people.recordedProfile(person, record);
        Instant now = settings.now();
        List<Enrollment> ended = new ArrayList<>();
        for (Enrollment each : active) {
            effects.exit(rows, each, profile, record, now)
                    .ifPresent(reason -> ended.add(each.ended(Enrollment.State.EXITED, now, reason)));
        }
        for (Enrollment each : ended) {
            rows.update(
                    Schema.ENROLLMENT,
                    Where.all()
                            .eq("run", each.run())
                            .eq("person", each.subscriberId())
                            .eq("episode", each.episode()),
                    Assignments.set("state", each.state().name())
                            .and("ended_at", each.endedAt())
                            .and("reason", each.reason()));
        }
    }

    /** Activities the ledger itself keeps of these people, in a span of time. */
    public static List<Activity> history(Rows rows, Set<String> ids, Instant from, Instant to) {
        return rows.select(
                Schema.EVENT,
                Where.all().in("person", new HashSet<>(ids)).atLeast("at", from).below("at", to),
                List.of(),
                Integer.MAX_VALUE);
    }
}
