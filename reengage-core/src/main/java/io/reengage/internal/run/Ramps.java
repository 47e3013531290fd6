// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import io.reengage.activity.ActivityType;
import io.reengage.campaign.Entry;
import io.reengage.campaign.Ramp;
import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Run;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import io.reengage.segment.Profile;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Portions of people, one for each day of a ramped run. Each is one reading of the whole list, which enrolls those whose last
 * sign of life is young enough until the portion is full, and counts the others by week; that tells the next reading how
 * young is young enough. So people come in the order of their last signs over the whole list, in constant memory. How far
 * that is, is kept with what was enrolled.
 */
public final class Ramps {
    /** What the audit trail calls a portion that is opened, and one that is put off. */
    public static final String PORTION = "ramp.portion";

    public static final String WAIT = "ramp.wait";

    /** From one portion to the next. */
    private static final Duration DAY = Duration.ofDays(1);
    /** First messages later than this put the next portion off. */
    private static final Duration LATE = Duration.ofHours(1);

    private static final long SECONDS_A_WEEK = Duration.ofDays(7).toSeconds();

    private final Settings settings;
    private final Leases leases;
    private final Audit audit = new Audit();

    Ramps(Settings settings, Leases leases) {
        this.settings = settings;
        this.leases = leases;
    }

    /**
     * What comes of some people found.
     *
     * @param people who of them is enrolled now
     * @param nextScanAt when the list is read next; {@code null} for never again
     * @param end what the transaction does last
     */
    record Intake(List<Enrollment> people, @Nullable Instant nextScanAt, Runnable end) {}

    /** Whether a reading of the list that is due may begin; while people enrolled earlier are kept waiting, in a day. */
    boolean mayBegin(RunDefinition definition) {
        Run run = definition.run();
        if (definition.campaign().ramp() == null || run.cursor() != null) {
            return true;
        }
        Instant now = settings.now();
        return settings.ledger().transact(rows -> {
            boolean mine = leases.confirm(rows, Leases.SCAN)
                    && Runs.working(rows, run.id()).getAsBoolean()
                    && isCurrent(rows, run);
            boolean late = mine && isLate(rows, definition, now);
            if (late) {
                rows.update(Schema.RUN, Where.all().eq("id", run.id()), Assignments.set("next_scan_at", nextDay(now)));
                audit.write(rows, now, Audit.ENGINE, WAIT, run.id(), "first messages are late");
            }
            return mine && !late;
        });
    }

    private static boolean isLate(Rows rows, RunDefinition definition, Instant now) {
        Where late = Where.all()
                .eq("run", definition.run().id())
                .eq("step", definition.stepIds().get(0))
                .below("due_at", now.minus(LATE));
        return !rows.select(Schema.DUE_SET, late, List.of("due_at"), 1).isEmpty();
    }

    /** At the full hour, so that a host that calls once a day, a little earlier or later each time, is always in time. */
    private static Instant nextDay(Instant now) {
        return now.truncatedTo(ChronoUnit.HOURS).plus(DAY);
    }

    /** Whether nobody went on with the reading since the run was read: two calls of one node share the lease. */
    private static boolean isCurrent(Rows rows, Run run) {
        return rows.select(Schema.RUN, Where.all().eq("id", run.id()), List.of(), 1).stream()
                .anyMatch(each -> Objects.equals(each.cursor(), run.cursor())
                        && Objects.equals(each.nextScanAt(), run.nextScanAt()));
    }

    /**
     * Who of those found is enrolled now; empty if somebody else went on with the reading.
     *
     * @param after the run after this part of the reading, which ends it if there is no cursor
     * @param found those who could be enrolled
     * @param profiles at least theirs, by id
     */
    Optional<Intake> intake(
            Rows rows, RunDefinition definition, Run after, List<Enrollment> found, Map<String, Profile> profiles) {
        @Nullable Ramp ramp = definition.campaign().ramp();
        if (ramp == null) {
            return Optional.of(new Intake(found, after.nextScanAt(), () -> {}));
        }
        Run run = definition.run();
        if (!isCurrent(rows, run)) {
            return Optional.empty();
        }
        Instant now = settings.now();
        List<Found> latestFirst = free(rows, run, found).stream()
                .map(each -> new Found(each, week(profiles.get(each.subscriberId()), now)))
                .sorted(Comparator.comparing(Found::week).reversed())
                .toList();
        Portion portion = portion(rows, run);
        List<Long> weeks = latestFirst.stream().map(Found::week).toList();
        int room = portion.room(weeks);
        Portion reached = portion.after(room, weeks);
        boolean ended = after.cursor() == null;
        boolean over = ended && reached.nobodyWaits() && definition.campaign().entry() == Entry.ONCE;
        keep(rows, run, over ? null : ended ? reached.next(ramp) : reached);
        @Nullable Instant next = ended ? portion.number() == 0 ? now : nextDay(now) : after.nextScanAt();
        return Optional.of(new Intake(
                latestFirst.stream().limit(room).map(Found::enrollment).toList(),
                over ? null : next,
                () -> tell(rows, run, portion, now)));
    }

    /** Somebody who could be enrolled, with the week of the last sign of life. */
    private record Found(Enrollment enrollment, long week) {}

    /** A portion is opened with the first part of its reading. */
    private void tell(Rows rows, Run run, Portion portion, Instant now) {
        if (run.cursor() == null && portion.number() > 0) {
            String size = "portion " + portion.number() + ", at most " + portion.left() + " people";
            audit.write(rows, now, Audit.ENGINE, PORTION, run.id(), size);
        }
    }

    private static String name(Run run) {
        return "ramp/" + run.id();
    }

    private static void keep(Rows rows, Run run, @Nullable Portion portion) {
        if (portion == null) {
            rows.delete(Schema.SETTING, Where.all().eq("name", name(run)));
        } else {
            rows.put(Schema.SETTING, List.of(new Setting(name(run), portion.text())));
        }
    }

    private static Portion portion(Rows rows, Run run) {
        return kept(rows, run).orElse(Portion.COUNTING);
    }

    /** Where the ramp of a run stands, between its first reading and its last. */
    public static Optional<Portion> kept(Rows rows, Run run) {
        return Runs.setting(rows, name(run)).map(Portion::parse);
    }

    /** The week of a person's last sign of life, or of joining where none is known. */
    private static long week(@Nullable Profile person, Instant now) {
        if (person == null) {
            return 0;
        }
        Instant joined = Objects.requireNonNullElse(person.subscriber().joinedAt(), Instant.EPOCH);
        Instant sign = person.activity().last(ActivityType.ENGAGEMENT, now).orElse(joined);
        return Math.max(0, sign.getEpochSecond() / SECONDS_A_WEEK);
    }

    /** Without those at whose address somebody else was enrolled: they never will be, and do not wait. */
    private static List<Enrollment> free(Rows rows, Run run, List<Enrollment> found) {
        Set<String> addresses = found.stream().map(Enrollment::address).collect(Collectors.toSet());
        Set<List<Object>> taken =
                rows.all(Schema.ENROLLMENT, Where.all().eq("run", run.id()).in("address", addresses)).stream()
                        .map(Ramps::place)
                        .collect(Collectors.toCollection(HashSet::new));
        return found.stream().filter(each -> taken.add(place(each))).toList();
    }

    private static List<Object> place(Enrollment enrollment) {
        return List.of(enrollment.address(), enrollment.episode());
    }
}
