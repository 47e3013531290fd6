// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.insight;

import io.reengage.activity.ActivityNeed;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.People;
import io.reengage.report.Overlap;
import io.reengage.report.SegmentPreview;
import io.reengage.segment.AnyOf;
import io.reengage.segment.Condition;
import io.reengage.segment.Profile;
import io.reengage.segment.Segment;
import io.reengage.segment.Verdict;
import io.reengage.segment.VerdictCount;
import io.reengage.segment.sql.Question;
import io.reengage.segment.sql.SegmentStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Says who segments hold, by one pass over the list in constant memory or by the host's own search. Writes nothing. */
public final class SegmentDesk {
    private final Settings settings;
    private final People people;
    private final Roll roll;

    public SegmentDesk(Settings settings, People people) {
        this.settings = settings;
        this.people = people;
        this.roll = new Roll(settings, people);
    }

    public VerdictCount count(Condition written) {
        Condition condition = settings.catalog().resolve(written);
        Instant now = settings.now();
        Optional<VerdictCount> counted = counted(condition, now);
        return counted.isPresent() ? counted.get() : preview(condition, 0).count();
    }

    /** The store's own count, where the ledger has nothing to add. */
    private Optional<VerdictCount> counted(Condition condition, Instant now) {
        ActivityNeed need = condition.need();
        if (!(settings.subscribers() instanceof SegmentStore store)
                || !(need.types().isEmpty() || people.recordsNothing())) {
            return Optional.empty();
        }
        Question asked = people.question(store, condition, need, now);
        return asked.evidence() == Question.Evidence.ELSEWHERE && !need.types().isEmpty()
                ? Optional.empty()
                : store.count(
                        new Question(condition, now, asked.fallbackZone(), asked.observed(), Question.Evidence.HERE));
    }

    public SegmentPreview preview(Condition written, int samplesPerVerdict) {
        Condition condition = settings.catalog().resolve(written);
        Instant now = settings.now();
        Cascade cascade = new Cascade(condition, samplesPerVerdict, now);
        ActivityNeed need = condition.need();
        long rest = roll.read(cascade.first(), need, now, page -> page.forEach(cascade::pour));
        cascade.out(rest);
        if (rest > 0 && samplesPerVerdict > 0) {
            Segment segment = new Segment("previewed", condition);
            roll.start(need, now).stream()
                    .filter(each -> segment.evaluate(each, now) == Verdict.OUT)
                    .forEach(each -> cascade.sample(each, Verdict.OUT));
        }
        return new SegmentPreview(now, cascade.count(), cascade.waterfall(), cascade.samples());
    }

    public Overlap overlap(Condition one, Condition other) {
        Condition first = settings.catalog().resolve(one);
        Condition second = settings.catalog().resolve(other);
        Instant now = settings.now();
        Condition either = new AnyOf(List.of(first, second));
        Sharing sharing = new Sharing(new Segment("first", first), new Segment("second", second), now);
        long rest = roll.read(either, either.need(), now, page -> page.forEach(sharing::add));
        return sharing.finish(rest);
    }

    /** Counts who is in which of two. */
    private static final class Sharing {
        private final Segment first;
        private final Segment second;
        private final Instant now;
        private long both;
        private long onlyFirst;
        private long onlySecond;
        private long neither;
        private long unknown;

        Sharing(Segment first, Segment second, Instant now) {
            this.first = first;
            this.second = second;
            this.now = now;
        }

        void add(Profile person) {
            Verdict inFirst = first.evaluate(person, now);
            Verdict inSecond = second.evaluate(person, now);
            if (inFirst == Verdict.UNKNOWN || inSecond == Verdict.UNKNOWN) {
                unknown++;
            } else if (inFirst == inSecond) {
                both += inFirst == Verdict.IN ? 1 : 0;
                neither += inFirst == Verdict.IN ? 0 : 1;
            } else {
                onlyFirst += inFirst == Verdict.IN ? 1 : 0;
                onlySecond += inFirst == Verdict.IN ? 0 : 1;
            }
        }

        Overlap finish(long rest) {
            return new Overlap(both, onlyFirst, onlySecond, neither + Math.max(0, rest), unknown);
        }
    }
}
