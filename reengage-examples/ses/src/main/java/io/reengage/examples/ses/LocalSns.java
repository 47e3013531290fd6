// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.ses;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Writes what SNS would post: signed envelopes around what SES would tell. */
final class LocalSns {
    static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:mail";
    static final String CERTIFICATE = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-local.pem";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalAuthority authority;
    private final Instant now;

    LocalSns(LocalAuthority authority, Instant now) {
        this.authority = authority;
        this.now = now;
    }

    /** A bounce, complaint or delivery of a message that carried these headers. */
    String event(String id, String kind, String messageId, Map<String, String> headers, Map<String, String> detail) {
        ObjectNode event = JSON.createObjectNode().put("notificationType", kind);
        ObjectNode about = event.putObject(kind.toLowerCase(Locale.ROOT)).put("timestamp", now.toString());
        detail.forEach(about::put);
        ObjectNode mail = event.putObject("mail").put("messageId", messageId);
        ArrayNode all = mail.putArray("headers");
        headers.forEach((name, value) -> all.addObject().put("name", name).put("value", value));
        return envelope(SnsEnvelope.NOTIFICATION, id, event.toString(), Map.of());
    }

    String confirmation() {
        return envelope(
                SnsEnvelope.CONFIRMATION,
                "confirm-1",
                "You have chosen to subscribe",
                Map.of(
                        "Token",
                        "t0ken",
                        "SubscribeURL",
                        "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t0ken"));
    }

    /** A signed envelope. */
    String envelope(String type, String id, String message, Map<String, String> more) {
        Map<String, String> fields = new LinkedHashMap<>(more);
        fields.put("Type", type);
        fields.put("MessageId", id);
        fields.put("TopicArn", TOPIC);
        fields.put("Message", message);
        fields.put("Timestamp", now.toString());
        fields.put("SignatureVersion", "2");
        fields.put("SigningCertURL", CERTIFICATE);
        try {
            fields.put("Signature", authority.sign(new SnsEnvelope(fields).signedText()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        ObjectNode json = JSON.createObjectNode();
        fields.forEach(json::put);
        return json.toString();
    }
}
