// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.hold;

import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Settings;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.monitoring.ReengageListener.StepHold;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which steps are held, on record for all nodes. A step is held when the messages of {@value #IN_A_ROW} people in a row
 * could not be written; after a while one of them is tried again, and if that works, the step goes on. Safe for several
 * threads.
 */
public final class Holds {
    private static final Logger logger = LoggerFactory.getLogger(Holds.class);

    /** So many different people in a row, and it is not they who are to blame. */
    public static final int IN_A_ROW = 10;

    static final Duration PROBE = Duration.ofMinutes(15);

    private final Settings settings;
    private final Audit audit;
    private final Consumer<StepHold> announce;
    /** As far as this node knows; read anew each round. */
    private final List<Hold> known = new CopyOnWriteArrayList<>();

    private final Map<String, Set<String>> failing = new HashMap<>();
    private final Set<String> written = new HashSet<>();

    public Holds(Settings settings, Audit audit, Consumer<StepHold> announce) {
        this.settings = settings;
        this.audit = audit;
        this.announce = announce;
    }

    /** Reads anew which steps are held. */
    public List<Hold> refresh() {
        List<Hold> now = settings.ledger().transact(Hold::all);
        known.clear();
        known.addAll(now);
        return now;
    }

    public boolean isHeld(String run, String step) {
        return known.stream().anyMatch(each -> each.isOf(run, step));
    }

    /** Whether it is this node's turn to try one message of a held step. */
    public boolean claimProbe(Hold hold) {
        Instant now = settings.now();
        if (now.isBefore(hold.probeAt())) {
            return false;
        }
        Hold later = new Hold(hold.run(), hold.step(), hold.since(), now.plus(PROBE), hold.reason());
        return settings.ledger()
                        .transact(rows -> rows.update(
                                Schema.SETTING,
                                Where.all()
                                        .eq("name", hold.name())
                                        .eq("value", hold.setting().value()),
                                Assignments.set("value", later.setting().value())))
                == 1;
    }

    /** Messages of this step were written with this template. */
    public void written(String run, String step, String template) {
        synchronized (failing) {
            failing.remove(key(run, step, template));
            written.add(key(run, step, template));
        }
        if (isHeld(run, step)) {
            release(run, step, Audit.ENGINE, "a message could be written again");
        }
    }

    /**
     * The messages of these people could not be written, and nobody's since.
     *
     * @return whether the step is held now
     */
    public boolean failed(String run, String step, String template, Set<String> people, String reason) {
        boolean tooMany;
        synchronized (failing) {
            Set<String> inARow = failing.computeIfAbsent(key(run, step, template), key -> new HashSet<>());
            people.stream().limit(IN_A_ROW).forEach(inARow::add);
            tooMany = inARow.size() >= IN_A_ROW;
            if (tooMany) {
                failing.remove(key(run, step, template));
            }
        }
        if (tooMany && !isHeld(run, step)) {
            hold(run, step, reason);
        }
        return isHeld(run, step);
    }

    /** Whether messages of this step were written with this template, and nobody but these failed since. */
    public boolean isProved(String run, String step, String template, Set<String> people) {
        synchronized (failing) {
            return written.contains(key(run, step, template))
                    && people.containsAll(failing.getOrDefault(key(run, step, template), Set.of()));
        }
    }

    private static String key(String run, String step, String template) {
        return String.join(" ", run, step, template);
    }

    private void hold(String run, String step, String reason) {
        Instant now = settings.now();
        Hold hold = new Hold(run, step, now, now.plus(PROBE), IN_A_ROW + " messages in a row: " + reason);
        boolean added = settings.ledger().transact(rows -> {
            boolean fresh =
                    !rows.insertNew(Schema.SETTING, List.of(hold.setting())).isEmpty();
            if (fresh) {
                audit.write(rows, now, Audit.ENGINE, "hold", run + " " + step, hold.reason());
            }
            return fresh;
        });
        known.add(hold);
        if (added) {
            logger.warn("Step {} of run {} is held: {}", step, run, hold.reason());
            announce.accept(new StepHold(run, step, true, hold.reason()));
        }
    }

    /** Lets a held step go on; whether it was held. */
    public boolean release(String run, String step, String actor, String reason) {
        Instant now = settings.now();
        boolean released = settings.ledger().transact(rows -> {
            boolean was = rows.delete(Schema.SETTING, Where.all().eq("name", Hold.name(run, step))) == 1;
            if (was) {
                audit.write(rows, now, actor, "release", run + " " + step, reason);
            }
            return was;
        });
        known.removeIf(each -> each.isOf(run, step));
        if (released) {
            announce.accept(new StepHold(run, step, false, reason));
        }
        return released;
    }
}
