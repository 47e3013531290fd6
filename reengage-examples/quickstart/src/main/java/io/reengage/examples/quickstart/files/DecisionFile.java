// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.reengage.activity.Activity;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.History;
import io.reengage.segment.Explanation;
import io.reengage.segment.Profile;
import io.reengage.segment.Segment;
import io.reengage.subscriber.Subscriber;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes for everybody on a list whether a segment means them, and why. */
public final class DecisionFile {

    private DecisionFile() {}

    /** One line a person: id, verdict, and the facts behind it. */
    public static void write(ListFiles list, Segment segment, Path file) throws IOException {
        ActivitySource source = list.source();
        Set<String> ids = list.people().stream().map(Subscriber::id).collect(Collectors.toSet());
        Map<String, ActivitySummary> summaries = source.summaries(ids, segment.need(), list.asOf());
        Map<String, List<Activity>> histories = new HashMap<>();
        if (segment.need().needsHistory()) {
            source.history(
                    ids,
                    Instant.EPOCH,
                    list.asOf().plusMillis(1),
                    each -> histories
                            .computeIfAbsent(each.subscriberId(), id -> new ArrayList<>())
                            .add(each));
        }
        try (CsvWriter csv = CsvWriter.builder().build(file)) {
            csv.writeRecord("subscriber_id", "verdict", "because");
            for (Subscriber person : list.people()) {
                Profile profile = new Profile(
                        person,
                        summaries.getOrDefault(person.id(), ActivitySummary.EMPTY),
                        source.observed(),
                        ZoneOffset.UTC,
                        segment.need().needsHistory()
                                ? new History(Instant.MIN, histories.getOrDefault(person.id(), List.of()))
                                : null);
                Explanation why = segment.explain(profile, list.asOf());
                csv.writeRecord(harmless(person.id()), why.verdict().name(), harmless(because(why)));
            }
        }
    }

    private static String because(Explanation why) {
        return leaves(why).map(leaf -> leaf.question() + ": " + leaf.because()).collect(Collectors.joining("; "));
    }

    /** The conditions that made the verdict what it is. */
    private static Stream<Explanation> leaves(Explanation why) {
        List<Explanation> parts = why.parts();
        return parts.isEmpty()
                ? Stream.of(why)
                : parts.stream()
                        .filter(part -> parts.size() == 1 || part.verdict() == why.verdict())
                        .flatMap(DecisionFile::leaves);
    }

    /** A spreadsheet must not take a cell for a formula. */
    private static String harmless(String cell) {
        return !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }
}
