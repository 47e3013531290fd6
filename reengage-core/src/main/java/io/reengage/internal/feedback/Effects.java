// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.feedback;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.internal.dispatch.Planner;
import io.reengage.internal.dispatch.Situation;
import io.reengage.internal.node.Keys;
import io.reengage.internal.run.People;
import io.reengage.internal.run.Runs;
import io.reengage.internal.sunset.HostChanges;
import io.reengage.internal.sunset.Sunset;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.PersonRecord;
import io.reengage.ledger.store.Schema;
import io.reengage.segment.Profile;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What follows from an activity besides its being kept: suppressions, changes for the host's store, restorations. */
public final class Effects {
    private final Runs runs;
    private final People people;
    private final Sunset sunset;
    private final HostChanges hostChanges;

    public Effects(Runs runs, People people, Sunset sunset, HostChanges hostChanges) {
        this.runs = runs;
        this.people = people;
        this.sunset = sunset;
        this.hostChanges = hostChanges;
    }

    /** Whether an activity of this type forbids further messages. */
    static boolean suppresses(ActivityType type) {
        return type.equals(ActivityType.UNSUBSCRIBED)
                || type.equals(ActivityType.COMPLAINED)
                || type.equals(ActivityType.HARD_BOUNCED);
    }

    void apply(Rows rows, Subscriber person, List<Activity> news) {
        for (Activity each : news) {
            if (suppresses(each.type())) {
                suppress(rows, person, each);
            }
            tellHost(rows, person, each);
        }
        news.stream()
                .filter(each ->
                        ActivityType.anyEngagement().contains(each.type()) || Recorder.isConfirmation(each.type()))
                .max(Comparator.comparing(Activity::at))
                .ifPresent(sign -> sunset.restore(rows, person, sign.type() + " on " + sign.at(), sign.at()));
    }

    private void suppress(Rows rows, Subscriber person, Activity activity) {
        Suppression.Reason reason = activity.type().equals(ActivityType.UNSUBSCRIBED)
                ? Suppression.Reason.UNSUBSCRIBED
                : activity.type().equals(ActivityType.COMPLAINED)
                        ? Suppression.Reason.COMPLAINT
                        : Suppression.Reason.HARD_BOUNCE;
        String purpose = reason == Suppression.Reason.UNSUBSCRIBED ? purpose(rows, activity) : "";
        String channel = reason == Suppression.Reason.HARD_BOUNCE ? channel(activity) : "";
        for (String subject : subjects(person, reason)) {
            Suppression news =
                    new Suppression(subject, channel, purpose, reason, activity.at(), "event " + activity.id(), null);
            // the newest word stays, whatever the order they come in
            boolean known = rows
                    .select(
                            Schema.SUPPRESSION,
                            Where.all()
                                    .eq("subject", subject)
                                    .eq("channel", channel)
                                    .eq("purpose", purpose)
                                    .eq("reason", reason.name()),
                            List.of(),
                            1)
                    .stream()
                    .anyMatch(old -> !old.at().isBefore(news.at()));
            if (!known) {
                rows.put(Schema.SUPPRESSION, List.of(news));
            }
        }
    }

    /** A bounce ends with the address; everything else follows the person, too. */
    private List<String> subjects(Subscriber person, Suppression.Reason reason) {
        List<String> all = people.fingerprints().subjects(person);
        return reason == Suppression.Reason.HARD_BOUNCE ? all.subList(1, all.size()) : all;
    }

    private void tellHost(Rows rows, Subscriber person, Activity activity) {
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
        @Nullable Instant until = kind == StatusChange.Kind.PAUSED ? Recorder.until(activity) : null;
        if (kind == StatusChange.Kind.PAUSED && until == null) {
            return;
        }
        String reason = activity.properties().getOrDefault(Activity.REASON, "");
        for (String list : lists(rows, person, activity)) {
            String id = Keys.of("event", person.id(), activity.id(), list);
            hostChanges.add(
                    rows, new StatusChange(id, person.id(), list, kind, activity.at(), until, reason), activity.at());
        }
    }

    /** The list a person spoke about; every list of theirs for a complaint, or where it is not known which. */
    private List<String> lists(Rows rows, Subscriber person, Activity activity) {
        String purpose = activity.type().equals(ActivityType.COMPLAINED) ? "" : purpose(rows, activity);
        return purpose.isEmpty()
                ? person.subscriptions().keySet().stream().sorted().toList()
                : List.of(purpose);
    }

    /** What the message an activity answers was for; empty for everything. */
    private String purpose(Rows rows, Activity activity) {
        Activity.@Nullable Delivery delivery = activity.delivery();
        return Optional.ofNullable(delivery)
                .flatMap(answered -> runs.byId(rows, answered.run()))
                .map(definition -> definition.campaign().purpose())
                .orElse(activity.properties().getOrDefault(Activity.ABOUT, ""));
    }

    private static String channel(Activity activity) {
        return activity.properties().getOrDefault("channel", "email");
    }

    /** Why a person's way ends with what is on record now, if it does. */
    Optional<String> exit(Rows rows, Enrollment enrollment, Profile profile, PersonRecord record, Instant now) {
        return runs.byId(rows, enrollment.run()).flatMap(definition -> {
            List<Suppression> suppressions = people.suppressions(rows, List.of(profile.subscriber()))
                    .getOrDefault(profile.subscriber().id(), List.of());
            Situation situation =
                    new Situation(enrollment, profile, record, List.of(), suppressions, true, enrollment.enrolledAt());
            return Planner.exit(definition.campaign(), enrollment, situation, profile, now);
        });
    }
}
