// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import io.reengage.activity.MachineVisits;
import io.reengage.activity.Visitor;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told, or fails. */
final class RecordedVisits implements LandingVisits {

    record Visit(LinkToken token, boolean machine, Instant at) {}

    record Answered(LinkToken token, Answer answer, Instant at) {}

    final List<Visit> visits = new CopyOnWriteArrayList<>();
    final List<Answered> answers = new CopyOnWriteArrayList<>();
    volatile boolean failing;

    @Override
    public void visited(LinkToken token, Visitor visitor, Instant at) {
        failIfAsked();
        io.reengage.activity.Visit visit = new io.reengage.activity.Visit(
                io.reengage.activity.Visit.What.PAGE, token.page(), 0, at, visitor, null);
        visits.add(new Visit(token, MachineVisits.judge(visit).machine(), at));
    }

    @Override
    public void answered(LinkToken token, Answer answer, Instant at) {
        failIfAsked();
        answers.add(new Answered(token, answer, at));
    }

    private void failIfAsked() {
        if (failing) {
            throw new IllegalStateException("the database is away");
        }
    }
}
