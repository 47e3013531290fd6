// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.ses;

import java.net.URI;
import java.util.function.Consumer;

/** What a host mounts at the address it tells SNS: takes a body, answers an HTTP status. Safe for several threads. */
final class SnsEndpoint {
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;

    private final String channel;
    private final SnsVerifier verifier;
    private final Consumer<URI> confirmation;
    private final Consumer<SesEvents.Told> feedback;
    private final Consumer<String> refusals;

    /**
     * @param channel the mail channel's name
     * @param confirmation follows the address by which a topic is told that it may send
     * @param feedback such as a {@link Correlation}
     * @param refusals told why something was not believed
     */
    SnsEndpoint(
            String channel,
            SnsVerifier verifier,
            Consumer<URI> confirmation,
            Consumer<SesEvents.Told> feedback,
            Consumer<String> refusals) {
        this.channel = channel;
        this.verifier = verifier;
        this.confirmation = confirmation;
        this.feedback = feedback;
        this.refusals = refusals;
    }

    /** What to answer. SNS posts again what is not answered with 200, so a failing ledger loses nothing. */
    int receive(String body) {
        try {
            SnsEnvelope envelope = SnsEnvelope.parse(body);
            verifier.verify(envelope);
            take(envelope);
            return OK;
        } catch (SnsRefusal e) {
            refusals.accept(String.valueOf(e.getMessage()));
            return FORBIDDEN;
        }
    }

    private void take(SnsEnvelope envelope) {
        switch (envelope.type()) {
            case SnsEnvelope.CONFIRMATION ->
                confirmation.accept(SnsVerifier.snsAddress(envelope.get("SubscribeURL"), "SubscribeURL"));
            case SnsEnvelope.NOTIFICATION ->
                SesEvents.read(envelope.get("MessageId"), channel, envelope.get("Message"))
                        .ifPresent(feedback);
            default -> refusals.accept("the topic was unsubscribed");
        }
    }
}
