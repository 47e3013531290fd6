// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.feedback;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.activity.MachineVisits;
import io.reengage.internal.contact.UnderWay;
import io.reengage.internal.node.Keys;
import io.reengage.internal.node.Settings;
import io.reengage.internal.node.Shards;
import io.reengage.internal.run.People;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.link.Answer;
import io.reengage.link.LandingVisits;
import io.reengage.link.LinkToken;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Turns what happens on landing pages into activities. */
public final class Landing implements LandingVisits {
    private final Settings settings;
    private final Recorder recorder;

    public Landing(Settings settings, Recorder recorder) {
        this.settings = settings;
        this.recorder = recorder;
    }

    @Override
    public void visited(LinkToken token, boolean machine, Instant at) {
        ActivityType type = machine || tooSoon(token, at) ? ActivityType.CLICKED.machine() : ActivityType.CLICKED;
        record(token, type, at, Keys.of("visit", at.truncatedTo(ChronoUnit.MINUTES)), "", "");
    }

    /** Nobody reads that fast: a visit seconds after the hand-over is a scanner's, whatever it calls itself. */
    private boolean tooSoon(LinkToken token, Instant at) {
        String id = token.subscriberId();
        return settings
                .ledger()
                .transact(rows -> Stream.concat(
                                rows
                                        .select(
                                                Schema.DELIVERY,
                                                Where.all().eq("person", id),
                                                List.of("at"),
                                                Integer.MAX_VALUE)
                                        .stream(),
                                UnderWay.to(rows, List.of(Shards.of(id)), Map.of(id, 0), null).stream())
                        .toList())
                .stream()
                .filter(each -> each.run().equals(token.run()) && each.step().equals(token.step()))
                .filter(delivery -> !delivery.at().isAfter(at))
                .anyMatch(delivery ->
                        Duration.between(delivery.at(), at).compareTo(MachineVisits.SUSPICIOUSLY_SOON) <= 0);
    }

    @Override
    public void answered(LinkToken token, Answer answer, Instant at) {
        if (answer instanceof Answer.Kept) {
            record(token, ActivityType.confirmed(token.page()), at, "", "", "");
        } else if (answer instanceof Answer.Fewer) {
            record(token, ActivityType.ASKED_FEWER, at, "", "", "");
        } else if (answer instanceof Answer.Paused paused) {
            record(
                    token,
                    ActivityType.PAUSED,
                    at,
                    paused.until().toString(),
                    Activity.UNTIL,
                    paused.until().toString());
        } else if (answer instanceof Answer.Left left) {
            String reason = left.reason() == null ? "" : left.reason().code();
            record(token, ActivityType.UNSUBSCRIBED, at, reason, Activity.REASON, reason);
        } else {
            record(token, ActivityType.UNSUBSCRIBED, at, "", "", "");
        }
    }

    /** The same answer on the same way through a campaign is the same activity, however often it is given. */
    private void record(
            LinkToken token, ActivityType type, Instant at, String difference, String property, String value) {
        Activity.Builder activity = Activity.of(type)
                .by(token.subscriberId())
                .id("landing/"
                        + Keys.of(token.run(), token.step(), token.subscriberId(), episode(token), type, difference))
                .property(Activity.ABOUT, token.purpose())
                .answering(new Activity.Delivery(token.run(), token.step()));
        if (!value.isEmpty()) {
            activity = activity.property(property, value);
        }
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
