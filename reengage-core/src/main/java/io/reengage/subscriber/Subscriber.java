// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.subscriber;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person on the host's list, as the host knows them now.
 *
 * @param id the host's own key for the person: 1 to 200 characters, no control characters, no half
 *     surrogate pairs, never reused
 * @param addresses where the person can be reached, the preferred one of each kind first
 * @param language BCP 47 tag of the language to write in, such as {@code ja}; {@code null} if unknown
 * @param zone time zone as text, such as {@code Asia/Tokyo}; resolved late, {@code null} if unknown
 * @param joinedAt when the person joined the list, not when they were imported; {@code null} if unknown
 * @param attributes what else the host knows: text, numbers, booleans, {@link Instant}, {@link java.time.LocalDate},
 *     lists and maps of these
 * @param consents what the person said, by purpose
 * @param subscriptions where the person stands, by list
 */
public record Subscriber(
        String id,
        List<Address> addresses,
        @Nullable String language,
        @Nullable String zone,
        @Nullable Instant joinedAt,
        Map<String, Object> attributes,
        Map<String, Consent> consents,
        Map<String, Subscription> subscriptions) {

    public Subscriber {
        Text.require(id, "subscriber id", 200);
        addresses = List.copyOf(addresses);
        attributes = Map.copyOf(attributes);
        consents = Map.copyOf(consents);
        subscriptions = Map.copyOf(subscriptions);
    }

    /** Starts a person with the host's key; {@link Builder#build()} ends. */
    public static Builder withId(String id) {
        return new Builder(id);
    }

    /** The preferred address of a kind. */
    public Optional<Address> address(String kind) {
        return addresses.stream().filter(each -> each.kind().equals(kind)).findFirst();
    }

    /**
     * Whether the person agreed to be contacted for this purpose and still is on the list of that name. Neither an
     * unknown purpose nor a missing record counts as agreement.
     */
    public boolean mayReceive(String purpose) {
        return consented(purpose) && subscribed(purpose);
    }

    /** Whether the person's recorded word on this purpose is yes. */
    public boolean consented(String purpose) {
        Consent consent = consents.get(purpose);
        return consent != null && consent.granted();
    }

    /**
     * The person's word on a purpose through one channel: that on {@code purpose/channel} if they gave one, else that on the
     * purpose as a whole.
     *
     * @param channel the channel; {@code null} for the purpose as a whole
     */
    public Optional<Consent> consent(String purpose, @Nullable String channel) {
        Consent special = channel == null ? null : consents.get(purpose + "/" + channel);
        return Optional.ofNullable(special == null ? consents.get(purpose) : special);
    }

    /** Whether the person is on this list. */
    public boolean subscribed(String list) {
        Subscription subscription = subscriptions.get(list);
        return subscription != null && subscription.status() == Subscription.Status.SUBSCRIBED;
    }

    /** Names the person by id only. */
    @Override
    public String toString() {
        return "Subscriber[" + id + "]";
    }

    /** Collects what the host knows about one person. */
    public static final class Builder {
        private final String id;
        private final List<Address> addresses = new ArrayList<>();
        private @Nullable String language;
        private @Nullable String zone;
        private @Nullable Instant joinedAt;
        private final Map<String, Object> attributes = new LinkedHashMap<>();
        private final Map<String, Consent> consents = new LinkedHashMap<>();
        private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();

        private Builder(String id) {
            this.id = Objects.requireNonNull(id, "id");
        }

        public Builder email(String address) {
            return address(Address.email(address));
        }

        public Builder address(Address address) {
            addresses.add(address);
            return this;
        }

        public Builder language(@Nullable String tag) {
            this.language = tag;
            return this;
        }

        public Builder zone(@Nullable String zoneId) {
            this.zone = zoneId;
            return this;
        }

        public Builder joinedAt(@Nullable Instant instant) {
            this.joinedAt = instant;
            return this;
        }

        public Builder attribute(String name, Object value) {
            attributes.put(name, value);
            return this;
        }

        /** On the list of this name, by the person's own consent to the purpose of the same name. */
        public Builder subscribed(String purpose, Instant at, String evidence) {
            return consent(new Consent(purpose, true, at, evidence))
                    .subscription(new Subscription(purpose, Subscription.Status.SUBSCRIBED, at));
        }

        public Builder consent(Consent consent) {
            consents.put(consent.purpose(), consent);
            return this;
        }

        public Builder subscription(Subscription subscription) {
            subscriptions.put(subscription.name(), subscription);
            return this;
        }

        public Subscriber build() {
            return new Subscriber(id, addresses, language, zone, joinedAt, attributes, consents, subscriptions);
        }
    }
}
