// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.suppression;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Freshness;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Fingerprints;
import io.reengage.ledger.ImportReport;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setback;
import io.reengage.monitoring.ReengageListener.ImportProgress;
import io.reengage.report.Csv;
import io.reengage.subscriber.Address;
import java.io.IOException;
import java.io.Reader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings suppressions in from elsewhere, and shows those there are. */
public final class SuppressionDesk {
    private static final int BATCH = 1000;
    private static final int BETWEEN_REPORTS = 10_000;

    private final Settings settings;
    private final Fingerprints fingerprints;
    private final Audit audit;
    private final Consumer<ImportProgress> progress;

    /** @param progress told of long imports while they last */
    public SuppressionDesk(
            Settings settings, Fingerprints fingerprints, Audit audit, Consumer<ImportProgress> progress) {
        this.settings = settings;
        this.fingerprints = fingerprints;
        this.audit = audit;
        this.progress = progress;
    }

    /** Counts while a file is read. */
    private static final class Count {
        private long lines;
        private long added;
        private long rejected;
        private final List<ImportReport.Rejected> first = new ArrayList<>();

        private void refuse(long line, String reason) {
            rejected++;
            if (first.size() < ImportReport.MOST_SHOWN) {
                first.add(new ImportReport.Rejected(line, reason));
            }
        }

        private ImportProgress progress(boolean finished) {
            return new ImportProgress(lines, added, rejected, finished);
        }

        private ImportReport report() {
            return new ImportReport(lines, added, lines - added - rejected, rejected, first);
        }
    }

    /** Takes in all lines that can be, batch by batch; the file may be given again. */
    public ImportReport importFrom(Reader file, String by) throws IOException {
        if (by.isBlank()) {
            throw new IllegalArgumentException("by is blank: say who brings the suppressions in");
        }
        Lines lines = new Lines(file);
        Lines.Line header = header(lines);
        Entries entries = new Entries(fingerprints, header.cells(), settings.now());
        Count count = new Count();
        List<Suppression> batch = new ArrayList<>();
        for (Lines.@Nullable Line line = lines.next(); line != null; line = lines.next()) {
            if (line.isEmpty()) {
                continue;
            }
            if (count.lines > 0 && count.lines % BETWEEN_REPORTS == 0) {
                progress.accept(count.progress(false));
            }
            count.lines++;
            try {
                batch.add(entries.read(line));
            } catch (Entries.Refused e) {
                count.refuse(line.number(), e.reason());
            }
            if (batch.size() == BATCH) {
                count.added += settings.ledger().transact(rows -> add(rows, batch));
                batch.clear();
            }
        }
        count.added += settings.ledger().transact(rows -> add(rows, batch));
        ImportReport report = count.report();
        settings.ledger().transact(rows -> {
            audit.write(rows, settings.now(), by, "suppressions.import", "", summary(report));
            return report;
        });
        progress.accept(count.progress(true));
        new Freshness(settings.threads()).outlive();
        return report;
    }

    private static Lines.Line header(Lines lines) throws IOException {
        Lines.@Nullable Line header = lines.header();
        if (header == null || header.problem() != null) {
            throw new IllegalArgumentException(
                    "the file has no readable header: line 1 names the columns, such as address,reason,date,source");
        }
        return header;
    }

    private static String summary(ImportReport report) {
        return report.lines() + " lines, " + report.added() + " added, " + report.rejected() + " rejected";
    }

    private static long add(Rows rows, List<Suppression> batch) {
        Map<List<Object>, Suppression> wanted = new LinkedHashMap<>();
        batch.forEach(each -> wanted.merge(key(each), each, SuppressionDesk::stricter));
        List<Suppression> fresh = rows.insertNew(Schema.SUPPRESSION, List.copyOf(wanted.values()));
        fresh.forEach(each -> wanted.remove(key(each)));
        List<Suppression> renewals = wanted.values().stream()
                .filter(each -> each.reason() == Suppression.Reason.UNSUBSCRIBED)
                .toList();
        if (renewals.isEmpty()) {
            return fresh.size();
        }
        return fresh.size() + renew(rows, renewals);
    }

    /** A newer unsubscribe takes a newer consent to end it; nothing on record is ever made weaker. */
    private static long renew(Rows rows, List<Suppression> renewals) {
        Map<List<Object>, Instant> known = new HashMap<>();
        Set<String> subjects = renewals.stream().map(Suppression::subject).collect(Collectors.toSet());
        rows.select(Schema.SUPPRESSION, Where.all().in("subject", subjects), List.of(), Integer.MAX_VALUE)
                .forEach(each -> known.put(key(each), each.at()));
        long renewed = 0;
        for (Suppression each : renewals) {
            if (known.getOrDefault(key(each), Instant.MAX).isBefore(each.at())) {
                renewed += rows.update(
                        Schema.SUPPRESSION,
                        Where.all()
                                .eq("subject", each.subject())
                                .eq("channel", each.channel())
                                .eq("purpose", each.purpose())
                                .eq("reason", each.reason().name())
                                .below("at", each.at()),
                        Assignments.set("at", each.at()).and("source", each.source()));
            }
        }
        return renewed;
    }

    private static List<Object> key(Suppression each) {
        return List.of(each.subject(), each.channel(), each.purpose(), each.reason());
    }

    /** Of an unsubscribe the newer word, of what is never lifted the older. */
    private static Suppression stricter(Suppression one, Suppression other) {
        boolean newerCounts = one.reason() == Suppression.Reason.UNSUBSCRIBED;
        return one.at().isBefore(other.at()) == newerCounts ? other : one;
    }

    /** Lifts what bounces of a provider forbade; each suppression names the bounce it came from. */
    public int revertBounces(String provider, Instant from, Instant to, String by) {
        if (by.isBlank()) {
            throw new IllegalArgumentException("by is blank: say who takes the bounces back");
        }
        Instant now = settings.now();
        return settings.ledger().transact(rows -> {
            int lifted = 0;
            List<Activity> bounces = bounces(rows, provider, from, to);
            rows.delete(
                    Setback.TABLE,
                    Where.all()
                            .eq("kind", Setback.Kind.HARD_BOUNCE.name())
                            .in(
                                    "person",
                                    bounces.stream().map(Activity::subscriberId).collect(Collectors.toSet()))
                            .atLeast("at", from)
                            .below("at", to));
            for (Activity each : bounces) {
                lifted += rows.update(
                        Schema.SUPPRESSION,
                        Where.all()
                                .eq("reason", Suppression.Reason.HARD_BOUNCE.name())
                                .eq("source", "event " + each.id())
                                .isNull("lifted_at"),
                        Assignments.set("lifted_at", now));
            }
            audit.write(rows, now, by, "suppressions.revertBounces", provider, lifted + " lifted");
            return lifted;
        });
    }

    private static List<Activity> bounces(Rows rows, String provider, Instant from, Instant to) {
        return rows
                .select(
                        Schema.EVENT,
                        Where.all()
                                .in("type", List.of(ActivityType.HARD_BOUNCED.name(), ActivityType.SOFT_BOUNCED.name()))
                                .atLeast("at", from)
                                .below("at", to),
                        List.of(),
                        Integer.MAX_VALUE)
                .stream()
                .filter(each -> provider.isEmpty()
                        || provider.equalsIgnoreCase(each.properties().getOrDefault(Activity.PROVIDER, "")))
                .toList();
    }

    /** What holds for an address, or once did. */
    public List<Suppression> of(Address address) {
        return filedUnder(fingerprints.lookups(address));
    }

    /** What is filed under a person's id. */
    public List<Suppression> ofPerson(String subscriberId) {
        return filedUnder(List.of(fingerprints.ofPerson(subscriberId)));
    }

    private List<Suppression> filedUnder(Collection<String> subjects) {
        return settings.ledger()
                .transact(rows -> rows.select(
                        Schema.SUPPRESSION,
                        Where.all().in("subject", new HashSet<>(subjects)),
                        List.of(),
                        Integer.MAX_VALUE));
    }

    /** Writes all there are as CSV, in constant memory. */
    public void export(Appendable out) throws IOException {
        Csv csv = Csv.to(out, List.of("subject", "channel", "purpose", "reason", "at", "source", "lifted_at"));
        String after = "";
        List<Suppression> page = page(after);
        while (!page.isEmpty()) {
            for (Suppression each : page) {
                csv.row(List.of(
                        each.subject(),
                        each.channel(),
                        each.purpose(),
                        each.reason().name(),
                        each.at().toString(),
                        each.source(),
                        String.valueOf(each.liftedAt() == null ? "" : each.liftedAt())));
            }
            after = page.get(page.size() - 1).subject();
            page = page(after);
        }
    }

    /** The next subjects, each with all that is filed under it. */
    private List<Suppression> page(String after) {
        return settings.ledger().transact(rows -> {
            List<Suppression> found =
                    rows.select(Schema.SUPPRESSION, Where.all().above("subject", after), List.of("subject"), BATCH);
            if (found.size() < BATCH) {
                return found;
            }
            String last = found.get(found.size() - 1).subject();
            List<Suppression> whole = new ArrayList<>(
                    found.stream().filter(each -> !each.subject().equals(last)).toList());
            whole.addAll(
                    rows.select(Schema.SUPPRESSION, Where.all().eq("subject", last), List.of(), Integer.MAX_VALUE));
            return whole;
        });
    }
}
