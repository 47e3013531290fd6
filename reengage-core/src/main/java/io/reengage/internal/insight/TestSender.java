// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.insight;

import io.reengage.campaign.Action;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Step;
import io.reengage.channel.Channel;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.internal.dispatch.Composer;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.RunDefinition;
import io.reengage.ledger.Run;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends one step as one person would get it, to an address of the host's choice. Keeps no record of it. */
public final class TestSender {
    private final Settings settings;
    private final Composer composer;

    public TestSender(Settings settings) {
        this.settings = settings;
        this.composer = new Composer(settings);
    }

    public Receipt send(Campaign campaign, Step step, String asSubscriber, Address to) {
        if (!(step.action() instanceof Action.Send send)) {
            throw new IllegalArgumentException(
                    "step " + step.id() + " of campaign " + campaign.name() + " sends nothing");
        }
        @Nullable
        Subscriber person = settings.subscribers().find(Set.of(asSubscriber)).get(asSubscriber);
        if (person == null) {
            throw new IllegalArgumentException("there is no subscriber " + asSubscriber);
        }
        if (!settings.mayDeliverTo(to)) {
            throw new IllegalArgumentException(
                    "this environment delivers only to addresses named by deliverOnlyTo(...)");
        }
        @Nullable Channel channel = settings.channels().get(send.channel());
        if (channel == null) {
            throw new IllegalArgumentException("no channel named " + send.channel() + " is set up");
        }
        String kind = channel.spec().addressKind();
        if (!to.kind().equals(kind)) {
            throw new IllegalArgumentException(
                    "channel " + send.channel() + " delivers to addresses of kind " + kind + ", not " + to.kind());
        }
        Instant now = settings.now();
        // a run that never was: the links of a test mail belong to nobody's campaign
        Run test = new Run(campaign.name() + "/test", campaign.name(), "", Run.Status.PAUSED, "", now, null, null, 0);
        RunDefinition definition = new RunDefinition(test, campaign);
        Subscriber stand = withAddress(person, to);
        String variant = definition.variant(step.id(), send, person.id());
        Composer.Composition composition = composer.compose(definition, step, stand, 1, variant, now);
        if (composition instanceof Composer.Composition.Impossible impossible) {
            return Receipt.refusedForGood(impossible.reason());
        }
        if (composition instanceof Composer.Composition.Broken broken) {
            return Receipt.refusedForGood(broken.reason());
        }
        return deliver(channel, ((Composer.Composition.Written) composition).message());
    }

    private static Receipt deliver(Channel channel, Message message) {
        List<String> problems = channel.problems(message);
        return problems.isEmpty()
                ? Objects.requireNonNullElse(channel.deliver(message), Receipt.unknown("the channel gave no receipt"))
                : Receipt.refusedForGood(String.join("; ", problems));
    }

    private static Subscriber withAddress(Subscriber person, Address to) {
        return new Subscriber(
                person.id(),
                List.of(to),
                person.language(),
                person.zone(),
                person.joinedAt(),
                person.attributes(),
                person.consents(),
                person.subscriptions());
    }
}
