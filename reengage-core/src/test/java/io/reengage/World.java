// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.activity.ActivityType.RECEIVED;
import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.landingPage;
import static io.reengage.campaign.Steps.nominateForSunset;
import static io.reengage.campaign.Steps.percent;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.anyEngagement;
import static io.reengage.segment.Conditions.anyOf;
import static io.reengage.segment.Conditions.clicked;
import static io.reengage.segment.Conditions.confirmed;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Span.months;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.campaign.Campaign;
import io.reengage.channel.Message;
import io.reengage.channel.Templates;
import io.reengage.ledger.Ledger;
import io.reengage.link.LandingRequest;
import io.reengage.link.LandingResponse;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.policy.SunsetPolicy;
import io.reengage.segment.Share;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.subscriber.Subscription;
import io.reengage.testing.RecordingChannel;
import io.reengage.testing.VirtualClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A small shop with a list, a clock and a channel, for tests of the whole loop. */
final class World implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    static final String LIST = "newsletter";
    static final Duration LONG = Duration.ofMinutes(5);

    final VirtualClock clock = VirtualClock.at(START);
    final RecordingChannel channel = RecordingChannel.email();
    final List<Activity> history = new ArrayList<>();
    final List<Subscriber> people = new ArrayList<>();
    final Map<String, List<Consent>> said = new ConcurrentHashMap<>();
    final SubscriberStore store;
    final Reengage reengage;

    World(Ledger ledger, int silent, int active) {
        this(ledger, silent, active, builder -> builder);
    }

    /** These people, all silent, and a store that hears what they {@link #say}. */
    World(Ledger ledger, List<String> silent, UnaryOperator<ReengageBuilder> setUp) {
        this(ledger, silent, 0, setUp);
    }

    World(Ledger ledger, int silent, int active, UnaryOperator<ReengageBuilder> setUp) {
        this(ledger, IntStream.range(0, silent).mapToObj(i -> id("silent", i)).toList(), active, setUp);
    }

    private World(Ledger ledger, List<String> silent, int active, UnaryOperator<ReengageBuilder> setUp) {
        silent.forEach(id -> add(id, START.minus(Duration.ofDays(700))));
        IntStream.range(0, active).forEach(i -> {
            String id = id("active", i);
            add(id, START.minus(Duration.ofDays(700)));
            history.add(Activity.of(ActivityType.CLICKED).by(id).at(START.minus(Duration.ofDays(20))));
        });
        store = hearing(SubscriberStore.inMemory(people));
        reengage = setUp.apply(Reengage.builder()
                        .environment(Environment.PRODUCTION)
                        .subscribers(store)
                        .activity(ActivitySource.inMemory(
                                history,
                                Observation.live(
                                        START.minus(Duration.ofDays(1000)),
                                        List.of(PURCHASED, RECEIVED, ActivityType.CLICKED))))
                        .ledger(ledger)
                        .channel(channel)
                        .templates(Templates.of(Map.of(
                                "still-interested.subject.mustache", "Still interested?",
                                "still-interested.text.mustache", "Keep me: {{callToAction}} Leave: {{unsubscribe}}",
                                "last-call.subject.mustache", "Last call",
                                "last-call.text.mustache", "Keep me: {{callToAction}} Leave: {{unsubscribe}}")))
                        .links(SignedLinks.at(URI.create("https://news.shop.example/r"))
                                .signedWith(SigningKeys.of("test", new byte[32])))
                        .sunset(SunsetPolicy.ofDefaults()
                                .atMost(Share.percent(100), Share.percent(100))
                                .withoutCanary())
                        .clock(clock)
                        .workers(1)
                        .threads(new SteadyTime(clock)))
                .build();
    }

    /** Records what a person said, for whoever asks from now on. */
    void say(String id, Consent consent) {
        said.computeIfAbsent(id, any -> new ArrayList<>()).add(consent);
    }

    private SubscriberStore hearing(SubscriberStore written) {
        return new SubscriberStore() {
            @Override
            public Page<Subscriber> page(String cursor, int limit) {
                return written.page(cursor, limit);
            }

            @Override
            public Map<String, Subscriber> find(Set<String> ids) {
                Map<String, Subscriber> found = new HashMap<>(written.find(ids));
                found.replaceAll((id, person) -> heard(person));
                return found;
            }

            @Override
            public Set<String> apply(List<StatusChange> changes) {
                return written.apply(changes);
            }
        };
    }

    private Subscriber heard(Subscriber person) {
        Map<String, Consent> consents = new HashMap<>(person.consents());
        said.getOrDefault(person.id(), List.of()).forEach(each -> consents.put(each.purpose(), each));
        return new Subscriber(
                person.id(),
                person.addresses(),
                person.language(),
                person.zone(),
                person.joinedAt(),
                person.attributes(),
                consents,
                person.subscriptions());
    }

    static String id(String kind, int number) {
        return "%s-%04d".formatted(kind, number);
    }

    private void add(String id, Instant joined) {
        people.add(Subscriber.withId(id)
                .email(id + "@people.example")
                .joinedAt(joined)
                .subscribed(LIST, joined, "form 1")
                .build());
        IntStream.range(0, 12)
                .forEach(month ->
                        history.add(Activity.of(RECEIVED).by(id).at(START.minus(Duration.ofDays(30L * month + 10)))));
    }

    static Campaign.Builder winBack() {
        return Campaign.named("win-back")
                .standing()
                .purpose(LIST)
                .audience(allOf(
                        subscribed(LIST),
                        inactive(anyEngagement()).forAtLeast(months(12)).afterReceiving(5)))
                .holdout(percent(10))
                .step("ask", send("email").template("still-interested").callToAction(landingPage("keep-me")))
                .step(
                        "remind",
                        after(days(7)),
                        send("email").template("last-call").callToAction(landingPage("keep-me")))
                .step("retire", after(days(5)), nominateForSunset(LIST).sparing(clicked()))
                .exitWhen(anyOf(confirmed("keep-me"), did(PURCHASED)))
                .conversion(did(PURCHASED), days(30));
    }

    /** Does what is due now. */
    Work run() {
        return reengage.runDue(LONG);
    }

    /** Lets time pass and does what has become due. */
    Work runAfter(Duration time) {
        clock.advance(time);
        return run();
    }

    List<Message> messagesTo(String id) {
        return channel.messages().stream()
                .filter(message -> message.subscriberId().equals(id))
                .toList();
    }

    LandingResponse visit(String method, URI link, Map<String, String> form) {
        Map<String, List<String>> browser = Map.of(
                "User-Agent", List.of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
                "Accept-Language", List.of("en"));
        return reengage.landing().respond(LandingRequest.withForm(method, link.getPath(), browser, form));
    }

    URI link(Message message, String name) {
        return Optional.ofNullable(message.links().get(name)).orElseThrow();
    }

    /** Where the person stands on the list, as the host's store has it. */
    Subscription.Status status(String id) {
        Subscriber person = Optional.ofNullable(store.find(Set.of(id)).get(id)).orElseThrow();
        return Optional.ofNullable(person.subscriptions().get(LIST))
                .orElseThrow()
                .status();
    }

    @Override
    public void close() {
        reengage.close();
    }
}
