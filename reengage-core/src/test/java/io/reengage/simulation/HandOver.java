// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import io.reengage.channel.Message;
import java.time.Instant;

/** A message in the hands of the channel, and what the sender knew then. */
final class HandOver {
    final Message message;
    final String run;
    final String step;
    final int episode;
    /** Since when the person was on the way, as the ledger has it. */
    final Instant enrolledAt;
    /** When the host was asked, the decision was made and the last look was taken, as sequence numbers. */
    final long found;

    final long marked;
    final long checked;
    Fate fate = Fate.TAKEN;

    /** What became of it. */
    enum Fate {
        /** Gone, but the sender may not know. */
        TAKEN,
        ACCEPTED,
        REFUSED
    }

    HandOver(
            Message message,
            String run,
            String step,
            int episode,
            Instant enrolledAt,
            long found,
            long marked,
            long checked) {
        this.message = message;
        this.run = run;
        this.step = step;
        this.episode = episode;
        this.enrolledAt = enrolledAt;
        this.found = found;
        this.marked = marked;
        this.checked = checked;
    }

    String person() {
        return message.subscriberId();
    }

    String address() {
        return message.to().canonical();
    }

    /** When it was decided. */
    Instant at() {
        return message.createdAt();
    }

    boolean mayHaveArrived() {
        return fate != Fate.REFUSED;
    }

    @Override
    public String toString() {
        return person() + " " + run + "/" + step + " episode " + episode + " decided at " + at() + " (" + fate + ")";
    }
}
