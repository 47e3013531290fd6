// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;

import io.reengage.activity.ActivityType;
import io.reengage.campaign.Campaign;
import io.reengage.channel.Channel;
import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.channel.Templates;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.rows.RowStore;
import io.reengage.ledger.rows.Table;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.FaultyLedger;
import io.reengage.ledger.store.Schema;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.policy.ContactPolicy;
import io.reengage.policy.SunsetPolicy;
import io.reengage.segment.Share;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.testing.VirtualClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Any number of nodes over one ledger, on one virtual clock, with a channel whose every answer the test decides. */
final class Nodes implements AutoCloseable {
    static final String LIST = World.LIST;
    static final Duration DEADLINE = Duration.ofMinutes(10);
    static final FaultyLedger.Fault NONE = new FaultyLedger.Fault() {
        @Override
        public void before() {}

        @Override
        public void after() {}
    };

    final VirtualClock clock = VirtualClock.at(World.START);
    /** One for all nodes: who waits anywhere outlives what was read everywhere. */
    final SteadyTime steadyTime = new SteadyTime(clock);

    final List<Message> handedOver = new CopyOnWriteArrayList<>();
    final RowStore rows;
    final SubscriberStore store;
    volatile Function<Message, Receipt> answer = message -> Receipt.accepted("ok-" + message.key());
    volatile Duration idempotencyWindow = Duration.ZERO;
    private final List<Reengage> open = new ArrayList<>();

    Nodes(Database database, List<String> people) {
        this(
                database,
                SubscriberStore.inMemory(people.stream().map(Nodes::person).toList()));
    }

    Nodes(Database database, SubscriberStore store) {
        this.rows = database.open(clock);
        this.store = store;
    }

    static Subscriber person(String id) {
        return Subscriber.withId(id)
                .email(id + "@people.example")
                .joinedAt(World.START.minus(Duration.ofDays(700)))
                .subscribed(LIST, World.START.minus(Duration.ofDays(700)), "form 1")
                .build();
    }

    /** Two messages a week apart to everybody on the list; who buys leaves. */
    static Campaign.Builder letters(String name) {
        return Campaign.named(name)
                .standing()
                .purpose(LIST)
                .audience(subscribed(LIST))
                .noHoldout("a test of sending")
                .step("ask", send("email").template("ask"))
                .step("remind", after(days(7)), send("email").template("ask"))
                .exitWhen(did(ActivityType.PURCHASED));
    }

    Reengage node(String name) {
        return node(name, NONE, builder -> builder);
    }

    Reengage node(String name, FaultyLedger.Fault fault, UnaryOperator<ReengageBuilder> setUp) {
        return node(name, fault, new Wire(fault), setUp);
    }

    Reengage node(String name, FaultyLedger.Fault fault, Channel channel, UnaryOperator<ReengageBuilder> setUp) {
        Ledger ledger = FaultyLedger.over(rows, fault);
        Reengage reengage = setUp.apply(Reengage.builder()
                        .environment(Environment.PRODUCTION)
                        .subscribers(store)
                        .ledger(ledger)
                        .channel(channel)
                        .templates(Templates.of(Map.of(
                                "ask.subject.mustache", "Still there?",
                                "ask.text.mustache", "Leave: {{unsubscribe}}")))
                        .links(SignedLinks.at(URI.create("https://news.shop.example/r"))
                                .signedWith(SigningKeys.of("test", new byte[32])))
                        .sunset(SunsetPolicy.ofDefaults()
                                .atMost(Share.percent(100), Share.percent(100))
                                .withoutCanary())
                        .policy(ContactPolicy.builder().build())
                        .clock(clock)
                        .node(name)
                        .workers(1)
                        .threads(steadyTime))
                .build();
        open.add(reengage);
        return reengage;
    }

    /** A channel that no fault reaches. */
    Channel wire() {
        return new Wire(NONE);
    }

    /** The channel; what it is given is on record before it answers. */
    private final class Wire implements Channel {
        private final FaultyLedger.Fault fault;

        private Wire(FaultyLedger.Fault fault) {
            this.fault = fault;
        }

        @Override
        public ChannelSpec spec() {
            return new ChannelSpec(
                    "email", Address.EMAIL, Set.of("subject"), Set.of("text"), DEADLINE, idempotencyWindow);
        }

        @Override
        public Receipt deliver(Message message) {
            fault.before();
            handedOver.add(message);
            Receipt receipt = answer.apply(message);
            fault.after();
            return receipt;
        }
    }

    /** How often each message was handed over, by key. */
    Map<String, Long> handOvers() {
        return handedOver.stream().collect(Collectors.groupingBy(Message::key, Collectors.counting()));
    }

    List<String> recipients() {
        return handedOver.stream().map(Message::subscriberId).toList();
    }

    <R> List<R> all(Table<R> table) {
        return rows.transact(each -> each.select(table, Where.all(), List.of(), Integer.MAX_VALUE));
    }

    List<Delivery> deliveries(String step) {
        return all(Schema.DELIVERY).stream()
                .filter(each -> each.step().equals(step))
                .toList();
    }

    List<Enrollment> enrollments() {
        return all(Schema.ENROLLMENT);
    }

    /** Rows by table. */
    Map<String, Long> sizes() {
        return rows.transact(each ->
                Schema.TABLES.stream().collect(Collectors.toMap(Table::name, table -> each.count(table, Where.all()))));
    }

    @Override
    public void close() {
        open.forEach(Reengage::close);
        rows.close();
    }
}
