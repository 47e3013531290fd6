// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Something that happened to a message, as a provider tells it who knows the message by its own id and no subscriber.
 *
 * @param id unique key within the channel, 1 to 150 characters; the same id again is the same activity and counts once
 * @param channel the channel the message went through, by name
 * @param providerId the id the channel's receipt gave the message: 1 to 200 characters, one message's only
 * @param type what happened
 * @param at when it happened, not when it was learned
 * @param properties what else is known, as short texts by name
 */
public record ProviderActivity(
        String id, String channel, String providerId, ActivityType type, Instant at, Map<String, String> properties) {

    public ProviderActivity {
        require(id, "id", 150);
        require(channel, "channel", 100);
        require(providerId, "providerId", 200);
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(at, "at");
        properties = Map.copyOf(properties);
    }

    /** What happened to which message; its key is made of all of it. */
    public static ProviderActivity of(ActivityType type, String channel, String providerId, Instant at) {
        return new ProviderActivity(type.name() + "/" + at, channel, providerId, type, at, Map.of());
    }

    /** The same with the provider's own key. */
    public ProviderActivity id(String key) {
        return new ProviderActivity(key, channel, providerId, type, at, properties);
    }

    /** The same with one more property. */
    public ProviderActivity property(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(properties);
        more.put(name, value);
        return new ProviderActivity(id, channel, providerId, type, at, more);
    }

    /** The activity of the person whose message it was. */
    public Activity of(String subscriberId, Activity.Delivery message) {
        Map<String, String> known = new LinkedHashMap<>(properties);
        known.putIfAbsent(Activity.CHANNEL, channel);
        return new Activity("provider/" + channel + "/" + id, subscriberId, type, at, message, known);
    }

    private static void require(String text, String field, int longest) {
        if (text.isBlank() || text.length() > longest) {
            throw new IllegalArgumentException(
                    "a provider's activity needs a " + field + " of 1 to " + longest + " characters");
        }
        Activity.requireText(text, "the " + field + " of a provider's activity");
    }

    /** Names the activity without the provider's id. */
    @Override
    public String toString() {
        return "ProviderActivity[" + type + " through " + channel + " at " + at + "]";
    }
}
