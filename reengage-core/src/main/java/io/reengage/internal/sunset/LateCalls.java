// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.sunset;

import io.reengage.internal.node.Keys;
import io.reengage.ledger.store.HostChange;
import io.reengage.subscriber.StatusChange;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be told again because a call to the host may have landed after a newer one: a call that hangs while its node
 * loses the lease is overtaken by its successor's. The host knows a change by its id and does nothing when it comes again,
 * so the last word is said again under a new one.
 */
final class LateCalls {
    private static final Set<StatusChange.Kind> STANDING =
            EnumSet.of(StatusChange.Kind.UNSUBSCRIBED, StatusChange.Kind.RETIRED, StatusChange.Kind.RESTORED);

    private LateCalls() {}

    /** What was told about the same person and list, and excludes what the change says, oldest first. */
    static List<HostChange> rivals(HostChange told, List<HostChange> all) {
        StatusChange change = told.change();
        return all.stream()
                .filter(each -> STANDING.contains(change.kind())
                        && STANDING.contains(each.change().kind())
                        && each.change().kind() != change.kind()
                        && each.change().subscriberId().equals(change.subscriberId())
                        && each.change().subscription().equals(change.subscription()))
                .sorted(Comparator.comparing(HostChange::dueAt))
                .toList();
    }

    /** The last word, if it was said while the call for {@code told} was still out. */
    static Optional<HostChange> overtaking(HostChange told, List<HostChange> rivals) {
        return rivals.stream()
                .filter(each -> each.state() != HostChange.State.CANCELLED
                        && each.attempts() > 0
                        && each.dueAt().isAfter(told.dueAt()))
                .reduce((older, newer) -> newer);
    }

    /** Older changes whose calls are not known to have ended: they may yet land on top of {@code told}. */
    static List<HostChange> stillOut(HostChange told, List<HostChange> rivals) {
        return rivals.stream()
                .filter(each -> each.openCalls() > 0 && each.dueAt().isBefore(told.dueAt()))
                .toList();
    }

    /** The same word under a new id; the same id for the same cause, however often it is found. */
    static StatusChange again(HostChange last, HostChange cause) {
        StatusChange change = last.change();
        return new StatusChange(
                Keys.of(change.id(), "after", cause.change().id(), cause.attempts()),
                change.subscriberId(),
                change.subscription(),
                change.kind(),
                change.at(),
                change.until(),
                change.reason());
    }
}
