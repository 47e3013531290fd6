// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.decision;

import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.nominateForSunset;
import static io.reengage.campaign.Steps.percent;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.anyEngagement;
import static io.reengage.segment.Conditions.clicked;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Span.hours;
import static io.reengage.segment.Span.months;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Step;
import io.reengage.channel.ChannelSpec;
import io.reengage.internal.run.RunDefinition;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Run;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.store.PersonRecord;
import io.reengage.policy.ContactPolicy;
import io.reengage.policy.SunsetPolicy;
import io.reengage.segment.Profile;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every branch of every decision, without any input or output. */
class PlannerTest {
    private static final String LIST = "newsletter";
    private static final Instant ENROLLED = Instant.parse("2026-01-05T09:00:00Z");
    private static final Instant NOW = ENROLLED.plus(Duration.ofDays(12));
    private static final Campaign CAMPAIGN = Campaign.named("win-back")
            .standing()
            .purpose(LIST)
            .audience(allOf(
                    subscribed(LIST),
                    inactive(anyEngagement()).forAtLeast(months(12)).afterReceiving(5)))
            .holdout(percent(10))
            .step("ask", send("email").template("ask").sendBy(hours(72)))
            .step("remind", after(days(7)), send("email").template("remind"))
            .step("retire", after(days(5)), nominateForSunset(LIST).sparing(clicked()))
            .step("goodbye", after(days(30)), send("email").template("goodbye"))
            .exitWhen(did(ActivityType.PURCHASED))
            .build();
    private static final ChannelSpec EMAIL =
            new ChannelSpec("email", Address.EMAIL, Set.of("subject"), Set.of("text"), Duration.ofMinutes(10));

    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Suppression> suppressions = new ArrayList<>();
    private ContactPolicy policy = ContactPolicy.builder().build();
    private SunsetPolicy.Silence silence = SunsetPolicy.DEFAULT_SILENCE;
    private Map<String, ChannelSpec> channels = Map.of("email", EMAIL);
    private Enrollment.@Nullable Arm arm = Enrollment.Arm.TREATED;
    private Enrollment.State state = Enrollment.State.ACTIVE;
    private boolean known = true;
    private boolean deliverable = true;
    private Instant firstDueAt = NOW;
    private UnaryOperator<Subscriber.Builder> subscriber = person -> person;
    private ActivitySummary activity = received(6);
    private PersonRecord record = PersonRecord.unknown("p");

    private static ActivitySummary received(int messages) {
        ActivitySummary summary = ActivitySummary.EMPTY;
        for (int i = 1; i <= messages; i++) {
            summary = summary.plus(ActivityType.RECEIVED, ENROLLED.minus(Duration.ofDays(30L * i)), 32);
        }
        return summary;
    }

    private Decision decide(String stepId) {
        Instant joined = ENROLLED.minus(Duration.ofDays(700));
        Subscriber person = subscriber
                .apply(Subscriber.withId("p")
                        .email("p@people.example")
                        .joinedAt(joined)
                        .subscribed(LIST, joined, "form"))
                .build();
        Set<ActivityType> observed = new HashSet<>(ActivityType.ENGAGEMENT);
        observed.add(ActivityType.RECEIVED);
        Profile profile = new Profile(
                person, activity, Observation.live(ENROLLED.minus(Duration.ofDays(900)), observed), ZoneOffset.UTC);
        Run run = new Run("win-back/1", "win-back", "", Run.Status.RUNNING, "", ENROLLED, null, null, 0);
        Step step = CAMPAIGN.step(stepId).orElseThrow();
        Enrollment.@Nullable Arm assigned = arm;
        Enrollment enrollment =
                assigned == null ? null : new Enrollment("p", run.id(), 1, assigned, state, ENROLLED, null, "", "a:1");
        Situation situation = new Situation(
                enrollment, known ? profile : null, record, deliveries, suppressions, deliverable, firstDueAt);
        return new Planner(policy, silence, channels).decide(new RunDefinition(run, CAMPAIGN), step, situation, NOW);
    }

    private void happened(ActivityType type, Duration sinceEnrollment) {
        activity = activity.plus(type, ENROLLED.plus(sinceEnrollment), 32);
    }

    private void delivered(String run, String step, DeliveryState how, Instant at) {
        deliveries.add(new Delivery("p", run, 1, step, how, at, null, "email", "", "", ""));
    }

    private void bothSent() {
        delivered("win-back/1", "ask", DeliveryState.SENT, ENROLLED);
        delivered("win-back/1", "remind", DeliveryState.SENT, ENROLLED.plus(Duration.ofDays(7)));
    }

    private void suppressed(Suppression.Reason reason, String channel, String purpose, @Nullable Instant lifted) {
        suppressions.add(new Suppression("a:1", channel, purpose, reason, ENROLLED, "test", lifted));
    }

    @Test
    void sendsToWhoStillBelongs() {
        assertThat(decide("ask")).isEqualTo(new Decision.Send(""));
    }

    @Test
    void withholdsFromWhoIsHeldOut() {
        arm = Enrollment.Arm.HELD_OUT;
        assertThat(decide("ask")).isEqualTo(new Decision.Withhold(""));
    }

    @Test
    void doesNothingForWhoIsNotEnrolled() {
        arm = null;
        assertThat(decide("ask")).isInstanceOf(Decision.Drop.class);
    }

    @ParameterizedTest
    @EnumSource(value = Enrollment.State.class, mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
    void doesNothingForWhoseWayHasEnded(Enrollment.State ended) {
        state = ended;
        assertThat(decide("ask")).isInstanceOf(Decision.Drop.class);
    }

    @Test
    void letsGoWhomTheHostNoLongerKnows() {
        known = false;
        assertThat(decide("ask")).isEqualTo(new Decision.Exit("no longer known to the host"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"confirmed", "asked_fewer", "paused", "unsubscribed"})
    void letsGoWhoAnswered(String answer) {
        happened(ActivityType.of(answer), Duration.ofHours(1));
        assertThat(decide("ask")).isEqualTo(new Decision.Exit("answered: " + answer));
        assertThat(decide("retire")).isEqualTo(new Decision.Exit("answered: " + answer));
    }

    @Test
    void countsNoAnswerFromBeforeTheEnrollmentOrAfterTheDecision() {
        happened(ActivityType.CONFIRMED, Duration.ofSeconds(-1));
        happened(ActivityType.CONFIRMED, Duration.between(ENROLLED, NOW).plusSeconds(1));
        assertThat(decide("ask")).isInstanceOf(Decision.Send.class);
    }

    @Test
    void letsGoWhoMeetsTheExitCondition() {
        happened(ActivityType.PURCHASED, Duration.ofDays(2));
        assertThat(decide("remind"))
                .isInstanceOfSatisfying(
                        Decision.Exit.class, exit -> assertThat(exit.reason()).startsWith("exit condition: "));
    }

    @Test
    void letsGoWhoseConsentIsWithdrawnOrWhoLeftTheList() {
        subscriber = person -> person.consent(new Consent(LIST, false, NOW, "form"));
        assertThat(decide("ask")).isInstanceOf(Decision.Exit.class);
        subscriber = person -> person.subscription(new Subscription(LIST, Subscription.Status.UNSUBSCRIBED, NOW));
        assertThat(decide("ask")).isInstanceOf(Decision.Exit.class);
        subscriber = person -> person.subscription(new Subscription(LIST, Subscription.Status.RETIRED, NOW));
        assertThat(decide("ask")).isInstanceOf(Decision.Exit.class);
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLAINT,   '',    '',         Exit",
        "COMPLAINT,   '',    newsletter, Exit",
        "COMPLAINT,   '',    offers,     Send",
        "UNSUBSCRIBED,'',    '',         Exit",
        "UNSUBSCRIBED,'',    newsletter, Exit",
        "UNSUBSCRIBED,'',    offers,     Send",
        "SUNSET,      '',    newsletter, Exit",
        "SUNSET,      '',    offers,     Send",
        "HARD_BOUNCE, email, '',         Skip",
        "HARD_BOUNCE, sms,   '',         Send",
        "UNSUBSCRIBED,email, newsletter, Skip",
    })
    void heedsEverySuppressionWithinItsChannelAndPurpose(
            Suppression.Reason reason, String channel, String purpose, String decision) {
        suppressed(reason, channel, purpose, null);
        assertThat(decide("ask").getClass().getSimpleName()).isEqualTo(decision);
    }

    @Test
    void heedsNoSuppressionThatWasLifted() {
        suppressed(Suppression.Reason.SUNSET, "", LIST, NOW);
        assertThat(decide("ask")).isInstanceOf(Decision.Send.class);
    }

    @Test
    void aBounceDoesNotHideAGraverWord() {
        suppressed(Suppression.Reason.HARD_BOUNCE, "", "", null);
        suppressed(Suppression.Reason.SUNSET, "", LIST, null);
        assertThat(decide("ask")).isInstanceOf(Decision.Exit.class);
    }

    @Test
    void putsOffWhatACapForbidsAndCountsTheUnknown() {
        policy = ContactPolicy.builder().atMost(1, hours(16)).build();
        delivered("other/1", "x", DeliveryState.UNKNOWN, NOW.minus(Duration.ofHours(2)));
        assertThat(decide("ask")).isEqualTo(new Decision.Defer(NOW.plus(Duration.ofHours(14)), "frequency cap"));
    }

    @ParameterizedTest
    @EnumSource(
            value = DeliveryState.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SENT", "UNKNOWN"})
    void countsInCapsOnlyWhatMayHaveArrived(DeliveryState other) {
        policy = ContactPolicy.builder().atMost(1, hours(16)).build();
        delivered("other/1", "x", other, NOW.minus(Duration.ofHours(2)));
        assertThat(decide("ask")).isInstanceOf(Decision.Send.class);
    }

    @Test
    void putsOffWhatFallsIntoQuietHours() {
        policy = ContactPolicy.builder()
                .quietHours(LocalTime.of(8, 0), LocalTime.of(10, 30))
                .build();
        assertThat(decide("ask")).isEqualTo(new Decision.Defer(NOW.plus(Duration.ofMinutes(90)), "quiet hours"));
    }

    @Test
    void putsOffWhilePausedAndNoLonger() {
        record = new PersonRecord("p", 1, ActivitySummary.EMPTY, NOW.plusMillis(1), false);
        assertThat(decide("ask")).isEqualTo(new Decision.Defer(NOW.plusMillis(1), "pause asked for"));
        record = new PersonRecord("p", 1, ActivitySummary.EMPTY, NOW, false);
        assertThat(decide("ask")).isInstanceOf(Decision.Send.class);
    }

    @Test
    void sendsLessToWhoAskedForFewer() {
        record = new PersonRecord("p", 1, ActivitySummary.EMPTY, null, true);
        delivered("other/1", "x", DeliveryState.SENT, NOW.minus(Duration.ofDays(29)));
        assertThat(decide("ask")).isEqualTo(new Decision.Defer(NOW.plus(Duration.ofDays(1)), "frequency cap"));
    }

    @Test
    void leavesUnsentWhatIsTooLate() {
        firstDueAt = NOW.minus(Duration.ofDays(3));
        assertThat(decide("ask")).isInstanceOf(Decision.Send.class);
        firstDueAt = NOW.minus(Duration.ofDays(3)).minusMillis(1);
        assertThat(decide("ask")).isInstanceOf(Decision.Expire.class);
    }

    @Test
    void leavesUnsentWhatCouldOnlyBePutOffUntilItIsTooLate() {
        record = new PersonRecord("p", 1, ActivitySummary.EMPTY, NOW.plus(Duration.ofDays(3)), false);
        assertThat(decide("ask")).isInstanceOf(Decision.Defer.class);
        record = new PersonRecord("p", 1, ActivitySummary.EMPTY, NOW.plus(Duration.ofHours(73)), false);
        assertThat(decide("ask")).isInstanceOf(Decision.Expire.class);
    }

    @ParameterizedTest
    @EnumSource(DeliveryState.class)
    void sendsAStepAgainOnlyWhileItIsOpen(DeliveryState earlier) {
        delivered("win-back/1", "ask", earlier, NOW.minus(Duration.ofHours(20)));
        assertThat(decide("ask")).isInstanceOf(earlier.isOpen() ? Decision.Send.class : Decision.Drop.class);
    }

    @Test
    void skipsWhoCannotBeReached() {
        deliverable = false;
        assertThat(decide("ask")).isEqualTo(new Decision.Skip("this environment delivers only to named addresses"));
        deliverable = true;
        channels = Map.of();
        assertThat(decide("ask")).isEqualTo(new Decision.Skip("no channel email on this node"));
        channels = Map.of(
                "email", new ChannelSpec("email", "pigeon", Set.of("subject"), Set.of("text"), Duration.ofMinutes(1)));
        assertThat(decide("ask")).isEqualTo(new Decision.Skip("no address of kind pigeon"));
    }

    @Test
    void nominatesTheSilentWithTheEvidence() {
        bothSent();
        assertThat(decide("retire"))
                .isInstanceOfSatisfying(
                        Decision.Nominate.class,
                        nominate -> assertThat(nominate.evidence())
                                .contains("2 messages since 2026-01-05T09:00:00Z unanswered", "inactive"));
    }

    @Test
    void nominatesNobodyWhoWasAskedTooSeldomOrForTooShortATime() {
        bothSent();
        silence = new SunsetPolicy.Silence(3, days(1));
        assertThat(decide("retire")).isEqualTo(new Decision.Spare("only 2 of 3 messages surely sent"));
        silence = new SunsetPolicy.Silence(2, days(12));
        assertThat(decide("retire")).isInstanceOf(Decision.Nominate.class);
        silence = new SunsetPolicy.Silence(2, days(13));
        assertThat(decide("retire")).isEqualTo(new Decision.Spare("the first message is not 13 days old"));
    }

    @Test
    void neverNominatesTheHeldOut() {
        bothSent();
        arm = Enrollment.Arm.HELD_OUT;
        assertThat(decide("retire")).isEqualTo(new Decision.Spare("held out"));
    }

    @Test
    void sparesWhomTheStepSpares() {
        bothSent();
        happened(ActivityType.CLICKED, Duration.ofDays(1));
        assertThat(decide("retire"))
                .isInstanceOfSatisfying(
                        Decision.Spare.class,
                        spare -> assertThat(spare.reason()).startsWith("spared: "));
    }

    @ParameterizedTest
    @EnumSource(value = DeliveryState.class, mode = EnumSource.Mode.EXCLUDE, names = "SENT")
    void nominatesNobodyOnAMessageThatWasNotSurelySent(DeliveryState doubtful) {
        delivered("win-back/1", "ask", DeliveryState.SENT, ENROLLED);
        delivered("win-back/1", "remind", doubtful, ENROLLED.plus(Duration.ofDays(7)));
        assertThat(decide("retire")).isInstanceOf(Decision.Spare.class);
    }

    @Test
    void nominatesNobodyWhoGotOnlyOneOfTheMessages() {
        delivered("win-back/1", "ask", DeliveryState.SENT, ENROLLED);
        delivered("win-back/2", "remind", DeliveryState.SENT, ENROLLED);
        assertThat(decide("retire")).isInstanceOf(Decision.Spare.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soft_bounced", "hard_bounced"})
    void nominatesNobodyWhoseMessageCameBack(String bounced) {
        bothSent();
        happened(ActivityType.of(bounced), Duration.ofDays(8));
        assertThat(decide("retire")).isEqualTo(new Decision.Spare("a message bounced"));
    }

    @Test
    void nominatesNobodyOutsideTheAudienceOrOfWhomTheRecordDoesNotDecide() {
        bothSent();
        happened(ActivityType.VISITED, Duration.ofDays(1));
        assertThat(decide("retire")).isEqualTo(new Decision.Spare("no longer in the audience (OUT)"));
        activity = ActivitySummary.EMPTY;
        assertThat(decide("retire")).isEqualTo(new Decision.Spare("no longer in the audience (UNKNOWN)"));
    }
}
