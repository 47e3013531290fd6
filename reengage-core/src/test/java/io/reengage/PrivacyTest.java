// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.activity.ProviderActivity;
import io.reengage.channel.Receipt;
import io.reengage.internal.node.SameShard;
import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.ErasureReceipt;
import io.reengage.ledger.LedgerException;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Table;
import io.reengage.ledger.store.FaultyLedger;
import io.reengage.ledger.store.ParkedActivity;
import io.reengage.ledger.store.Schema;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.testing.VirtualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is erased leaves nothing behind and is never written to again. */
class PrivacyTest {
    private static final String CANARY = "canary-7c1";

    private static Subscriber canary() {
        return Subscriber.withId(CANARY)
                .email("Canary-7c1@People.example")
                .joinedAt(World.START.minus(Duration.ofDays(700)))
                .attribute("city", "canary-7c1-town")
                .subscribed(Nodes.LIST, World.START.minus(Duration.ofDays(700)), "form 1")
                .build();
    }

    private static Nodes shop(Database database, Subscriber... more) {
        List<Subscriber> people = new ArrayList<>(List.of(canary(), Nodes.person("other")));
        people.addAll(List.of(more));
        return new Nodes(database, SubscriberStore.inMemory(people));
    }

    /** A life with a bit of everything. */
    private static Reengage lived(Nodes nodes) {
        Reengage node = nodes.node("a");
        nodes.answer = message -> Receipt.accepted("mid-" + message.subscriberId());
        node.campaigns().launch(Nodes.letters("letters").build());
        node.runDue(World.LONG);
        for (String id : List.of(CANARY, "other")) {
            node.feedback()
                    .record(List.of(
                            Activity.of(ActivityType.CLICKED)
                                    .by(id)
                                    .answering(new Activity.Delivery("letters/1", "ask"))
                                    .at(World.START.plusSeconds(9)),
                            Activity.of(ActivityType.PAUSED)
                                    .by(id)
                                    .property(Activity.UNTIL, "2026-01-06T00:00:00Z")
                                    .property(Activity.REASON, id + " said so")
                                    .at(World.START.plusSeconds(10)),
                            Activity.of(ActivityType.HARD_BOUNCED).by(id).at(World.START.plusSeconds(11)),
                            Activity.of(ActivityType.VISITED)
                                    .by(id)
                                    .value(BigDecimal.TEN)
                                    .at(World.START.plusSeconds(12))));
        }
        return node;
    }

    /** Every value of every row of every table, as text; the audit trail keeps ids and is left out. */
    private static List<String> everything(Nodes nodes) {
        List<String> all = new ArrayList<>();
        for (Table<?> table : Schema.TABLES) {
            if (!table.equals(Schema.AUDIT)) {
                nodes.all(table).forEach(row -> all.add(table.name() + " " + shown(row)));
            }
        }
        return all;
    }

    private static String shown(Object row) {
        return row instanceof Activity activity ? activity + " " + activity.properties() : row.toString();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void nothingInAnyTableLeadsToWhoWasErased(Database database) {
        try (Nodes nodes = shop(database)) {
            Reengage node = lived(nodes);
            assertThat(everything(nodes)).anyMatch(row -> row.contains(CANARY));
            ErasureReceipt receipt = node.privacy().erase(CANARY, "clerk");
            assertThat(everything(nodes))
                    .noneMatch(row -> row.toLowerCase(java.util.Locale.ROOT).contains("canary"));
            assertThat(everything(nodes)).anyMatch(row -> row.contains("other"));
            assertThat(receipt.activities()).isEqualTo(4);
            assertThat(receipt.messages()).isEqualTo(1);
            assertThat(receipt.suppressedAddresses()).isEqualTo(1);
            assertThat(receipt.mayStillArrive()).isFalse();
            assertThat(receipt.stillToDo()).anyMatch(duty -> duty.contains("your own store"));
            assertThat(receipt.toString()).doesNotContain(CANARY);
            assertThat(nodes.all(Schema.SUPPRESSION))
                    .filteredOn(each -> each.reason() == Suppression.Reason.ERASED)
                    .extracting(each -> each.subject().substring(0, 2))
                    .containsExactlyInAnyOrder("a:", "p:");
            assertThat(nodes.all(Schema.AUDIT))
                    .filteredOn(each -> each.act().equals("privacy.erase"))
                    .singleElement()
                    .satisfies(each -> assertThat(each.subject()).isEqualTo(receipt.fingerprint()));
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void reportsKeepCountingWhatWasSent(Database database) {
        try (Nodes nodes = shop(database)) {
            Reengage node = lived(nodes);
            var before = node.insight().report("letters").steps().get(0);
            node.privacy().erase(CANARY, "clerk");
            assertThat(node.insight().report("letters").steps().get(0).sent())
                    .isEqualTo(before.sent())
                    .isEqualTo(2);
            assertThat(node.insight().report("letters").treated()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whateverIsPendingIsCancelledAndNothingComesBack(Database database) {
        try (Nodes nodes = shop(database)) {
            Reengage node = lived(nodes);
            node.privacy().erase(CANARY, "clerk");
            Activity late = Activity.of(ActivityType.CLICKED).by(CANARY).at(World.START.plusSeconds(60));
            assertThat(node.feedback().record(late)).isZero();
            assertThat(node.feedback()
                            .recordByProvider(List.of(ProviderActivity.of(
                                    ActivityType.COMPLAINED, "email", "mid-" + CANARY, World.START)))
                            .fresh())
                    .isZero();
            nodes.all(Schema.PARKED)
                    .forEach(each -> assertThat(each.activity().providerId()).isEqualTo("mid-" + CANARY));
            for (int day = 0; day < 40; day++) {
                nodes.clock.advance(Duration.ofDays(1));
                node.runDue(World.LONG);
            }
            assertThat(nodes.recipients()).filteredOn(CANARY::equals).hasSize(1);
            assertThat(everything(nodes)).noneMatch(row -> row.contains(CANARY));
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whoIsErasedInTheMiddleOfAHandOverLeavesNothingEither(Database database) {
        List<String> twins = SameShard.ids(4);
        try (Nodes nodes = new Nodes(database, twins)) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            List<ErasureReceipt> receipts = new ArrayList<>();
            nodes.answer = message -> {
                if (message.subscriberId().equals(twins.get(1))) {
                    receipts.add(node.privacy().erase(twins.get(1), "clerk"));
                    receipts.add(node.privacy().erase(twins.get(2), "clerk"));
                }
                return Receipt.accepted("mid-" + message.subscriberId());
            };
            node.runDue(World.LONG);
            assertThat(receipts).allMatch(ErasureReceipt::mayStillArrive);
            assertThat(nodes.recipients()).containsExactly(twins.get(0), twins.get(1), twins.get(3));
            assertThat(everything(nodes)).noneMatch(row -> row.contains(twins.get(1)) || row.contains(twins.get(2)));
            nodes.clock.advance(Duration.ofDays(8));
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).hasSize(5);
            assertThat(nodes.all(Schema.DUE_SET)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aMessageWhoseFateIsOpenAfterACrashIsSettledForNobody(Database database) {
        try (Nodes nodes = shop(database)) {
            Reengage crashing = nodes.node("a");
            crashing.campaigns().launch(Nodes.letters("letters").build());
            nodes.answer = message -> {
                throw new StackOverflowError("the process dies");
            };
            crashing.runDue(World.LONG);
            crashing.privacy().erase(CANARY, "clerk");
            nodes.clock.advance(Duration.ofDays(1));
            crashing.runDue(World.LONG);
            assertThat(everything(nodes)).noneMatch(row -> row.contains(CANARY));
        }
    }

    /** A journal on a disk, and a database that goes away when the first message is inside its channel. */
    private static final class Journaled implements FaultyLedger.Fault {
        private final Path directory;
        private volatile boolean away;

        private Journaled(Path directory) {
            this.directory = directory;
        }

        @Override
        public void before() {
            if (away) {
                throw new LedgerException("the database is away");
            }
        }

        @Override
        public void after() {}

        private Reengage struck(Nodes nodes) {
            Reengage node = nodes.node(
                    "a",
                    this,
                    nodes.wire(),
                    builder -> builder.journal(directory).threads(new SameThread(nodes.clock)));
            node.campaigns().launch(Nodes.letters("letters").build());
            nodes.answer = message -> {
                away = true;
                nodes.clock.advance(Duration.ofSeconds(1));
                return Receipt.refusedForGood("no such user: " + CANARY + "@people.example");
            };
            assertThatThrownBy(() -> node.runDue(World.LONG)).isInstanceOf(LedgerException.class);
            assertThat(text()).contains(CANARY);
            return node;
        }

        private String text() {
            try (Stream<Path> files = Files.list(directory)) {
                StringBuilder text = new StringBuilder();
                for (Path file : files.filter(each -> each.toString().endsWith(".journal"))
                        .toList()) {
                    text.append(Files.readString(file));
                }
                return text.toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void whatWaitsInTheNodesOwnJournalIsOnRecordBeforeTheErasureAndGoneWithIt(@TempDir Path directory) {
        try (Nodes nodes = new Nodes(Database.MEMORY, SubscriberStore.inMemory(List.of(canary())))) {
            Journaled journal = new Journaled(directory.resolve("a"));
            Reengage node = journal.struck(nodes);
            journal.away = false;
            node.privacy().erase(CANARY, "clerk");
            assertThat(journal.text()).isEmpty();
            assertThat(everything(nodes)).noneMatch(row -> row.contains(CANARY));
            assertThat(nodes.deliveries("ask")).extracting(Delivery::state).containsExactly(DeliveryState.FAILED);
        }
    }

    @Test
    void theJournalOfANodeThatWasAwayForgetsThePersonWhenItIsBack(@TempDir Path directory) {
        try (Nodes nodes = new Nodes(Database.MEMORY, SubscriberStore.inMemory(List.of(canary())))) {
            Journaled journal = new Journaled(directory.resolve("a"));
            journal.struck(nodes).close();
            ErasureReceipt receipt = nodes.node("b", Nodes.NONE, builder -> builder.journal(directory.resolve("b")))
                    .privacy()
                    .erase(CANARY, "clerk");
            assertThat(receipt.stillToDo()).anyMatch(duty -> duty.contains("journal(...)"));
            journal.away = false;
            nodes.node("a2", Nodes.NONE, builder -> builder.journal(directory.resolve("a")))
                    .runDue(World.LONG);
            assertThat(journal.text()).isEmpty();
            assertThat(everything(nodes)).noneMatch(row -> row.contains(CANARY));
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatAProviderToldOfTheirMessageAndWasNotJoinedYetGoesToo(Database database) {
        try (Nodes nodes = shop(database)) {
            Reengage node = lived(nodes);
            nodes.rows.transact(rows -> rows.insertNew(
                    Schema.PARKED,
                    Stream.of(CANARY, "other")
                            .map(id -> new ParkedActivity(
                                    ProviderActivity.of(ActivityType.COMPLAINED, "email", "mid-" + id, World.START),
                                    World.START,
                                    World.START.plusSeconds(60),
                                    0))
                            .toList()));
            node.privacy().erase(CANARY, "clerk");
            assertThat(nodes.all(Schema.PARKED))
                    .extracting(each -> each.activity().providerId())
                    .containsExactly("mid-other");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theAuditTrailNamesThemAsTheSubjectOfWhatWasDecidedAndNowhereElse(Database database) {
        try (World world = new World(
                FaultyLedger.over(database.open(VirtualClock.at(World.START)), Nodes.NONE),
                List.of(CANARY),
                builder -> builder)) {
            world.reengage
                    .campaigns()
                    .launch(World.winBack().noHoldout("one person").build());
            world.run();
            world.runAfter(Duration.ofDays(7));
            world.runAfter(Duration.ofDays(5));
            String plan = world.reengage.sunsets().plan("win-back").id();
            world.reengage.sunsets().approve(plan, "Aiko", "silent");
            assertThat(world.reengage.sunsets().apply(plan).retired()).isEqualTo(1);
            ErasureReceipt receipt = world.reengage.privacy().erase(CANARY, "clerk");
            List<AuditEntry> naming = world.reengage.insight().audit("", 1000).stream()
                    .filter(each -> each.toString().contains("canary"))
                    .toList();
            assertThat(naming)
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.subject()).isEqualTo(CANARY))
                    .allSatisfy(each -> assertThat(each.detail() + each.actor()).doesNotContain("canary"));
            assertThat(receipt.stillToDo()).anyMatch(duty -> duty.startsWith(naming.size() + " lines of the audit"));
        }
    }

    @Test
    void erasingTwiceChangesNothingMore() {
        try (Nodes nodes = shop(Database.MEMORY)) {
            Reengage node = lived(nodes);
            node.privacy().erase(CANARY, "clerk");
            var before = nodes.sizes();
            List<Suppression> suppressions = nodes.all(Schema.SUPPRESSION);
            nodes.clock.advance(Duration.ofHours(1));
            ErasureReceipt again = node.privacy().erase(CANARY, "clerk");
            assertThat(again.activities() + again.messages()).isZero();
            assertThat(nodes.all(Schema.SUPPRESSION)).isEqualTo(suppressions);
            before.merge("audit", 1L, Long::sum);
            assertThat(nodes.sizes()).isEqualTo(before);
        }
    }

    @Test
    void theAddressStaysSuppressedUnderWhateverIdItComesBack() {
        Subscriber again = Subscriber.withId("new-id")
                .email("canary-7C1@people.example")
                .subscribed(Nodes.LIST, World.START.plusSeconds(1), "a new form")
                .build();
        try (Nodes nodes = shop(Database.MEMORY, again)) {
            Reengage node = nodes.node("a");
            node.privacy().erase(CANARY, "clerk");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).containsExactly("other");
            assertThat(node.mayContact(List.of("new-id"), "email", Nodes.LIST).values())
                    .allMatch(answer -> answer.toString().contains("ERASED"));
        }
    }

    @Test
    void anErasureNeedsAName() {
        try (Nodes nodes = shop(Database.MEMORY)) {
            assertThatThrownBy(() -> nodes.node("a").privacy().erase(CANARY, " "))
                    .hasMessageContaining("by is blank");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theExportHoldsAllThatIsKeptOfThePersonAndNothingOfOthers(Database database) throws Exception {
        try (Nodes nodes = shop(database)) {
            Reengage node = lived(nodes);
            var before = nodes.sizes();
            String text = node.privacy().export(CANARY);
            assertThat(nodes.sizes()).isEqualTo(before);
            assertThat(text).doesNotContain("other");
            JsonNode json = new ObjectMapper().readTree(text);
            assertThat(json.get("activities")).hasSize(4);
            assertThat(json.get("enrollments")).hasSize(1);
            assertThat(json.get("messages")).hasSize(1);
            assertThat(json.get("changesForTheStore")).hasSize(1);
            assertThat(json.get("suppressions")).hasSize(1);
            assertThat(json.get("record").get("pausedUntil").asText()).isEqualTo("2026-01-06T00:00:00Z");
            assertThat(text).contains("canary-7c1 said so").contains("mid-canary-7c1");
            long ofPerson = everything(nodes).stream()
                    .filter(row -> row.contains(CANARY))
                    .count();
            // record, activities, enrollment, message, due set, change; the suppression is under a fingerprint
            assertThat(ofPerson).isEqualTo(1 + 4 + 1 + 1 + json.get("due").size() + 1 + 1);
            node.privacy().erase(CANARY, "clerk");
            JsonNode after = new ObjectMapper().readTree(node.privacy().export(CANARY));
            assertThat(after.has("record")).isFalse();
            assertThat(Set.of("activities", "enrollments", "messages", "due", "sunset", "changesForTheStore").stream()
                            .filter(list -> !after.get(list).isEmpty())
                            .collect(Collectors.toSet()))
                    .isEmpty();
            assertThat(after.get("suppressions"))
                    .isNotEmpty()
                    .allMatch(each -> each.get("reason").asText().equals("ERASED"));
        }
    }

    @Test
    void anonymousMessagesKeepTheirFate() {
        try (Nodes nodes = shop(Database.MEMORY)) {
            Reengage node = lived(nodes);
            node.privacy().erase(CANARY, "clerk");
            assertThat(nodes.deliveries("ask")).extracting(Delivery::state).containsOnly(DeliveryState.SENT);
            assertThat(nodes.enrollments())
                    .filteredOn(each -> each.subscriberId().startsWith("erased-"))
                    .extracting(Enrollment::state)
                    .containsOnly(Enrollment.State.EXITED);
        }
    }

    @Test
    void nobodyIsErasedUnderABlankId() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            Reengage node = nodes.node("a");
            assertThatThrownBy(() -> node.privacy().erase(" ", "Aiko"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("subscriberId is blank");
        }
    }
}
