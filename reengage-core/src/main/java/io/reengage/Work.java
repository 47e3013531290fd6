// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import io.reengage.internal.node.Tally;
import io.reengage.internal.node.Tally.Kind;

/**
 * What one call of {@link Reengage#runDue(java.time.Duration)} did, in people.
 *
 * @param scanned looked at while reading the list
 * @param enrolled entered a campaign
 * @param sent accepted by a channel
 * @param withheld held out of a message
 * @param deferred put off by a cap or quiet hours
 * @param retried refused for now and to be tried again
 * @param notSent left unsent on purpose or too late
 * @param failed refused for good
 * @param unknown fate not known
 * @param exited left a campaign early
 * @param nominated proposed for retirement
 * @param spared left alone at the end
 * @param restored back on the list after a sign of life on the host's record
 * @param hostChanges changes the host's store took
 * @param joined activities told by a provider whose message is on record by now
 * @param dropped activities told by a provider whose message did not turn up within 30 days
 */
public record Work(
        long scanned,
        long enrolled,
        long sent,
        long withheld,
        long deferred,
        long retried,
        long notSent,
        long failed,
        long unknown,
        long exited,
        long nominated,
        long spared,
        long restored,
        long hostChanges,
        long joined,
        long dropped) {

    static Work of(Tally tally) {
        return new Work(
                tally.count(Kind.SCANNED),
                tally.count(Kind.ENROLLED),
                tally.count(Kind.SENT),
                tally.count(Kind.WITHHELD),
                tally.count(Kind.DEFERRED),
                tally.count(Kind.RETRIED),
                tally.count(Kind.SKIPPED) + tally.count(Kind.EXPIRED),
                tally.count(Kind.FAILED),
                tally.count(Kind.UNKNOWN),
                tally.count(Kind.EXITED),
                tally.count(Kind.NOMINATED),
                tally.count(Kind.SPARED),
                tally.count(Kind.RESTORED),
                tally.count(Kind.HOST_CHANGES),
                tally.count(Kind.JOINED),
                tally.count(Kind.DROPPED));
    }

    /** Whether there was nothing to do. */
    public boolean isIdle() {
        return scanned
                        + enrolled
                        + sent
                        + withheld
                        + deferred
                        + retried
                        + notSent
                        + failed
                        + unknown
                        + exited
                        + nominated
                        + spared
                        + restored
                        + hostChanges
                        + joined
                        + dropped
                == 0;
    }
}
