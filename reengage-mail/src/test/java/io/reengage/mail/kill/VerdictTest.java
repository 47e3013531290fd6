// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.mail.kill.Journal.Pull;
import io.reengage.mail.kill.MailSink.Fault;
import io.reengage.mail.kill.MailSink.Mail;
import io.reengage.mail.kill.Tables.Delivery;
import io.reengage.mail.kill.Tables.Enrollment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The judge of real kills finds what was planted: one person, two messages, all well, and then one thing wrong. */
class VerdictTest {
    private static final long SECOND = 1_000_000_000;

    private final List<Mail> mails = new ArrayList<>(
            List.of(mail("ask", 10 * SECOND, true, Fault.NONE), mail("remind", 20 * SECOND, true, Fault.NONE)));
    private final List<Pull> pulls =
            new ArrayList<>(List.of(pull("ask", 10 * SECOND - 1), pull("remind", 20 * SECOND - 1)));
    private final List<Delivery> deliveries =
            new ArrayList<>(List.of(row("ask", "SENT", 10_000), row("remind", "SENT", 20_000)));
    private final List<Enrollment> enrollments = new ArrayList<>(List.of(new Enrollment("c1/1", "p", 1, "COMPLETED")));
    private final List<String> left = new ArrayList<>();
    private final Map<String, Long> acknowledged = new HashMap<>();
    private final List<Disturbance> disturbances = new ArrayList<>();
    private final List<long[]> stops = new ArrayList<>();

    private static Mail mail(String step, long nanos, boolean taken, Fault fault) {
        return new Mail(
                Crowd.address("p"), "c1/" + step, "key-" + step, "w-1", nanos, nanos / 1_000_000, true, taken, fault);
    }

    private static Pull pull(String step, long asked) {
        return new Pull("w-1", asked, "key-" + step, "p", "c1/" + step, "Accepted");
    }

    private static Delivery row(String step, String state, long at) {
        return new Delivery("p", "c1/1", step, state, at, "");
    }

    private Map<String, List<String>> problems() {
        return new Verdict(new Evidence(
                        mails,
                        pulls,
                        deliveries,
                        enrollments,
                        left,
                        Map.of("c1/1", 0),
                        List.of(List.of("p")),
                        acknowledged,
                        acknowledged,
                        disturbances,
                        stops,
                        0))
                .problems();
    }

    @Test
    void findsNothingWhereAllIsWell() {
        assertThat(problems()).isEmpty();
    }

    @Test
    void findsAMessageThatWasTakenTwice() {
        mails.add(mail("ask", 30 * SECOND, true, Fault.NONE));
        assertThat(problems()).containsOnlyKeys("duplicate");
    }

    @Test
    void findsAMessageHandedOverAgainAfterItsDotWentUnanswered() {
        mails.add(mail("ask", 30 * SECOND, false, Fault.CUT));
        assertThat(problems()).containsOnlyKeys("handed over twice");
    }

    @Test
    void findsWhoNeverGotAStep() {
        mails.remove(1);
        deliveries.remove(1);
        assertThat(problems()).containsOnlyKeys("lost");
    }

    @Test
    void findsWhoWasNeverEnrolledOrNeverFinished() {
        enrollments.set(0, new Enrollment("c1/1", "p", 1, "ACTIVE"));
        assertThat(problems()).containsOnlyKeys("lost");
        enrollments.clear();
        assertThat(problems()).containsOnlyKeys("lost");
    }

    @Test
    void findsWhatIsCalledSentAndNeverArrived() {
        mails.remove(1);
        assertThat(problems()).containsOnlyKeys("called sent and not in the sink");
    }

    @Test
    void findsAMailTheLedgerDoesNotOwnUpTo() {
        deliveries.set(1, row("remind", "SKIPPED", 20_000));
        assertThat(problems()).containsOnlyKeys("in the sink and not on record", "lost");
    }

    @Test
    void findsAnUnknownThatNothingExplains() {
        deliveries.set(1, row("remind", "UNKNOWN", 20_000));
        assertThat(problems()).containsOnlyKeys("unknown for no reason");
        disturbances.add(new Disturbance(Disturbance.Kind.KILL, "another", 20 * SECOND, 21 * SECOND));
        assertThat(problems()).containsOnlyKeys("unknown for no reason");
        disturbances.add(new Disturbance(Disturbance.Kind.KILL, "w-1", 20 * SECOND, 21 * SECOND));
        assertThat(problems()).isEmpty();
    }

    @Test
    void findsWhoWasPickedAfterTheyWereToldThatTheyAreOff() {
        acknowledged.put("p", 15 * SECOND);
        assertThat(problems()).containsOnlyKeys("given out after leaving");
    }

    @Test
    void findsWhatWasPickedWhileEverythingWasStopped() {
        stops.add(new long[] {19 * SECOND, 21 * SECOND});
        assertThat(problems()).containsOnlyKeys("given out while stopped");
    }

    @Test
    void findsAMailNobodyGaveOut() {
        pulls.set(1, pull("remind", 20 * SECOND + 1));
        assertThat(problems()).containsOnlyKeys("sent without being given out");
    }

    @Test
    void findsOneMessageTooManyForTheCap() {
        for (int i = 2; i < 4; i++) {
            deliveries.add(new Delivery("p", "c" + i + "/1", "ask", "UNKNOWN", 20_000 + i, ""));
        }
        disturbances.add(new Disturbance(Disturbance.Kind.CRASH, "", 20 * SECOND, 21 * SECOND));
        assertThat(problems()).containsOnlyKeys("cap exceeded");
    }

    @Test
    void findsWhatIsLeftUndone() {
        left.add("a due set");
        assertThat(problems()).containsOnlyKeys("left undone");
    }
}
