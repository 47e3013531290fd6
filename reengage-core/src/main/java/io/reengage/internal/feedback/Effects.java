// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.feedback;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.internal.guard.Setbacks;
import io.reengage.internal.node.Keys;
import io.reengage.internal.run.People;
import io.reengage.internal.run.RunDefinition;
import io.reengage.internal.run.Runs;
import io.reengage.internal.sunset.HostChanges;
import io.reengage.internal.sunset.Sunset;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What follows from activities besides their being kept: suppressions, changes for the host's store, proofs of arrival,
 * restorations, exits.
 */
public final class Effects {
    /** Ways that what a person does may end or turn. */
    private static final List<String> UNDER_WAY =
            List.of(Enrollment.State.ACTIVE.name(), Enrollment.State.NOMINATED.name());

    private final Runs runs;
    private final People people;
    private final Sunset sunset;
    private final HostChanges hostChanges;
    private final Exits exits;

    public Effects(Runs runs, People people, Sunset sunset, HostChanges hostChanges, Exits exits) {
        this.runs = runs;
        this.people = people;
        this.sunset = sunset;
        this.hostChanges = hostChanges;
        this.exits = exits;
    }

    void apply(Rows rows, List<News> news) {
        if (news.isEmpty()) {
            return;
        }
        Purposes purposes = new Purposes(rows, runs);
        suppress(rows, news, purposes);
        for (News each : news) {
            each.activities().forEach(activity -> tellHost(rows, each.person(), activity, purposes));
        }
        List<Activity> all =
                news.stream().flatMap(each -> each.activities().stream()).toList();
        Arrivals.prove(rows, all);
        Setbacks.note(rows, all);
        List<Enrollment> underWay = rows.all(
                Schema.ENROLLMENT,
                Where.all()
                        .in(
                                "person",
                                news.stream().map(each -> each.person().id()).toList())
                        .in("state", UNDER_WAY));
        restore(rows, news, underWay);
        exits.leave(rows, news, underWay);
    }

    /** Puts down all suppressions at once; of two words with the same effect the newer one stays, in whatever order they come. */
    private void suppress(Rows rows, List<News> news, Purposes purposes) {
        Map<List<Object>, Suppression> wanted = new HashMap<>();
        for (News each : news) {
            for (Activity activity : each.activities()) {
                if (Signs.forbids(activity.type())) {
                    suppressions(each.person(), activity, purposes)
                            .forEach(one -> wanted.merge(key(one), one, Effects::newer));
                }
            }
        }
        List<Activity> givenUp = Deliverability.givenUp(rows, news);
        if (!givenUp.isEmpty()) {
            Map<String, Subscriber> people =
                    news.stream().map(News::person).collect(Collectors.toMap(Subscriber::id, Function.identity()));
            givenUp.forEach(
                    bounce -> suppressions(Objects.requireNonNull(people.get(bounce.subscriberId())), bounce, purposes)
                            .forEach(one -> wanted.merge(key(one), one, Effects::newer)));
        }
        if (wanted.isEmpty()) {
            return;
        }
        Set<String> subjects =
                wanted.values().stream().map(Suppression::subject).collect(Collectors.toSet());
        rows.all(Schema.SUPPRESSION, Where.all().in("subject", subjects))
                .forEach(old -> wanted.computeIfPresent(
                        key(old), (key, one) -> newer(old, one).equals(old) ? null : one));
        rows.put(Schema.SUPPRESSION, List.copyOf(wanted.values()));
    }

    private List<Suppression> suppressions(Subscriber person, Activity activity, Purposes purposes) {
        Suppression.Reason reason = activity.type().equals(ActivityType.UNSUBSCRIBED)
                ? Suppression.Reason.UNSUBSCRIBED
                : activity.type().equals(ActivityType.COMPLAINED)
                        ? Suppression.Reason.COMPLAINT
                        : Suppression.Reason.HARD_BOUNCE;
        String purpose = reason == Suppression.Reason.UNSUBSCRIBED ? purposes.of(activity) : "";
        String channel = reason == Suppression.Reason.HARD_BOUNCE ? channel(activity) : "";
        return subjects(person, activity, reason).stream()
                .map(subject -> new Suppression(
                        subject, channel, purpose, reason, activity.at(), "event " + activity.id(), null))
                .toList();
    }

    private static List<Object> key(Suppression each) {
        return List.of(each.subject(), each.channel(), each.purpose(), each.reason());
    }

    private static Suppression newer(Suppression old, Suppression one) {
        return Comparator.comparing(Suppression::at)
                                .thenComparing(Suppression::source)
                                .compare(old, one)
                        >= 0
                ? old
                : one;
    }

    /** A bounce ends with the address; everything else follows the person, too. */
    private List<String> subjects(Subscriber person, Activity activity, Suppression.Reason reason) {
        return reason == Suppression.Reason.HARD_BOUNCE
                ? Deliverability.concerned(person, activity).stream()
                        .map(people.fingerprints()::of)
                        .toList()
                : people.fingerprints().subjects(person);
    }

    private void tellHost(Rows rows, Subscriber person, Activity activity, Purposes purposes) {
        ActivityType type = activity.type();
        StatusChange.@Nullable Kind kind =
                type.equals(ActivityType.UNSUBSCRIBED) || type.equals(ActivityType.COMPLAINED)
                        ? StatusChange.Kind.UNSUBSCRIBED
                        : type.equals(ActivityType.PAUSED)
                                ? StatusChange.Kind.PAUSED
                                : type.equals(ActivityType.ASKED_FEWER) ? StatusChange.Kind.FEWER : null;
        if (kind == null) {
            return;
        }
        @Nullable Instant until = kind == StatusChange.Kind.PAUSED ? Signs.until(activity) : null;
        if (kind == StatusChange.Kind.PAUSED && until == null) {
            return;
        }
        String reason = activity.properties().getOrDefault(Activity.REASON, "");
        for (String list : lists(person, activity, purposes)) {
            String id = Keys.of("event", person.id(), activity.id(), list);
            hostChanges.add(
                    rows, new StatusChange(id, person.id(), list, kind, activity.at(), until, reason), activity.at());
        }
    }

    /** The list a person spoke about; every list of theirs for a complaint, or where it is not known which. */
    private static List<String> lists(Subscriber person, Activity activity, Purposes purposes) {
        String purpose = activity.type().equals(ActivityType.COMPLAINED) ? "" : purposes.of(activity);
        return purpose.isEmpty()
                ? person.subscriptions().keySet().stream().sorted().toList()
                : List.of(purpose);
    }

    private static String channel(Activity activity) {
        return activity.properties().getOrDefault(Activity.CHANNEL, "email");
    }

    /** Brings back who gave a sign of life; few of those who do stand anywhere near retirement. */
    private void restore(Rows rows, List<News> news, List<Enrollment> underWay) {
        Map<String, Activity> signs = new HashMap<>();
        news.forEach(each -> each.activities().stream()
                .filter(activity -> Signs.ofLife(activity.type()))
                .max(Comparator.comparing(Activity::at))
                .ifPresent(sign -> signs.put(each.person().id(), sign)));
        if (signs.isEmpty()) {
            return;
        }
        Where theirs = Where.all().in("person", signs.keySet());
        Set<String> near = new HashSet<>();
        underWay.stream()
                .filter(each -> each.state() == Enrollment.State.NOMINATED)
                .forEach(each -> near.add(each.subscriberId()));
        rows.all(Schema.SUNSET_MEMBER, theirs.eq("state", SunsetMember.State.RETIRED.name()))
                .forEach(each -> near.add(each.subscriberId()));
        for (News each : news) {
            if (near.contains(each.person().id())) {
                Activity sign = Objects.requireNonNull(signs.get(each.person().id()));
                sunset.restore(rows, each.person(), sign.type() + " on " + sign.at(), sign.at());
            }
        }
    }

    /** What messages were for, each run looked up once in a transaction. */
    private static final class Purposes {
        private final Rows rows;
        private final Runs runs;
        private final Map<String, Optional<String>> known = new HashMap<>();

        private Purposes(Rows rows, Runs runs) {
            this.rows = rows;
            this.runs = runs;
        }

        /** What the message an activity answers was for; empty for everything. */
        private String of(Activity activity) {
            Activity.@Nullable Delivery delivery = activity.delivery();
            return Optional.ofNullable(delivery)
                    .flatMap(answered -> known.computeIfAbsent(answered.run(), this::purpose))
                    .orElse(activity.properties().getOrDefault(Activity.ABOUT, ""));
        }

        private Optional<String> purpose(String run) {
            return runs.byId(rows, run).map(RunDefinition::campaign).map(campaign -> campaign.purpose());
        }
    }
}
