// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.ses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What SNS posts: a notification, or the question whether its topic may send some.
 *
 * @param fields its texts by name, such as {@code Type}, {@code MessageId}, {@code TopicArn}, {@code Message}
 */
record SnsEnvelope(Map<String, String> fields) {
    static final String NOTIFICATION = "Notification";
    static final String CONFIRMATION = "SubscriptionConfirmation";
    static final String FAREWELL = "UnsubscribeConfirmation";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is signed, in this order, by type; a field that is absent is left out. */
    private static final Map<String, List<String>> SIGNED = Map.of(
            NOTIFICATION, List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
            CONFIRMATION, List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
            FAREWELL, List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"));

    SnsEnvelope {
        fields = Map.copyOf(fields);
    }

    /** @throws SnsRefusal if this is no envelope */
    static SnsEnvelope parse(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            Map<String, String> fields = new LinkedHashMap<>();
            json.properties().forEach(field -> {
                if (field.getValue().isTextual()) {
                    fields.put(field.getKey(), field.getValue().textValue());
                }
            });
            if (!SIGNED.containsKey(fields.getOrDefault("Type", ""))) {
                throw new SnsRefusal("Type is not one of " + SIGNED.keySet());
            }
            return new SnsEnvelope(fields);
        } catch (JsonProcessingException e) {
            throw new SnsRefusal("the body is not JSON");
        }
    }

    String type() {
        return get("Type");
    }

    /** A field's text; empty if it is absent. */
    String get(String field) {
        return fields.getOrDefault(field, "");
    }

    /** The text that is signed: names and values of the signed fields, a line each. */
    String signedText() {
        return SIGNED.getOrDefault(type(), List.of()).stream()
                .filter(fields::containsKey)
                .map(name -> name + "\n" + fields.get(name) + "\n")
                .collect(Collectors.joining());
    }
}
