// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.Reengage;
import io.reengage.Work;
import io.reengage.mail.kill.MailSink.Mail;
import io.reengage.mail.kill.MailSink.Phase;
import io.reengage.testing.VirtualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that is killed at each phase of its conversation with the mail server, from the greeting on, when no message has
 * been spoken of but the mark is on record. Whoever comes after it cannot know how far it came: the message is called unknown and never sent again, unless its step says so.
 */
class KilledInTheDialogueIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private String database() {
        return "jdbc:h2:" + directory.resolve("ledger") + ";WRITE_DELAY=0";
    }

    /** Works in a process of its own until the mail server has it killed. */
    private void killedAt(Phase phase, MailSink sink, boolean repeatable) throws IOException, InterruptedException {
        Process[] worker = new Process[1];
        synchronized (worker) {
            sink.killAt(phase, instance -> {
                synchronized (worker) {
                    worker[0].destroyForcibly().onExit().join();
                }
            });
            worker[0] = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx128m",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            DialogueMain.class.getName(),
                            database(),
                            String.valueOf(sink.port()),
                            String.valueOf(repeatable)))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("worker.log").toFile())
                    .start();
        }
        assertThat(worker[0].waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(worker[0].exitValue()).as("killed, not ended").isNotZero();
        assertThat(sink.disarm()).as("killed at %s", phase).isFalse();
    }

    /** What the next process makes of it, over three days. */
    private Work successor(MailSink sink) {
        VirtualClock clock = VirtualClock.at(DialogueMain.START);
        try (Reengage next = DialogueMain.open(database(), sink.port(), clock)) {
            Work found = next.runDue(LONG);
            assertThat(found.sent() + found.unknown())
                    .as("nothing is decided before the channel's deadline")
                    .isZero();
            for (int moment = 0; moment < 10; moment++) {
                clock.advance(Duration.ofHours(moment < 4 ? 1 : 12));
                Work work = next.runDue(LONG);
                found = work.sent() + work.unknown() > 0 ? work : found;
            }
            return found;
        }
    }

    private static List<Mail> taken(MailSink sink) {
        return sink.mails().stream().filter(Mail::taken).toList();
    }

    /** How many mails of a process killed at a phase the server may have taken; a short body is on its way as a whole. */
    private static int leastTaken(Phase phase) {
        return phase == Phase.DOT || phase == Phase.TAKEN ? 1 : 0;
    }

    private static int mostTaken(Phase phase) {
        return phase == Phase.BODY ? 1 : leastTaken(phase);
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void whatItWasAtIsUnknownAndNeverSentAgain(Phase phase) throws Exception {
        try (MailSink sink = new MailSink(1, directory.resolve("sink.log"))) {
            killedAt(phase, sink, false);
            Work work = successor(sink);
            assertThat(work.unknown()).isEqualTo(1);
            assertThat(work.sent()).isZero();
            assertThat(taken(sink)).hasSizeBetween(leastTaken(phase), mostTaken(phase));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"DATA", "TAKEN"})
    void whatIsSentAtLeastOnceIsSentAgainUnderTheSameKey(Phase phase) throws Exception {
        try (MailSink sink = new MailSink(1, directory.resolve("sink.log"))) {
            killedAt(phase, sink, true);
            assertThat(successor(sink).sent()).isEqualTo(1);
            assertThat(taken(sink)).hasSize(1 + mostTaken(phase));
            assertThat(taken(sink).stream().map(Mail::key).distinct()).hasSize(1);
        }
    }
}
