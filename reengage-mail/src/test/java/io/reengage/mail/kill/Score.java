// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import io.reengage.ReengageBuilder;
import io.reengage.mail.kill.Disturbance.Kind;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The figures of one round.
 *
 * @param disturbed how long it was disturbed, in nanoseconds
 * @param took how long it took in all, in nanoseconds
 */
record Score(Evidence evidence, Verdict verdict, Driver driver, long seed, long disturbed, long took) {
    private static final int LARGEST_SLICE = 100;

    /** As many as can be in doubt: a slice for each thread of each worker disturbed, and each conversation gone wrong. */
    long mostUnknown() {
        long crashes = count(Kind.CRASH);
        long workers = evidence.disturbances().size() - crashes + crashes * Fleet.PLACES;
        return workers * ReengageBuilder.DEFAULT_WORKERS * LARGEST_SLICE + wrongConversations();
    }

    private long wrongConversations() {
        return evidence.mails().stream()
                .filter(each -> each.fault() != MailSink.Fault.NONE)
                .count();
    }

    String table() {
        long unknown = verdict.count("UNKNOWN");
        return String.format(
                Locale.ROOT,
                """
                kills                 %8d   of them inside a conversation  %d
                freezes               %8d   longest                        %d s
                database crashes      %8d
                stops of everything   %8d
                people who left       %8d
                campaign runs         %8d   enrollments                    %d
                mails in the sink     %8d   conversations gone wrong       %d
                SENT                  %8d
                UNKNOWN               %8d   in the sink                    %d
                                                 not in the sink                %d
                duplicates            %8d
                lost                  %8d
                other contradictions  %8d
                seed                  %d
                disturbed for         %8d s   in all                       %d s""",
                driver.kills(),
                driver.insideConversations(),
                count(Kind.FREEZE),
                longestFreeze(),
                count(Kind.CRASH),
                evidence.stops().size(),
                evidence.acknowledged().size(),
                evidence.lists().size(),
                evidence.enrollments().size(),
                evidence.mails().stream().filter(MailSink.Mail::taken).count(),
                wrongConversations(),
                verdict.count("SENT"),
                unknown,
                verdict.unknownInSink(),
                unknown - verdict.unknownInSink(),
                verdict.problems("duplicate") + verdict.problems("handed over twice"),
                verdict.problems("lost"),
                others(),
                seed,
                TimeUnit.NANOSECONDS.toSeconds(disturbed),
                TimeUnit.NANOSECONDS.toSeconds(took));
    }

    private int others() {
        return verdict.problems().values().stream().mapToInt(List::size).sum()
                - verdict.problems("duplicate")
                - verdict.problems("handed over twice")
                - verdict.problems("lost");
    }

    private long count(Kind kind) {
        return evidence.disturbances().stream()
                .filter(each -> each.kind() == kind)
                .count();
    }

    private long longestFreeze() {
        return evidence.disturbances().stream()
                .filter(each -> each.kind() == Kind.FREEZE)
                .mapToLong(each -> TimeUnit.NANOSECONDS.toSeconds(each.to() - each.from()))
                .max()
                .orElse(0);
    }
}
