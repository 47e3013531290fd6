// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.ledger.ImportReport;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.store.Schema;
import io.reengage.monitoring.ReengageListener;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An old list of people not to write to is honoured, and never loosens what is known here. */
class SuppressionImportTest {
    private static final String HEADER = "address,sha256,reason,date,source,purpose\n";

    private static ImportReport bring(Reengage node, String lines) {
        return node.suppressions().importFrom(new StringReader(HEADER + lines), "clerk");
    }

    private static String sha256(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
    }

    private static List<String> recipients(Nodes nodes, Reengage node) {
        node.campaigns().launch(Nodes.letters("letters").build());
        node.runDue(World.LONG);
        return nodes.recipients();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void addressesAndHashesAreNeverWrittenTo(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p", "q", "r", "s"))) {
            Reengage node = nodes.node("a");
            ImportReport report = bring(
                    node,
                    "P@People.Example,,UNSUBSCRIBED,2025-12-01,old system,\n,"
                            + sha256("q@people.example").toUpperCase(java.util.Locale.ROOT)
                            + ",complaint,2025-12-01T09:00:00Z,old system,\n"
                            + "r@people.example,,HARD_BOUNCE,2025-12-01,\"old, very old\",\n");
            assertThat(report).isEqualTo(new ImportReport(3, 3, 0, 0, List.of()));
            assertThat(recipients(nodes, node)).containsExactly("s");
            assertThat(nodes.all(Schema.SUPPRESSION).toString()).doesNotContain("@");
            assertThat(node.suppressions().of(Address.email("q@people.example")))
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.reason()).isEqualTo(Suppression.Reason.COMPLAINT);
                        assertThat(each.source()).isEqualTo("import: old system");
                    });
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a..b@docomo.ne.jp,       \"a..b\"@docomo.ne.jp",
                "\"a..b\"@docomo.ne.jp, a..b@docomo.ne.jp",
                "i@日本語.jp,              I@xn--wgv71a119e.jp",
                "I@XN--WGV71A119E.jp,     i@日本語.jp",
            })
    void whoIsNamedInAnotherSpellingIsNeverWrittenToEither(String listed, String known) {
        String quoted = '"' + listed.replace("\"", "\"\"") + '"';
        String hash = sha256(listed.toLowerCase(java.util.Locale.ROOT));
        for (String line :
                List.of(quoted + ",,UNSUBSCRIBED,2025-12-01,old,\n", "," + hash + ",COMPLAINT,2025-12-01,old,\n")) {
            try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
                Reengage node = nodes.node("a");
                assertThat(bring(node, line).added()).isEqualTo(1);
                assertThat(node.suppressions().of(Address.email(listed))).hasSize(1);
                assertThat(node.suppressions().of(Address.email("x" + known))).isEmpty();
                if (!line.startsWith(",")) {
                    assertThat(node.suppressions().of(Address.email(known))).hasSize(1);
                }
            }
        }
    }

    /** A list that is written while it is read, with a bad line in each hundred. */
    private static Reader list(int lines) {
        return new Reader() {
            private int next;
            private String line = "address,reason,date,source\n";
            private int read;

            @Override
            public int read(char[] into, int offset, int length) {
                if (read == line.length()) {
                    if (next == lines) {
                        return -1;
                    }
                    String address = next % 100 == 41 ? "nobody" : "p" + next + "@people.example";
                    line = address + (next % 2 == 0 ? ",UNSUBSCRIBED" : ",HARD_BOUNCE") + ",2025-12-01,old system\n";
                    next++;
                    read = 0;
                }
                int number = Math.min(length, line.length() - read);
                line.getChars(read, read + number, into, offset);
                read += number;
                return number;
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void aLongListIsTakenInAsItIsReadAndToldOfOnTheWay() throws InterruptedException {
        List<ReengageListener.ImportProgress> told = new CopyOnWriteArrayList<>();
        CountDownLatch finished = new CountDownLatch(1);
        ReengageListener listener = new ReengageListener() {
            @Override
            public void suppressionsImported(ImportProgress progress) {
                told.add(progress);
                if (progress.finished()) {
                    finished.countDown();
                }
            }
        };
        try (Nodes nodes = new Nodes(Database.H2, List.of("p1", "p41"))) {
            Reengage node = nodes.node("a", Nodes.NONE, builder -> builder.listener(listener));
            ImportReport report = node.suppressions().importFrom(list(25_000), "clerk");
            assertThat(List.of(report.lines(), report.added(), report.rejected()))
                    .containsExactly(25_000L, 24_750L, 250L);
            assertThat(report.firstRejected().subList(0, 3))
                    .extracting(ImportReport.Rejected::line)
                    .containsExactly(43L, 143L, 243L);
            assertThat(finished.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(told)
                    .extracting(ReengageListener.ImportProgress::lines)
                    .containsExactly(10_000L, 20_000L, 25_000L);
            assertThat(told.get(2)).isEqualTo(new ReengageListener.ImportProgress(25_000, 24_750, 250, true));
            assertThat(recipients(nodes, node)).containsExactly("p41");
        }
    }

    @Test
    void theSameListAgainChangesNothing() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            Reengage node = nodes.node("a");
            String lines =
                    "p@people.example,,UNSUBSCRIBED,2025-12-01,old,\nq@people.example,,COMPLAINT,2025-12-01,old,\n";
            bring(node, lines + lines);
            List<Suppression> before = nodes.all(Schema.SUPPRESSION);
            assertThat(bring(node, lines)).isEqualTo(new ImportReport(2, 0, 2, 0, List.of()));
            assertThat(nodes.all(Schema.SUPPRESSION)).isEqualTo(before).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"2025-12-01, 2025-06-01, 2025-12-01T23:59:59.999Z", "2025-06-01, 2025-12-01, 2025-12-01T23:59:59.999Z"})
    void ofTwoUnsubscribesTheNewerCounts(String first, String second, Instant at) {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            Reengage node = nodes.node("a");
            bring(node, "p@people.example,,UNSUBSCRIBED," + first + ",old,\n");
            bring(node, "p@people.example,,UNSUBSCRIBED," + second + ",older,\n");
            assertThat(nodes.all(Schema.SUPPRESSION))
                    .extracting(Suppression::at)
                    .containsExactly(at);
        }
    }

    @Test
    void whatIsNeverLiftedKeepsItsDateAndNoImportLiftsAnything() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            Reengage node = nodes.node("a");
            Instant complained = Instant.parse("2025-10-01T00:00:00Z");
            node.feedback().record(Activity.of(ActivityType.COMPLAINED).by("p").at(complained));
            bring(
                    node,
                    "p@people.example,,COMPLAINT,2025-12-01,old,\np@people.example,,UNSUBSCRIBED,2025-12-01,old,\n");
            assertThat(node.suppressions().of(Address.email("p@people.example")))
                    .extracting(Suppression::reason, Suppression::at)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple(Suppression.Reason.COMPLAINT, complained),
                            org.assertj.core.groups.Tuple.tuple(
                                    Suppression.Reason.UNSUBSCRIBED, Instant.parse("2025-12-01T23:59:59.999Z")));
        }
    }

    @Test
    void anUnsubscribeFromEverythingEndsPurposeByPurposeWithNewerConsent() {
        Instant before = Instant.parse("2025-11-01T00:00:00Z");
        Instant sameDay = Instant.parse("2025-12-01T10:00:00Z");
        Instant after = Instant.parse("2025-12-02T00:00:00Z");
        try (Nodes nodes = new Nodes(
                Database.MEMORY,
                SubscriberStore.inMemory(
                        List.of(agreed("old", before), agreed("same-day", sameDay), agreed("anew", after))))) {
            Reengage node = nodes.node("a");
            for (String id : List.of("old", "same-day", "anew")) {
                bring(node, id + "@people.example,,UNSUBSCRIBED,2025-12-01,old,\n");
            }
            assertThat(recipients(nodes, node)).containsExactly("anew");
            assertThat(node.mayContact(List.of("anew"), "email", "offers").values())
                    .allMatch(answer -> answer.toString().contains("UNSUBSCRIBED"));
        }
    }

    private static Subscriber agreed(String id, Instant at) {
        return Subscriber.withId(id)
                .email(id + "@people.example")
                .subscribed(Nodes.LIST, at, "form")
                .subscribed("offers", Instant.parse("2025-11-01T00:00:00Z"), "form")
                .build();
    }

    @Test
    void aBadLineIsNamedWithItsReasonAndLosesNothingElse() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            Reengage node = nodes.node("a");
            String good = "p%d@people.example,,UNSUBSCRIBED,2025-12-01,old,\r\n";
            ImportReport report = bring(
                    node,
                    good.formatted(1)
                            + "no-address,,UNSUBSCRIBED,2025-12-01,old,\r\n"
                            + "p@people.example,,SUNSET,2025-12-01,old,\r\n"
                            + "p@people.example,,UNSUBSCRIBED,yesterday,old,\r\n"
                            + "p@people.example,,UNSUBSCRIBED,2031-01-01,old,\r\n"
                            + "\r\n"
                            + "p@people.example,abc,UNSUBSCRIBED,2025-12-01,old,\r\n"
                            + ",abc,UNSUBSCRIBED,2025-12-01,old,\r\n"
                            + "p@people.example,,COMPLAINT,2025-12-01,old,newsletter\r\n"
                            + "p@people.example,,UNSUBSCRIBED,2025-12-01,,\r\n"
                            + "p@people.example,,UNSUBSCRIBED\r\n"
                            + "\"p@people.example,,UNSUBSCRIBED,2025-12-01,old,\r\n"
                            + "x".repeat(20_000) + "\r\n"
                            + good.formatted(2));
            assertThat(report.lines()).isEqualTo(13);
            assertThat(report.added()).isEqualTo(2);
            assertThat(report.rejected()).isEqualTo(11);
            assertThat(report.firstRejected())
                    .extracting(ImportReport.Rejected::line)
                    .containsExactly(3L, 4L, 5L, 6L, 8L, 9L, 10L, 11L, 12L, 13L, 14L);
            assertThat(report.firstRejected())
                    .extracting(ImportReport.Rejected::reason)
                    .allSatisfy(reason -> assertThat(reason).doesNotContain("people.example"))
                    .element(1)
                    .isEqualTo("reason is none of [ERASED, COMPLAINT, UNSUBSCRIBED, HARD_BOUNCE]");
        }
    }

    @Test
    void aFileWithAByteOrderMarkAndSemicolonsIsReadAndWhatIsNotUtf8IsNamed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("list.csv");
        byte[] start =
                "\uFEFFsource;date;reason;address\nold;2025-12-01;UNSUBSCRIBED;p@people.example\nold;2025-12-01;UNSUBSCRIBED;m"
                        .getBytes(StandardCharsets.UTF_8);
        byte[] latin = "\u00FCller@people.example\nold;2025-12-01;UNSUBSCRIBED;q@people.example"
                .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, com.google.common.primitives.Bytes.concat(start, latin));
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            ImportReport report = nodes.node("a").suppressions().importFrom(file, "clerk");
            assertThat(report)
                    .isEqualTo(new ImportReport(3, 2, 0, 1, List.of(new ImportReport.Rejected(3, "not in UTF-8"))));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"address,date,source|reason", "reason,date,source|address or sha256"})
    void aHeaderWithoutWhatIsNeededIsRefused(String header, String missing) {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            Reengage node = nodes.node("a");
            assertThatThrownBy(() -> node.suppressions().importFrom(new StringReader(header), "clerk"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(missing);
        }
    }

    @Test
    void anUnknownColumnIsRefused() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            Reengage node = nodes.node("a");
            assertThatThrownBy(() -> node.suppressions()
                            .importFrom(new StringReader("address,reason,date,source,purpse"), "clerk"))
                    .hasMessageContaining("column 5");
        }
    }

    @Test
    void theExportShowsEachOnceAndNoAddress() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            Reengage node = nodes.node("a");
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 2500; i++) {
                lines.append("p")
                        .append(i)
                        .append("@people.example,,UNSUBSCRIBED,2025-12-01,old,")
                        .append(i % 7 == 0 ? "" : "offers")
                        .append('\n');
                lines.append("p").append(i).append("@people.example,,COMPLAINT,2025-12-01,old,\n");
            }
            assertThat(bring(node, lines.toString()).added()).isEqualTo(5000);
            StringBuilder out = new StringBuilder();
            node.suppressions().export(out);
            List<String> rows = out.toString().lines().toList();
            assertThat(rows).hasSize(5001).doesNotHaveDuplicates();
            assertThat(out).doesNotContain("@");
        }
    }

    @Test
    void aLineCutWithinACharacterIsReportedAndTheOthersAreTaken() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            ImportReport report = bring(nodes.node("a"), """
                    q@people.example,,UNSUBSCRIBED,2025-12-01,old \uD83D,
                    p@people.example,,UNSUBSCRIBED,2025-12-01,old,
                    """);
            assertThat(report.added()).isEqualTo(1);
            assertThat(report.firstRejected())
                    .extracting(ImportReport.Rejected::line)
                    .containsExactly(2L);
        }
    }
}
