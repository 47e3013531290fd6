// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.feedback;

import com.google.common.collect.Iterables;
import io.reengage.activity.Activity;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.internal.node.Freshness;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Erasures;
import io.reengage.internal.run.People;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.PersonRecord;
import io.reengage.ledger.store.Schema;
import io.reengage.policy.FrequencyCap;
import io.reengage.subscriber.Subscriber;
import io.reengage.text.StorableText;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what people did. The same activity told again changes nothing, and the order does not matter: what counts is kept
 * per person, and every effect follows from what is kept.
 *
 * <p>A chunk of activities costs a fixed number of statements, however many people they are about. Writers of one person wait
 * for each other at the person's row; whole shards are fenced only for those who decided something about being written to, or
 * stand on the brink of retirement.
 */
public final class Recorder {
    /** Activities of one transaction: so many that people who did several things are dealt with once, so few that nobody waits. */
    private static final int CHUNK = 4_000;

    private final Settings settings;
    private final Erasures erasures;
    private final Effects effects;
    private final Freshness freshness;
    /** Times kept per person and type: enough for any cap, and for conditions on counts up to this number. */
    private final int depth;

    public Recorder(Settings settings, Erasures erasures, Effects effects) {
        this.settings = settings;
        this.erasures = erasures;
        this.effects = effects;
        this.freshness = new Freshness(settings.threads());
        this.depth = settings.policy().caps().stream()
                .mapToInt(FrequencyCap::limit)
                .reduce(PersonRecord.LEAST_DEPTH, Math::max);
    }

    /** Records in transactions of our own; answers what was new: the rest was known, or is about people who are not. */
    public List<Activity> record(Collection<Activity> activities) {
        List<Activity> fresh = record(activities, work -> settings.ledger().transact(work));
        if (activities.stream().anyMatch(each -> Signs.forbids(each.type()))) {
            freshness.outlive();
        }
        return fresh;
    }

    /** Records what nobody waits for: other nodes may heed it a quarter of a second later. */
    public void recordInPassing(Collection<Activity> activities) {
        record(activities, work -> settings.ledger().transact(work));
    }

    /** Records inside the host's transaction, which stays open. */
    public List<Activity> recordIn(Connection connection, Collection<Activity> activities) {
        return record(activities, work -> settings.ledger().within(connection, work));
    }

    private List<Activity> record(
            Collection<Activity> activities, Function<Function<Rows, List<Activity>>, List<Activity>> transaction) {
        List<Activity> fresh = new ArrayList<>();
        List<Activity> storable = activities.stream().map(Recorder::storable).toList();
        for (List<Activity> chunk : Iterables.partition(storable, CHUNK)) {
            Map<String, Subscriber> known = settings.subscribers()
                    .find(chunk.stream().map(Activity::subscriberId).collect(Collectors.toSet()));
            Set<String> missed = chunk.stream()
                    .filter(each -> Signs.forbids(each.type()))
                    .map(Activity::subscriberId)
                    .filter(id -> !known.containsKey(id))
                    .collect(Collectors.toSet());
            if (!known.isEmpty() || !missed.isEmpty()) {
                fresh.addAll(transaction.apply(rows -> take(rows, chunk, known, writtenTo(rows, missed))));
            }
        }
        return fresh;
    }

    /** What cannot be kept of a free text is lost, not all that was told with it. */
    private static Activity storable(Activity told) {
        if (told.properties().entrySet().stream()
                .allMatch(each -> StorableText.is(each.getKey()) && StorableText.is(each.getValue()))) {
            return told;
        }
        Map<String, String> kept = new HashMap<>();
        told.properties().forEach((name, value) -> kept.put(StorableText.of(name), StorableText.of(value)));
        return new Activity(told.id(), told.subscriberId(), told.type(), told.at(), told.delivery(), kept);
    }

    /** Whom the host does not find at the moment, but was written to: that they want no more of it is kept all the same. */
    private static Map<String, Subscriber> writtenTo(Rows rows, Set<String> missed) {
        Map<String, Subscriber> found = new HashMap<>();
        if (!missed.isEmpty()) {
            rows.all(Schema.ENROLLMENT, Where.all().in("person", missed))
                    .forEach(each -> found.put(
                            each.subscriberId(),
                            Subscriber.withId(each.subscriberId()).build()));
        }
        return found;
    }

    private static Map<String, Subscriber> together(Map<String, Subscriber> listed, Map<String, Subscriber> missed) {
        if (missed.isEmpty()) {
            return listed;
        }
        Map<String, Subscriber> all = new HashMap<>(listed);
        all.putAll(missed);
        return all;
    }

    private List<Activity> take(
            Rows rows, List<Activity> all, Map<String, Subscriber> listed, Map<String, Subscriber> missed) {
        List<Activity> told = all.stream()
                .filter(each -> listed.containsKey(each.subscriberId())
                        || (missed.containsKey(each.subscriberId()) && Signs.forbids(each.type())))
                .toList();
        Map<String, Subscriber> known = together(listed, missed);
        Set<String> ids = told.stream().map(Activity::subscriberId).collect(Collectors.toSet());
        Leases.fence(rows, fenced(rows, told));
        Map<String, PersonRecord> records = People.lock(rows, ids);
        Set<String> erased = erasures.among(rows, ids);
        if (!erased.isEmpty()) {
            rows.delete(Schema.PERSON, Where.all().in("id", erased));
        }
        List<Activity> ours = told.stream()
                .filter(each -> !erased.contains(each.subscriberId()))
                .toList();
        List<Activity> fresh = rows.insertNew(Schema.EVENT, ours);
        Reappraisal judged = Reappraisal.of(rows, fresh, records, depth);
        Map<String, List<Activity>> byPerson = new TreeMap<>();
        fresh.forEach(each -> byPerson.computeIfAbsent(each.subscriberId(), id -> new ArrayList<>())
                .add(judged.now(each)));
        List<News> news = new ArrayList<>();
        byPerson.forEach((id, activities) -> {
            PersonRecord before = Optional.ofNullable(records.get(id)).orElseThrow();
            ActivitySummary summary = judged.summaries().getOrDefault(id, before.summary());
            List<Activity> signs = new ArrayList<>(activities);
            signs.addAll(judged.upgraded(id, activities));
            news.add(new News(
                    Optional.ofNullable(known.get(id)).orElseThrow(), updated(before, summary, activities), signs));
        });
        rows.put(Schema.PERSON, news.stream().map(News::record).toList());
        effects.apply(rows, news);
        return fresh;
    }

    /** Whose shard no mark and no retirement may pass meanwhile. */
    private static Set<String> fenced(Rows rows, List<Activity> told) {
        Set<String> fenced = new TreeSet<>();
        Set<String> alive = new HashSet<>();
        for (Activity each : told) {
            if (Signs.decides(each.type())) {
                fenced.add(each.subscriberId());
            } else if (Signs.ofLife(each.type())) {
                alive.add(each.subscriberId());
            }
        }
        alive.removeAll(fenced);
        if (!alive.isEmpty()) {
            Where theirs = Where.all().in("person", alive);
            rows.all(Schema.ENROLLMENT, theirs.eq("state", Enrollment.State.NOMINATED.name()))
                    .forEach(each -> fenced.add(each.subscriberId()));
            rows.all(Schema.SUNSET_MEMBER, theirs.eq("state", SunsetMember.State.RETIRED.name()))
                    .forEach(each -> fenced.add(each.subscriberId()));
        }
        return fenced;
    }

    private PersonRecord updated(PersonRecord before, ActivitySummary known, List<Activity> news) {
        ActivitySummary.Builder summary = known.toBuilder(depth);
        Instant paused = before.pausedUntil();
        boolean fewer = before.fewer();
        for (Activity each : news) {
            if (!each.type().equals(ActivityType.RECEIVED) || Signs.ofOtherSender(each)) {
                summary.add(each.type(), each.at());
            }
            if (Signs.confirms(each.type())) {
                summary.add(ActivityType.CONFIRMED, each.at());
            }
            fewer |= each.type().equals(ActivityType.ASKED_FEWER);
            @Nullable Instant until = each.type().equals(ActivityType.PAUSED) ? Signs.until(each) : null;
            if (until != null && (paused == null || until.isAfter(paused))) {
                paused = until;
            }
        }
        return new PersonRecord(before.subscriberId(), before.version() + 1, summary.build(), paused, fewer);
    }

    public static boolean isConfirmation(ActivityType type) {
        return Signs.confirms(type);
    }
}
