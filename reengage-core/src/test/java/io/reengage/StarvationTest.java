// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.campaign.Campaign;
import io.reengage.campaign.Steps;
import io.reengage.channel.Message;
import io.reengage.channel.Templates;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.store.Shards;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.segment.Conditions;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.testing.RecordingChannel;
import io.reengage.testing.VirtualClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What goes wrong for some keeps nobody else waiting. */
class StarvationTest {
    private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    private static final List<String> BROKEN =
            Stream.iterate(1, i -> i + 1).limit(12).map(i -> "broken" + i).toList();
    private static final List<String> SOUND =
            Stream.iterate(1, i -> i + 1).limit(60).map(i -> "sound" + i).toList();

    /** Dies of some people, as a store with a class left out of its jar would. */
    private record Brittle(SubscriberStore inner) implements SubscriberStore {

        @Override
        public Page<Subscriber> page(String cursor, int limit) {
            return inner.page(cursor, limit);
        }

        @Override
        public Map<String, Subscriber> find(Set<String> ids) {
            if (BROKEN.stream().anyMatch(ids::contains)) {
                throw new NoClassDefFoundError("left out");
            }
            return inner.find(ids);
        }

        @Override
        public Set<String> apply(List<StatusChange> changes) {
            return inner.apply(changes);
        }
    }

    private static Subscriber person(String id) {
        Instant joined = START.minus(Duration.ofDays(700));
        return Subscriber.withId(id)
                .email(id + "@people.example")
                .joinedAt(joined)
                .subscribed("newsletter", joined, "form 1")
                .build();
    }

    @Test
    void anErrorAboutSomePeopleLeavesNobodyElseUnsent() {
        RecordingChannel channel = RecordingChannel.email();
        SubscriberStore people = SubscriberStore.inMemory(Stream.concat(BROKEN.stream(), SOUND.stream())
                .map(StarvationTest::person)
                .toList());
        try (Reengage reengage = Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(new Brittle(people))
                .ledger(Ledger.inMemory())
                .channel(channel)
                .templates(Templates.of(Map.of("ask.subject.mustache", "s", "ask.html.mustache", "h")))
                .links(SignedLinks.at(URI.create("https://news.shop.example/r"))
                        .signedWith(SigningKeys.of("2026", new byte[32])))
                .clock(VirtualClock.at(START))
                .build()) {
            reengage.campaigns()
                    .launch(Campaign.named("letter")
                            .once()
                            .purpose("newsletter")
                            .audience(Conditions.subscribed("newsletter"))
                            .noHoldout("a test of sending")
                            .step("ask", Steps.send("email").template("ask"))
                            .build());
            reengage.runDue(Duration.ofSeconds(30));

            assertThat(channel.messages())
                    .extracting(Message::subscriberId)
                    .containsAll(SOUND.stream()
                            .filter(each -> BROKEN.stream().noneMatch(other -> sameShard(each, other)))
                            .toList());
        }
    }

    private static boolean sameShard(String one, String other) {
        return Shards.of(one) == Shards.of(other);
    }
}
