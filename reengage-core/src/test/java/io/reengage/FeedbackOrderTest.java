// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.channel.Receipt;
import io.reengage.ledger.store.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any order of the same activities, in any portions, told by any number of threads, ends in the same state. */
class FeedbackOrderTest {
    private static final List<String> PEOPLE = List.of("p0", "p1", "p2", "p3", "p4", "p5");
    private static final List<ActivityType> TYPES = List.of(
            ActivityType.CLICKED,
            ActivityType.CLICKED.machine(),
            ActivityType.OPENED,
            ActivityType.PURCHASED,
            ActivityType.RECEIVED,
            ActivityType.confirmedOn("keep-me"),
            ActivityType.ASKED_FEWER,
            ActivityType.PAUSED,
            ActivityType.UNSUBSCRIBED,
            ActivityType.HARD_BOUNCED,
            ActivityType.COMPLAINED);

    /** Many of each kind for the first people, few for the last, some of one millisecond, half of them answers. */
    private static List<Activity> activities() {
        List<Activity> all = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            int person = Math.min(i % 6, i % 4);
            ActivityType type = TYPES.get((i * 7 + i / 11) % (person < 2 ? TYPES.size() : 5));
            Activity.Builder one = Activity.of(type)
                    .by(PEOPLE.get(person))
                    .id("event-" + i)
                    .property(Activity.ABOUT, i % 3 == 0 ? Nodes.LIST : "offers");
            if (type.equals(ActivityType.PAUSED)) {
                one = one.property(
                        Activity.UNTIL, World.START.plus(Duration.ofDays(i)).toString());
            }
            if (i % 2 == 0) {
                one = one.answering(new Activity.Delivery("letters/1", "ask"));
            }
            all.add(one.at(World.START.plusSeconds(i / 3)));
        }
        return all;
    }

    private static Nodes sent(Database database) {
        Nodes nodes = new Nodes(database, PEOPLE);
        Reengage node = nodes.node("a");
        node.campaigns().launch(Nodes.letters("letters").build());
        nodes.answer = message -> message.subscriberId().equals("p5")
                ? Receipt.accepted("ok")
                : message.subscriberId().equals("p4") ? Receipt.refusedForGood("no") : Receipt.unknown("timeout");
        node.runDue(World.LONG);
        nodes.clock.advance(Duration.ofHours(1));
        return nodes;
    }

    /** Everything but when and in which words it was learned, and under which salt. */
    private static List<String> state(Nodes nodes) {
        List<String> state = new ArrayList<>();
        nodes.all(Schema.PERSON)
                .forEach(each -> state.add(each.subscriberId() + " "
                        + each.summary().timelines().entrySet().stream()
                                .sorted(java.util.Map.Entry.comparingByKey())
                                .map(entry ->
                                        entry.getKey() + "=" + entry.getValue().total()
                                                + entry.getValue().newest())
                                .toList()
                        + each.pausedUntil() + each.fewer()));
        nodes.all(Schema.SUPPRESSION)
                .forEach(each -> state.add(each.subject().charAt(0) + " " + each.channel() + each.purpose()
                        + each.reason() + each.at() + each.source()));
        nodes.all(Schema.EVENT).forEach(each -> state.add(each.toString()));
        nodes.enrollments().forEach(each -> state.add(each.subscriberId() + each.state()));
        nodes.all(Schema.DELIVERY).forEach(each -> state.add(each.subscriberId() + each.state() + each.at()));
        nodes.all(Schema.HOST_CHANGE).forEach(each -> state.add(each.change().toString()));
        Collections.sort(state);
        return state;
    }

    private static List<String> oneByOne() {
        try (Nodes nodes = sent(Database.MEMORY)) {
            activities().forEach(nodes.node("b").feedback()::record);
            return state(nodes);
        }
    }

    private static List<List<Activity>> portions(long seed) {
        Random random = new Random(seed);
        List<Activity> all = new ArrayList<>(activities());
        all.addAll(activities().subList(0, random.nextInt(240)));
        Collections.shuffle(all, random);
        List<List<Activity>> portions = new ArrayList<>();
        for (int from = 0; from < all.size(); ) {
            int to = Math.min(all.size(), from + 1 + random.nextInt(60));
            portions.add(all.subList(from, to));
            from = to;
        }
        return portions;
    }

    @Test
    void anyOrderAndAnyRepetition() {
        List<String> expected = oneByOne();
        for (long seed = 1; seed <= 100; seed++) {
            try (Nodes nodes = sent(Database.MEMORY)) {
                portions(seed).forEach(nodes.node("b").feedback()::record);
                assertThat(state(nodes)).as("seed %d", seed).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anyNumberOfThreads(Database database) throws Exception {
        List<String> expected = oneByOne();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (long seed = 1; seed <= 3; seed++) {
                try (Nodes nodes = sent(database)) {
                    Feedback feedback = nodes.node("b").feedback();
                    Collection<Callable<Integer>> work = new ArrayList<>();
                    portions(seed).forEach(portion -> work.add(() -> feedback.record(portion)));
                    int fresh = 0;
                    for (Future<Integer> each : threads.invokeAll(work)) {
                        fresh += each.get();
                    }
                    assertThat(fresh).isEqualTo(240);
                    assertThat(state(nodes)).as("seed %d", seed).isEqualTo(expected);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void clicksFenceNobodysShard(Database database) {
        List<String> people =
                IntStream.range(0, 400).mapToObj(i -> "p-%03d".formatted(i)).toList();
        try (Nodes nodes = new Nodes(database, people)) {
            Reengage node = nodes.node("a");
            List<Activity> clicks = people.stream()
                    .map(id -> Activity.of(ActivityType.CLICKED).by(id).at(World.START))
                    .toList();
            assertThat(node.feedback().record(clicks)).isEqualTo(400);
            assertThat(nodes.all(Schema.PERSON)).hasSize(400);
            assertThat(nodes.all(Schema.LEASE)).allMatch(lease -> lease.fence() == 0);
        }
    }
}
