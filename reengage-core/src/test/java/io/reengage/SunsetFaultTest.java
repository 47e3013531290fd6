// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.nominateForSunset;
import static io.reengage.segment.Span.days;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.store.FaultyLedger;
import io.reengage.ledger.store.HostChange;
import io.reengage.ledger.store.Schema;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.subscriber.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Retiring while nodes die, calls hang and others change their minds. */
class SunsetFaultTest {
    private static final String PLAN = "letters/1/sunset-1";

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static List<String> people(int number) {
        return IntStream.range(0, number).mapToObj(i -> "p-%04d".formatted(i)).toList();
    }

    private static void approved(Nodes nodes, Reengage node) {
        node.campaigns()
                .launch(Nodes.letters("letters")
                        .step("retire", after(days(5)), nominateForSunset(Nodes.LIST))
                        .build());
        node.runDue(World.LONG);
        nodes.clock.advance(Duration.ofDays(7));
        node.runDue(World.LONG);
        nodes.clock.advance(Duration.ofDays(5));
        node.runDue(World.LONG);
        node.sunsets().plan("letters");
        node.sunsets().approve(PLAN, "Aiko", "silent");
    }

    private static List<String> members(Nodes nodes, SunsetMember.State state) {
        return nodes.all(Schema.SUNSET_MEMBER).stream()
                .filter(each -> each.state() == state)
                .map(SunsetMember::subscriberId)
                .toList();
    }

    /** Every retirement has its one line, its suppression and its change to come, and nothing else has. */
    private static void agrees(Nodes nodes, Reengage node) {
        List<String> retired = members(nodes, SunsetMember.State.RETIRED);
        assertThat(node.insight().audit("", 10_000))
                .filteredOn(each -> each.act().equals("sunset.retire"))
                .extracting(AuditEntry::subject)
                .containsExactlyInAnyOrderElementsOf(retired);
        assertThat(nodes.all(Schema.SUPPRESSION))
                .filteredOn(each -> each.reason() == Suppression.Reason.SUNSET)
                .hasSameSizeAs(retired);
        assertThat(nodes.all(Schema.HOST_CHANGE))
                .extracting(each -> each.change().subscriberId())
                .containsExactlyInAnyOrderElementsOf(retired);
    }

    /** Ends the work of one thread at its n-th transaction. */
    private static final class PowerCut implements FaultyLedger.Fault {
        private final boolean late;
        private final Thread victim = Thread.currentThread();
        private int at;

        private PowerCut(boolean late) {
            this.late = late;
        }

        private void count(boolean after) {
            if (after == late && Thread.currentThread() == victim && at > 0 && --at == 0) {
                throw new IllegalStateException("power cut");
            }
        }

        @Override
        public void before() {
            count(false);
        }

        @Override
        public void after() {
            count(true);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNodeKilledAtAnyTransactionOfApplyingLeavesWhatTheNextContinuesExactly(boolean late) {
        try (Nodes nodes = new Nodes(Database.MEMORY, people(250))) {
            PowerCut cut = new PowerCut(late);
            Reengage node = nodes.node("a", cut, builder -> builder);
            approved(nodes, node);
            int cuts = 0;
            long before = 0;
            boolean done = false;
            while (!done) {
                cut.at = ++cuts;
                try {
                    node.sunsets().apply(PLAN);
                    done = true;
                } catch (IllegalStateException e) {
                    // cut after the very last transaction, the plan is done and says so
                    done = String.valueOf(e.getMessage()).endsWith("is APPLIED: only an approved one is applied");
                    assertThat(done || "power cut".equals(e.getMessage())).isTrue();
                }
                cut.at = 0;
                long now = members(nodes, SunsetMember.State.RETIRED).size();
                assertThat(now).isGreaterThanOrEqualTo(before).isIn(0L, 100L, 200L, 250L);
                before = now;
                agrees(nodes, node);
            }
            assertThat(cuts).as("places to die at").isGreaterThan(10);
            assertThat(members(nodes, SunsetMember.State.RETIRED)).hasSize(250);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anUndoWhileAnotherAppliesLeavesNobodyRetired(Database database) throws Exception {
        try (Nodes nodes = new Nodes(database, people(250))) {
            Reengage a = nodes.node("a");
            Reengage b = nodes.node("b");
            approved(nodes, a);
            CyclicBarrier start = new CyclicBarrier(2);
            Future<Boolean> applying = threads.submit(() -> {
                start.await();
                try {
                    a.sunsets().apply(PLAN);
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessageContaining("UNDONE");
                }
                return true;
            });
            start.await();
            b.sunsets().undo(PLAN, "Ben", "stop");
            assertThat(applying.get(120, TimeUnit.SECONDS)).isTrue();
            assertThat(members(nodes, SunsetMember.State.RETIRED)).isEmpty();
            assertThat(nodes.all(Schema.SUPPRESSION)).noneMatch(each -> each.liftedAt() == null);
            assertThat(nodes.all(Schema.HOST_CHANGE))
                    .extracting(HostChange::state)
                    .doesNotContain(HostChange.State.PENDING, HostChange.State.APPLIED);
        }
    }

    /** A store in which one call about a retirement takes long, and may not come back. */
    private static final class Slow implements SubscriberStore {
        private final SubscriberStore plain;
        private final boolean answers;
        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch wake = new CountDownLatch(1);

        private Slow(SubscriberStore plain, boolean answers) {
            this.plain = plain;
            this.answers = answers;
        }

        @Override
        public Page<Subscriber> page(String cursor, int limit) {
            return plain.page(cursor, limit);
        }

        @Override
        public Map<String, Subscriber> find(Set<String> ids) {
            return plain.find(ids);
        }

        @Override
        public Set<String> apply(List<StatusChange> changes) {
            if (changes.get(0).kind() != StatusChange.Kind.RETIRED || inside.getCount() == 0) {
                return plain.apply(changes);
            }
            inside.countDown();
            try {
                assertThat(wake.await(120, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            Set<String> failed = plain.apply(changes);
            if (!answers) {
                throw new IllegalStateException("the connection is lost");
            }
            return failed;
        }

        private Subscription.Status status(String id) {
            return Optional.ofNullable(find(Set.of(id)).get(id))
                    .flatMap(each -> Optional.ofNullable(each.subscriptions().get(Nodes.LIST)))
                    .orElseThrow()
                    .status();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRetirementThatLandsLateIsFollowedByTheReturnOnceMore(boolean answers) throws Exception {
        Slow store = new Slow(SubscriberStore.inMemory(List.of(Nodes.person("p"))), answers);
        try (Nodes nodes = new Nodes(Database.MEMORY, store)) {
            Reengage frozen = nodes.node("a");
            approved(nodes, frozen);
            assertThat(frozen.sunsets().apply(PLAN).retired()).isEqualTo(1);
            nodes.clock.advance(Duration.ofDays(31));
            Future<Work> late = threads.submit(() -> frozen.runDue(World.LONG));
            assertThat(store.inside.await(120, TimeUnit.SECONDS)).isTrue();

            nodes.clock.advance(Duration.ofMinutes(2));
            Reengage successor = nodes.node("b");
            successor
                    .feedback()
                    .record(Activity.of(ActivityType.CLICKED).by("p").at(nodes.clock.instant()));
            successor.runDue(World.LONG);
            assertThat(kinds(nodes)).containsEntry(StatusChange.Kind.RESTORED, HostChange.State.APPLIED);

            store.wake.countDown();
            late.get(120, TimeUnit.SECONDS);
            nodes.clock.advance(answers ? Duration.ofMinutes(2) : Duration.ofHours(2));
            successor.runDue(World.LONG);
            assertThat(store.status("p")).isEqualTo(Subscription.Status.SUBSCRIBED);
            nodes.clock.advance(Duration.ofHours(2));
            successor.runDue(World.LONG);
            int changes = nodes.all(Schema.HOST_CHANGE).size();
            nodes.clock.advance(Duration.ofDays(1));
            successor.runDue(World.LONG);
            assertThat(nodes.all(Schema.HOST_CHANGE)).as("it comes to rest").hasSize(changes);
            assertThat(store.status("p")).isEqualTo(Subscription.Status.SUBSCRIBED);
        }
    }

    private static Map<StatusChange.Kind, HostChange.State> kinds(Nodes nodes) {
        return nodes.all(Schema.HOST_CHANGE).stream()
                .collect(Collectors.toMap(
                        each -> each.change().kind(),
                        HostChange::state,
                        (a, b) -> a == HostChange.State.APPLIED ? a : b));
    }

    @Test
    void anUndoAfterTheHostWasToldTellsItTheContrary() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            Reengage node = nodes.node("a");
            approved(nodes, node);
            node.sunsets().apply(PLAN);
            nodes.clock.advance(Duration.ofDays(31));
            node.runDue(World.LONG);
            assertThat(node.sunsets().undo(PLAN, "Aiko", "a mistake")).isEqualTo(1);
            node.runDue(World.LONG);
            assertThat(kinds(nodes)).containsEntry(StatusChange.Kind.RESTORED, HostChange.State.APPLIED);
        }
    }

    @Test
    void anUndoTellsTheHostNothingOfWhoRefusedThereMeanwhile() {
        List<Subscriber> words = List.of(
                Subscriber.withId("p")
                        .email("p@people.example")
                        .consent(new Consent(Nodes.LIST, false, World.START, "hotline"))
                        .build(),
                Subscriber.withId("p")
                        .email("p@people.example")
                        .consent(new Consent(Nodes.LIST, true, World.START, "form 1"))
                        .subscription(new Subscription(Nodes.LIST, Subscription.Status.UNSUBSCRIBED, World.START))
                        .build());
        for (Subscriber word : words) {
            List<Subscriber> host = new CopyOnWriteArrayList<>(List.of(Nodes.person("p")));
            SubscriberStore store = new SubscriberStore() {
                @Override
                public Page<Subscriber> page(String cursor, int limit) {
                    return Page.last(host);
                }

                @Override
                public Map<String, Subscriber> find(Set<String> ids) {
                    return Map.of("p", host.get(0));
                }

                @Override
                public Set<String> apply(List<StatusChange> changes) {
                    return Set.of();
                }
            };
            try (Nodes nodes = new Nodes(Database.MEMORY, store)) {
                Reengage node = nodes.node("a");
                approved(nodes, node);
                node.sunsets().apply(PLAN);
                nodes.clock.advance(Duration.ofDays(31));
                node.runDue(World.LONG);
                host.set(0, word);
                assertThat(node.sunsets().undo(PLAN, "Aiko", "a mistake")).isEqualTo(1);
                node.runDue(World.LONG);
                assertThat(kinds(nodes)).containsOnlyKeys(StatusChange.Kind.RETIRED);
            }
        }
    }

    @Test
    void whileEverythingIsStoppedTheHostIsToldOfNobodysRetirement() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            Reengage node = nodes.node("a");
            approved(nodes, node);
            node.sunsets().apply(PLAN);
            node.stopAll("a look at it");
            nodes.clock.advance(Duration.ofDays(31));
            node.runDue(World.LONG);
            assertThat(kinds(nodes)).containsEntry(StatusChange.Kind.RETIRED, HostChange.State.PENDING);
            node.resumeAll("Aiko");
            node.runDue(World.LONG);
            assertThat(kinds(nodes)).containsEntry(StatusChange.Kind.RETIRED, HostChange.State.APPLIED);
        }
    }
}
