// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.History;
import io.reengage.activity.Observation;
import io.reengage.internal.node.Settings;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.PersonRecord;
import io.reengage.ledger.store.Schema;
import io.reengage.segment.Condition;
import io.reengage.segment.Profile;
import io.reengage.segment.sql.Question;
import io.reengage.segment.sql.SegmentStore;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts together what the host and the ledger know about people. */
public final class People {
    private final Settings settings;
    private final Fingerprints fingerprints;
    private final Instant recordedSince;
    /** As the host said when last asked about anybody: a transaction must not wait for the host's answer. */
    private volatile @Nullable Observation covered;

    /** @param recordedSince since when the ledger keeps what it is told */
    public People(Settings settings, Fingerprints fingerprints, Instant recordedSince) {
        this.settings = settings;
        this.fingerprints = fingerprints;
        this.recordedSince = recordedSince;
    }

    public Fingerprints fingerprints() {
        return fingerprints;
    }

    /** Profiles of these people as of a moment, by id. Reads host and ledger, writes nothing. */
    public Map<String, Profile> profiles(Collection<Subscriber> subscribers, ActivityNeed need, Instant asOf) {
        Map<String, Profile> told = told(subscribers, need, asOf);
        return settings.ledger().transact(rows -> {
            Map<String, PersonRecord> records = whole(rows, records(rows, told.keySet()), need);
            Map<String, List<Delivery>> sent = !countsSent(need)
                    ? Map.of()
                    : rows
                            .all(
                                    Schema.DELIVERY,
                                    Where.all().in("person", told.keySet()).eq("state", DeliveryState.SENT.name()))
                            .stream()
                            .collect(Collectors.groupingBy(Delivery::subscriberId));
            Map<String, List<Activity>> events =
                    Histories.askTold(rows, told.values(), asOf).get();
            Map<String, Profile> profiles = new HashMap<>();
            told.forEach((id, profile) -> profiles.put(
                    id,
                    completed(
                            profile,
                            records.getOrDefault(id, PersonRecord.unknown(id)),
                            sent.getOrDefault(id, List.of()),
                            events.getOrDefault(id, List.of()),
                            need)));
            return profiles;
        });
    }

    /** The same by the host's word alone; {@link #completed} adds what the ledger knows. */
    public Map<String, Profile> told(Collection<Subscriber> subscribers, ActivityNeed need, Instant asOf) {
        Set<String> ids = subscribers.stream().map(Subscriber::id).collect(Collectors.toSet());
        @Nullable ActivitySource source = settings.activity();
        Observation observed = observed(source, need);
        Map<String, ActivitySummary> fromHost =
                source == null || ids.isEmpty() ? Map.of() : new Summaries(source, need, observed, asOf).of(ids);
        Map<String, History> histories = Histories.ofHost(source, ids, need, asOf);
        Map<String, Profile> profiles = new HashMap<>();
        for (Subscriber each : subscribers) {
            ActivitySummary activity = fromHost.getOrDefault(each.id(), ActivitySummary.EMPTY);
            profiles.put(
                    each.id(),
                    new Profile(each, activity, observed, settings.policy().fallbackZone(), histories.get(each.id())));
        }
        return profiles;
    }

    /** Whether the messages on record are what is known of those a person received, and that matters. */
    public boolean countsSent(ActivityNeed need) {
        @Nullable ActivitySource source = settings.activity();
        return need.types().contains(ActivityType.RECEIVED)
                && (source == null || covered(source).of(ActivityType.RECEIVED).isEmpty());
    }

    private Observation covered(ActivitySource source) {
        @Nullable Observation known = covered;
        return known == null ? coveredNow(source) : known;
    }

    private Observation coveredNow(ActivitySource source) {
        Observation now = source.observed();
        covered = now;
        return now;
    }

    /**
     * The same person with what the ledger knows.
     *
     * @param deliveries those on record for the person if they {@linkplain #countsSent count}, else none
     * @param events all the ledger was told of the person; only looked at if activities are known one by one
     */
    public Profile completed(
            Profile told, PersonRecord record, List<Delivery> deliveries, List<Activity> events, ActivityNeed need) {
        List<Delivery> sent = deliveries.stream()
                .filter(each -> each.state() == DeliveryState.SENT)
                .toList();
        ActivitySummary.Builder known = record.summary().toBuilder(ActivitySummary.MOST_DEPTH);
        sent.forEach(each -> known.add(ActivityType.RECEIVED, each.at()));
        ActivitySummary ours = known.build();
        return ours.timelines().isEmpty()
                ? told
                : new Profile(
                        told.subscriber(),
                        told.activity().summary().union(ours),
                        told.observed(),
                        told.fallbackZone(),
                        Histories.completed(told.history(), events, sent, need));
    }

    /** Since when the ledger keeps what it is told. */
    public Instant recordedSince() {
        return recordedSince;
    }

    /** Asks the host's own search who of its list may be meant. */
    public Question question(SegmentStore store, Condition condition, ActivityNeed need, Instant asOf) {
        @Nullable ActivitySource source = settings.activity();
        return new Question(
                condition,
                asOf,
                settings.policy().fallbackZone(),
                observed(source, need),
                source != null && store.searches(source)
                        ? Question.Evidence.HERE_AND_ELSEWHERE
                        : Question.Evidence.ELSEWHERE);
    }

    /** Whether the ledger knows of nothing that anybody did. */
    public boolean recordsNothing() {
        return settings.ledger()
                .transact(rows ->
                        rows.select(Schema.PERSON, Where.all(), List.of(), 1).isEmpty()
                                && rows.select(Schema.DELIVERY, Where.all(), List.of(), 1)
                                        .isEmpty());
    }

    /** The person with what the ledger alone knows. */
    public Profile recordedProfile(Subscriber person, PersonRecord record) {
        Observation live =
                Observation.live(recordedSince, record.summary().timelines().keySet());
        return new Profile(person, record.summary(), live, settings.policy().fallbackZone());
    }

    private Observation observed(@Nullable ActivitySource source, ActivityNeed need) {
        if (source == null) {
            return Observation.live(
                    recordedSince, need.types().stream().filter(this::isSeen).toList());
        }
        Observation host = coveredNow(source);
        Set<ActivityType> seenByUs = need.types().stream()
                .filter(type -> host.of(type).isEmpty() && isNative(type) && isSeen(type))
                .collect(Collectors.toSet());
        return host.union(Observation.live(recordedSince, seenByUs));
    }

    /** What nothing tells of is not known not to have happened. */
    private boolean isSeen(ActivityType type) {
        return settings.tracking().isAllowed()
                || !(type.equals(ActivityType.OPENED) || type.equals(ActivityType.CLICKED));
    }

    /** Whether the library itself sees all there is of a type, links and sends being its own. */
    private static boolean isNative(ActivityType type) {
        return type.equals(ActivityType.RECEIVED)
                || type.equals(ActivityType.CLICKED)
                || type.name().startsWith(ActivityType.CONFIRMED.name())
                || type.equals(ActivityType.ASKED_FEWER)
                || type.equals(ActivityType.PAUSED);
    }

    /** What the ledger knows of these people, by id; those it knows nothing of are left out. */
    public static Map<String, PersonRecord> records(Rows rows, Collection<String> ids) {
        return askRecords(rows, ids).get();
    }

    /** The same, {@linkplain Rows#ask asked} only. */
    public static Supplier<Map<String, PersonRecord>> askRecords(Rows rows, Collection<String> ids) {
        Supplier<List<PersonRecord>> found = rows.ask(Schema.PERSON, Where.all().in("id", ids));
        return () -> found.get().stream().collect(Collectors.toMap(PersonRecord::subscriberId, Function.identity()));
    }

    /** Whether a summary keeps fewer times of some type than a need asks for, although there were more. */
    private static boolean isCut(ActivitySummary summary, ActivityNeed need) {
        return need.types().stream()
                .map(summary::timeline)
                .anyMatch(each -> each.depth() < Math.min(need.depth(), each.total()));
    }

    /** The same records with as many times as a need asks for: whose summary is cut, is counted event by event. */
    public static Map<String, PersonRecord> whole(Rows rows, Map<String, PersonRecord> records, ActivityNeed need) {
        if (need.depth() <= PersonRecord.LEAST_DEPTH) {
            return records;
        }
        Set<String> cut = records.values().stream()
                .filter(each -> isCut(each.summary(), need))
                .map(PersonRecord::subscriberId)
                .collect(Collectors.toSet());
        if (cut.isEmpty()) {
            return records;
        }
        Map<String, PersonRecord> whole = new HashMap<>(records);
        rows.all(Schema.EVENT, Where.all().in("person", cut)).stream()
                .filter(each -> need.types().contains(each.type()) && !isOurs(each))
                .collect(Collectors.groupingBy(Activity::subscriberId))
                .forEach((id, told) -> whole.computeIfPresent(
                        id,
                        (same, record) ->
                                record.with(deeper(record.summary(), ActivitySummary.of(told, need.depth())))));
        return whole;
    }

    /** In short what is not known event by event, else what is: both together would go no deeper than the less deep one. */
    private static ActivitySummary deeper(ActivitySummary kept, ActivitySummary told) {
        Predicate<ActivityType> whole =
                type -> told.timeline(type).total() >= kept.timeline(type).total();
        return kept.only(whole.negate()).union(told.only(whole));
    }

    /** A message of ours, which is on record by itself. */
    private static boolean isOurs(Activity told) {
        return told.type().equals(ActivityType.RECEIVED) && told.delivery() != null;
    }

    /**
     * Keeps every other transaction that locks any of these people waiting until this one ends, and answers what is on
     * record about them then; whoever was unknown gets a record.
     */
    public static Map<String, PersonRecord> lock(Rows rows, Collection<String> ids) {
        Set<String> sorted = new TreeSet<>(ids);
        Map<String, PersonRecord> records = new HashMap<>();
        locked(rows, sorted).forEach(each -> records.put(each.subscriberId(), each));
        List<PersonRecord> missing = sorted.stream()
                .filter(id -> !records.containsKey(id))
                .map(PersonRecord::unknown)
                .toList();
        if (!missing.isEmpty()) {
            rows.insertNew(Schema.PERSON, missing);
            locked(rows, missing.stream().map(PersonRecord::subscriberId).toList())
                    .forEach(each -> records.put(each.subscriberId(), each));
        }
        return records;
    }

    private static List<PersonRecord> locked(Rows rows, Collection<String> ids) {
        return rows.lock(Schema.PERSON, Where.all().in("id", ids));
    }

    /** All suppressions of these people and their addresses that the person has not taken back, by person. */
    public Map<String, List<Suppression>> suppressions(Rows rows, Collection<Subscriber> subscribers) {
        return askSuppressions(rows, subscribers).get();
    }

    /** The same, {@linkplain Rows#ask asked} only. */
    public Supplier<Map<String, List<Suppression>>> askSuppressions(Rows rows, Collection<Subscriber> subscribers) {
        Map<String, List<String>> subjects = new HashMap<>(2 * subscribers.size());
        List<String> all = new ArrayList<>(4 * subscribers.size());
        for (Subscriber each : subscribers) {
            List<String> theirs = fingerprints.lookups(each);
            subjects.put(each.id(), theirs);
            all.addAll(theirs);
        }
        Supplier<List<Suppression>> found =
                rows.ask(Schema.SUPPRESSION, Where.all().in("subject", all));
        return () -> found.get().isEmpty() ? Map.of() : byPerson(subscribers, subjects, found.get());
    }

    private static Map<String, List<Suppression>> byPerson(
            Collection<Subscriber> subscribers, Map<String, List<String>> subjects, List<Suppression> found) {
        Map<String, List<Suppression>> bySubject = found.stream().collect(Collectors.groupingBy(Suppression::subject));
        Map<String, List<Suppression>> byPerson = new HashMap<>();
        for (Subscriber each : subscribers) {
            byPerson.put(
                    each.id(),
                    subjects.getOrDefault(each.id(), List.of()).stream()
                            .flatMap(subject -> bySubject.getOrDefault(subject, List.of()).stream())
                            .flatMap(suppression -> heeded(suppression, each))
                            .toList());
        }
        return byPerson;
    }

    /**
     * What an entry still forbids: nothing but an unsubscribe ends, and only where the person agreed anew after they had
     * left. One from everything ends purpose by purpose.
     */
    private static Stream<Suppression> heeded(Suppression entry, Subscriber person) {
        if (entry.reason() != Suppression.Reason.UNSUBSCRIBED) {
            return Stream.of(entry);
        }
        if (!entry.purpose().isEmpty()) {
            return takenBack(entry, person.consents().get(entry.purpose())) ? Stream.empty() : Stream.of(entry);
        }
        boolean agreedAnew = person.consents().values().stream().anyMatch(word -> takenBack(entry, word));
        return agreedAnew
                ? person.consents().values().stream()
                        .filter(word -> !takenBack(entry, word))
                        .map(word -> entry.about(word.purpose()))
                : Stream.of(entry);
    }

    private static boolean takenBack(Suppression entry, @Nullable Consent word) {
        return word != null && word.granted() && word.at().isAfter(entry.at());
    }

    /** The gravest reason that forbids, if any does. */
    public static Optional<Suppression.Reason> forbidding(
            List<Suppression> suppressions, String channel, String purpose) {
        if (suppressions.isEmpty()) {
            return Optional.empty();
        }
        return suppressions.stream()
                .filter(each -> each.forbids(channel, purpose))
                .map(Suppression::reason)
                .min(Comparator.naturalOrder());
    }

    /** The newest enrollment of each person in a run. */
    public static Map<String, Enrollment> enrollments(Rows rows, String run, Set<String> ids) {
        return byPerson(rows.all(Schema.ENROLLMENT, Where.all().eq("run", run).in("person", ids)));
    }

    /** Of these people, the enrollments in a run that have not ended, {@linkplain Rows#ask asked} only. */
    public static Supplier<Map<String, Enrollment>> askActive(Rows rows, String run, Set<String> ids) {
        Supplier<List<Enrollment>> found = rows.ask(
                Schema.ENROLLMENT,
                Where.all().eq("run", run).in("person", ids).eq("state", Enrollment.State.ACTIVE.name()));
        return () -> byPerson(found.get());
    }

    private static Map<String, Enrollment> byPerson(List<Enrollment> enrollments) {
        return enrollments.stream()
                .collect(Collectors.toMap(
                        Enrollment::subscriberId,
                        Function.identity(),
                        BinaryOperator.maxBy(Comparator.comparing(Enrollment::episode))));
    }
}
