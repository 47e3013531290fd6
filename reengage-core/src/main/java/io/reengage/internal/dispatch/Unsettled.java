// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.internal.journal.Journal;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Results of hand-overs that could not be put on record when they became known, such as while the database was away. They
 * wait in memory, and in a journal too if the host gave a place for one; so with it they outlive the process. While any wait,
 * nothing new is marked: so there are never more of them than the sets this node was at. Safe for several threads.
 */
public final class Unsettled {
    private static final Logger logger = LoggerFactory.getLogger(Unsettled.class);

    private final @Nullable Journal journal;
    private final Deque<Results> waiting = new ArrayDeque<>();

    /** @param journal where results are kept; {@code null} for memory only */
    public Unsettled(@Nullable Journal journal) {
        this.journal = journal;
        if (journal != null) {
            journal.found().forEach(this::read);
        }
    }

    private void read(String line) {
        try {
            waiting.add(Results.parse(line));
        } catch (IllegalArgumentException e) {
            logger.warn("A line of the journal cannot be read by this version; its messages stay unknown", e);
        }
    }

    synchronized void add(Results results) {
        waiting.add(results);
        if (journal != null) {
            try {
                journal.append(results.line());
            } catch (UncheckedIOException e) {
                logger.warn(
                        "Results of a hand-over of run {} are kept in memory only",
                        results.set().run(),
                        e);
            }
        }
    }

    /** Whether nothing waits. */
    public boolean isEmpty() {
        return people() == 0;
    }

    /** How many messages wait for their result to be put on record. */
    public synchronized int people() {
        return waiting.stream().mapToInt(each -> each.people().size()).sum();
    }

    /** Puts everything on record; what fails keeps waiting, and nothing after it is tried. */
    void settle(Consumer<Results> settlement) {
        List<Results> now = snapshot();
        for (Results each : now) {
            settlement.accept(each);
            remove(each);
        }
    }

    private synchronized List<Results> snapshot() {
        return new ArrayList<>(waiting);
    }

    private synchronized void remove(Results results) {
        waiting.remove(results);
        if (waiting.isEmpty() && journal != null) {
            try {
                journal.clear();
            } catch (UncheckedIOException e) {
                // settling twice changes nothing, so what stays does no harm
                logger.warn("The journal could not be emptied", e);
            }
        }
    }
}
