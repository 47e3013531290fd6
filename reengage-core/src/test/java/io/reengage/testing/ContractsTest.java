// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.channel.Channel;
import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Our own implementations keep the contracts, and liars are found out. */
class ContractsTest {
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    /** Ours, whose people the host can change by making it anew. */
    private static class Ours implements SubscriberStore {
        private SubscriberStore store = SubscriberStore.inMemory(List.of());

        void put(Subscriber person) {
            Map<String, Subscriber> people = people();
            people.put(person.id(), person);
            store = SubscriberStore.inMemory(people.values());
        }

        void remove(String id) {
            Map<String, Subscriber> people = people();
            people.remove(id);
            store = SubscriberStore.inMemory(people.values());
        }

        private Map<String, Subscriber> people() {
            Map<String, Subscriber> people = new TreeMap<>();
            store.page("", 1000).items().forEach(each -> people.put(each.id(), each));
            return people;
        }

        @Override
        public Page<Subscriber> page(String cursor, int limit) {
            return store.page(cursor, limit);
        }

        @Override
        public Map<String, Subscriber> find(Set<String> ids) {
            return store.find(ids);
        }

        @Override
        public Set<String> apply(List<StatusChange> changes) {
            return store.apply(changes);
        }
    }

    private static SubscriberStoreContract.Host host(Ours ours, SubscriberStore checked) {
        return new SubscriberStoreContract.Host() {
            @Override
            public SubscriberStore store() {
                return checked;
            }

            @Override
            public void put(Subscriber person) {
                ours.put(person);
            }

            @Override
            public void remove(String id) {
                ours.remove(id);
            }
        };
    }

    @Test
    void theStoreInMemoryKeepsTheContract() {
        Ours ours = new Ours();
        assertThatCode(() -> SubscriberStoreContract.verify(host(ours, ours))).doesNotThrowAnyException();
    }

    /** Answers from what it saw first. */
    private static class Stale extends Ours {
        private final Map<String, Subscriber> cache = new HashMap<>();

        @Override
        public Map<String, Subscriber> find(Set<String> ids) {
            super.find(ids).forEach(cache::putIfAbsent);
            Map<String, Subscriber> found = new HashMap<>(cache);
            found.keySet().retainAll(ids);
            return found;
        }
    }

    private static class ForgetsTheLastPage extends Ours {
        @Override
        public Page<Subscriber> page(String cursor, int limit) {
            Page<Subscriber> page = super.page(cursor, limit);
            return page.next() == null && !cursor.isEmpty() ? Page.last(List.of()) : page;
        }
    }

    private static class SaysYesAndDoesNothing extends Ours {
        @Override
        public Set<String> apply(List<StatusChange> changes) {
            return Set.of();
        }
    }

    private static class TakesEveryChangeForNew extends Ours {
        @Override
        public Set<String> apply(List<StatusChange> changes) {
            return super.apply(changes.stream()
                    .map(each -> new StatusChange(
                            each.id(),
                            each.subscriberId(),
                            each.subscription(),
                            each.kind(),
                            each.at().plusSeconds(3600),
                            each.until(),
                            each.reason()))
                    .toList());
        }
    }

    private static class DoesEverythingAgain extends Ours {
        private int calls;

        @Override
        public Set<String> apply(List<StatusChange> changes) {
            calls++;
            return super.apply(changes.stream()
                    .map(each -> new StatusChange(
                            each.id() + calls,
                            each.subscriberId(),
                            each.subscription(),
                            each.kind(),
                            each.at(),
                            each.until(),
                            each.reason()))
                    .toList());
        }
    }

    private static class InventsPeople extends Ours {
        @Override
        public Map<String, Subscriber> find(Set<String> ids) {
            Map<String, Subscriber> found = new HashMap<>(super.find(ids));
            ids.forEach(id ->
                    found.computeIfAbsent(id, key -> Subscriber.withId(key).build()));
            return found;
        }
    }

    static Stream<Arguments> liars() {
        return Stream.of(
                Arguments.of(new Stale(), "find sees at once what the host wrote"),
                Arguments.of(new ForgetsTheLastPage(), "leave nobody out"),
                Arguments.of(new SaysYesAndDoesNothing(), "who left may not be written to"),
                Arguments.of(new TakesEveryChangeForNew(), "who agreed anew after leaving stays agreed"),
                Arguments.of(new DoesEverythingAgain(), "comes again has no further effect"),
                Arguments.of(new InventsPeople(), "who is unknown is left out"));
    }

    @ParameterizedTest
    @MethodSource("liars")
    void aLyingStoreIsFoundOut(Ours liar, String broken) {
        assertThatThrownBy(() -> SubscriberStoreContract.verify(host(liar, liar)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(broken);
    }

    private static ActivitySource source(Collection<Activity> activities) {
        return ActivitySource.inMemory(
                activities, Observation.live(START, List.of(ActivityType.CLICKED, ActivityType.PURCHASED)));
    }

    @Test
    void theSourceInMemoryKeepsTheContract() {
        assertThatCode(() -> ActivitySourceContract.verify(source(ActivitySourceContract.sample())))
                .doesNotThrowAnyException();
    }

    /** Leaves one thing about a source as it should not be. */
    private record Bent(ActivitySource source, UnaryOperator<Instant> asOf, UnaryOperator<Instant> to)
            implements ActivitySource {
        @Override
        public Map<String, ActivitySummary> summaries(Set<String> ids, ActivityNeed need, Instant at) {
            return source.summaries(ids, need, asOf.apply(at));
        }

        @Override
        public void history(Set<String> ids, Instant from, Instant end, Consumer<Activity> sink) {
            source.history(ids, from, to.apply(end), sink);
        }

        @Override
        public Observation observed() {
            return source.observed();
        }
    }

    @Test
    void aSourceThatKnowsTheFutureOrEndsLateOrLosesActivityIsFoundOut() {
        List<Activity> sample = ActivitySourceContract.sample();
        assertThatThrownBy(() -> ActivitySourceContract.verify(
                        new Bent(source(sample), at -> Instant.MAX, UnaryOperator.identity())))
                .hasMessageContaining("summaries as of");
        assertThatThrownBy(() -> ActivitySourceContract.verify(
                        new Bent(source(sample), UnaryOperator.identity(), to -> to.plusSeconds(1))))
                .hasMessageContaining("history begins with from and ends before to");
        assertThatThrownBy(() -> ActivitySourceContract.verify(source(sample.subList(1, sample.size()))))
                .isInstanceOf(AssertionError.class);
    }

    private static List<Message> messages() {
        return Stream.of("a", "b", "c")
                .map(key -> new Message(
                        key,
                        "p-" + key,
                        Address.email(key + "@people.example"),
                        "en",
                        Map.of("subject", "Still there?", "text", "?"),
                        Map.of(),
                        "newsletter",
                        START))
                .toList();
    }

    @Test
    void theRecordingChannelKeepsTheContract() {
        assertThatCode(() -> ChannelContract.verify(RecordingChannel.email(), messages()))
                .doesNotThrowAnyException();
    }

    private static Channel bent(BiConsumer<Iterator<Message>, BiConsumer<Message, Receipt>> deliverAll) {
        return new Channel() {
            @Override
            public ChannelSpec spec() {
                return RecordingChannel.email().spec();
            }

            @Override
            public Receipt deliver(Message message) {
                return Receipt.accepted("ok");
            }

            @Override
            public void deliverAll(Iterator<Message> due, BiConsumer<Message, Receipt> done) {
                deliverAll.accept(due, done);
            }
        };
    }

    @Test
    void aChannelThatAnswersTwiceOrNotAtAllOrThrowsIsFoundOut() {
        Set<Message> kept = new HashSet<>();
        assertThatThrownBy(() -> ChannelContract.verify(
                        bent((due, done) -> due.forEachRemaining(each -> {
                            done.accept(each, Receipt.accepted("once"));
                            done.accept(each, Receipt.accepted("twice"));
                        })),
                        messages()))
                .hasMessageContaining("answers each message once");
        assertThatThrownBy(
                        () -> ChannelContract.verify(bent((due, done) -> due.forEachRemaining(kept::add)), messages()))
                .hasMessageContaining("answers each message once");
        assertThatThrownBy(() -> ChannelContract.verify(
                        bent((due, done) -> {
                            throw new IllegalStateException("no");
                        }),
                        messages()))
                .hasMessageContaining("IllegalStateException");
    }
}
