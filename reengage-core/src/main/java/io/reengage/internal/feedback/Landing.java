// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.feedback;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Visit;
import io.reengage.activity.Visitor;
import io.reengage.campaign.Action;
import io.reengage.campaign.Step;
import io.reengage.campaign.Tracked;
import io.reengage.internal.contact.UnderWay;
import io.reengage.internal.node.Keys;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.People;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Shards;
import io.reengage.link.Answer;
import io.reengage.link.LandingVisits;
import io.reengage.link.LinkTarget;
import io.reengage.link.LinkToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns what happens on landing pages, and to links and pictures of messages, into activities. */
public final class Landing implements LandingVisits {
    /** So many visits of one message are kept: more only a machine makes, and it need not fill the ledger. */
    static final int MOST_VISITS = 500;

    private static final Map<String, Visit.What> OTHERS = Map.of(
            LinkToken.REDIRECT, Visit.What.CLICK,
            LinkToken.PIXEL, Visit.What.OPEN,
            LinkToken.HIDDEN, Visit.What.HIDDEN);

    private final Settings settings;
    private final Runs runs;
    private final Recorder recorder;

    public Landing(Settings settings, Runs runs, Recorder recorder) {
        this.settings = settings;
        this.runs = runs;
        this.recorder = recorder;
    }

    /** Notes it if the step tracks such visits and the person may be tracked; those of test mails are nobody's. */
    @Override
    public void visited(LinkToken token, Visitor visitor, Instant at) {
        if (!isTracked(token)) {
            return;
        }
        @Nullable LinkTarget target = token.target();
        Visit visit = new Visit(
                OTHERS.getOrDefault(token.page(), Visit.What.PAGE),
                target == null ? token.page() : target.uri(),
                target == null ? 0 : target.links(),
                at,
                visitor,
                sinceDelivery(token, at));
        recorder.record(List.of(VisitNotes.activity(token, visit)));
    }

    private boolean isTracked(LinkToken token) {
        if (!settings.tracking().isAllowed()) {
            return false;
        }
        String id = token.subscriberId();
        Optional<Action.Send> send = runs.byId(token.run())
                .flatMap(definition -> definition.campaign().step(token.step()))
                .map(Step::action)
                .filter(Action.Send.class::isInstance)
                .map(Action.Send.class::cast)
                .filter(each -> each.tracked().contains(Tracked.by(token.page())));
        return send.isPresent()
                && Optional.ofNullable(settings.subscribers().find(Set.of(id)).get(id))
                        .filter(person -> settings.tracking().mayTell(token.page(), person))
                        .isPresent()
                && settings.ledger().transact(rows -> rows.count(Schema.EVENT, ofMessage(token))) < MOST_VISITS;
    }

    private static Where ofMessage(LinkToken token) {
        return Where.all()
                .eq("person", token.subscriberId())
                .eq("run", token.run())
                .eq("step", token.step());
    }

    /** How long after the hand-over; {@code null} if it is not known. */
    private @Nullable Duration sinceDelivery(LinkToken token, Instant at) {
        String id = token.subscriberId();
        return settings
                .ledger()
                .transact(rows -> Stream.concat(
                                rows.all(Schema.DELIVERY, ofMessage(token)).stream(),
                                UnderWay.to(rows, List.of(Shards.of(id)), Map.of(id, 0), null).stream())
                        .toList())
                .stream()
                .filter(each -> each.run().equals(token.run()) && each.step().equals(token.step()))
                .filter(delivery -> !delivery.at().isAfter(at))
                .map(delivery -> Duration.between(delivery.at(), at))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    @Override
    public void answered(LinkToken token, Answer answer, Instant at) {
        if (answer instanceof Answer.Kept) {
            record(token, ActivityType.confirmedOn(token.page()), at, "", Map.of());
        } else if (answer instanceof Answer.Fewer) {
            record(token, ActivityType.ASKED_FEWER, at, "", Map.of());
        } else if (answer instanceof Answer.Paused paused) {
            String until = paused.until().toString();
            record(token, ActivityType.PAUSED, at, until, Map.of(Activity.UNTIL, until));
        } else if (answer instanceof Answer.Left left) {
            String reason = left.reason() == null ? "" : left.reason().code();
            Map<String, String> said = new HashMap<>();
            if (!reason.isEmpty()) {
                said.put(Activity.REASON, reason);
            }
            if (token.page().equals(LinkToken.KEEP_ME)) {
                said.put(Activity.ASKED_ON, token.page());
            }
            record(token, ActivityType.UNSUBSCRIBED, at, reason, said);
        } else {
            record(token, ActivityType.UNSUBSCRIBED, at, "", Map.of());
        }
    }

    /** The same answer on the same way through a campaign is the same activity, however often it is given. */
    private void record(
            LinkToken token, ActivityType type, Instant at, String difference, Map<String, String> properties) {
        Activity.Builder activity = Activity.of(type)
                .by(token.subscriberId())
                .id("landing/"
                        + Keys.of(token.run(), token.step(), token.subscriberId(), episode(token), type, difference))
                .property(Activity.ABOUT, token.purpose())
                .answering(new Activity.Delivery(token.run(), token.step()));
        properties.forEach(activity::property);
        recorder.record(List.of(activity.at(at)));
    }

    /** Which of the person's ways through the campaign an answer given now belongs to. */
    private int episode(LinkToken token) {
        String id = token.subscriberId();
        return settings.ledger()
                .transact(rows -> Optional.ofNullable(People.enrollments(rows, token.run(), Set.of(id))
                                .get(id))
                        .map(Enrollment::episode)
                        .orElse(0));
    }
}
