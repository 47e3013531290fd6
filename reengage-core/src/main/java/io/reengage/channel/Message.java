// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import io.reengage.subscriber.Address;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One rendered message for one person.
 *
 * @param key stable identity: the same for every attempt at this (person, run, step), different from all others; letters,
 *     digits and {@code -} only, at most 60 characters
 * @param subscriberId whom it is for
 * @param to where it goes
 * @param language BCP 47 tag of the language it is written in
 * @param fields rendered content by name, such as {@code subject}, {@code html}, {@code text}
 * @param links where its reader can go, by name: {@link #UNSUBSCRIBE}, {@link #PREFERENCES}, the call to action
 * @param purpose what it is for, such as {@code newsletter}
 * @param createdAt when it was rendered
 */
public record Message(
        String key,
        String subscriberId,
        Address to,
        String language,
        Map<String, String> fields,
        Map<String, URI> links,
        String purpose,
        Instant createdAt) {

    /** Link: one click unsubscribes, by POST (RFC 8058). */
    public static final String UNSUBSCRIBE = "unsubscribe";
    /** Link: choose how much and what to receive. */
    public static final String PREFERENCES = "preferences";

    public Message {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(subscriberId, "subscriberId");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(createdAt, "createdAt");
        fields = Map.copyOf(fields);
        links = links instanceof Links ? links : Map.copyOf(links);
    }

    /** The content of a field. */
    public Optional<String> field(String name) {
        @Nullable String content = fields.get(name);
        return Optional.ofNullable(content);
    }

    /** A link by name. */
    public Optional<URI> link(String name) {
        return Optional.ofNullable(links.get(name));
    }

    /** Names the message by ids only. */
    @Override
    public String toString() {
        return "Message[" + key + " for " + subscriberId + "]";
    }
}
