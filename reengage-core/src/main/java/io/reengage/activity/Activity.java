// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import com.google.common.hash.Hashing;
import io.reengage.text.StorableText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something a person did, or that happened to a message for them, at one instant.
 *
 * @param id unique key of 1 to 200 characters; the same id again is the same activity and counts once
 * @param subscriberId who it concerns
 * @param type what happened
 * @param at when it happened, not when it was learned
 * @param delivery the message it answers, as {@link io.reengage.activity.Activity.Delivery}; {@code null} if none
 * @param properties what else is known, as short texts by name; what no database keeps of them, NUL and half surrogate pairs,
 *     becomes a question mark
 */
public record Activity(
        String id,
        String subscriberId,
        ActivityType type,
        Instant at,
        @Nullable Delivery delivery,
        Map<String, String> properties) {

    /** Property: money, as a plain decimal in the host's currency. */
    public static final String VALUE = "value";
    /** Property: why, as the person said it or chose it. */
    public static final String REASON = "reason";
    /** Property of a bounce: why, in the words of whoever refused or in ours. */
    public static final String WHY = "why";
    /** Property: an instant in ISO form. */
    public static final String UNTIL = "until";
    /** Property of a bounce: which address it speaks of, as {@link io.reengage.link.ReturnTag#addressMark(String)}. */
    public static final String ADDRESS = "address";
    /** Property of a soft bounce: whose fault it is; only what is {@link #OF_ADDRESS}, or does not say, counts against it. */
    public static final String SCOPE = "scope";
    /** Value of {@link #SCOPE}: the address'. */
    public static final String OF_ADDRESS = "address";
    /** Property of a bounce: whose server it is about, such as the address' domain. */
    public static final String PROVIDER = "provider";
    /** Property: which page, link or list. */
    public static final String ABOUT = "about";
    /** Property: which link of a message was followed, by its target; of a landing page, by its name. */
    public static final String LINK = "link";
    /** Property: why a visit counts as a person's or as a machine's, in words. */
    public static final String JUDGED = "judged";
    /** Property of an unsubscribe: the page that had asked the person whether to stay. */
    public static final String ASKED_ON = "askedOn";
    /** Property of a bounce that answers no message, since none was sent: the campaign run it was refused for. */
    public static final String RUN = "run";
    /** Property: the currency of the value, as an ISO 4217 code such as {@code EUR}. */
    public static final String CURRENCY = "currency";
    /** Property: what kind of thing it was about, such as a product category. */
    public static final String CATEGORY = "category";
    /** Property: the channel of the message it is about, by name. */
    public static final String CHANNEL = "channel";
    /** Property: the cart it belongs to. */
    public static final String CART = "cartId";

    private static final int LONGEST_ID = 200;

    /** No exponent: to add 1 to 1e999999999 would fill the memory. */
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?");

    /**
     * Names the message an activity answers.
     *
     * @param run the campaign run
     * @param step the step within it
     */
    public record Delivery(String run, String step) {

        public Delivery {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(step, "step");
            requireText(run + step, "the message an activity answers");
        }
    }

    public Activity {
        if (id.isBlank() || id.length() > LONGEST_ID) {
            throw new IllegalArgumentException(
                    "activity id must have 1 to " + LONGEST_ID + " characters, has " + id.length());
        }
        if (subscriberId.isBlank()) {
            throw new IllegalArgumentException("activity " + id + " names no subscriber");
        }
        requireText(id, "the id of an activity");
        requireText(subscriberId, "the subscriberId of an activity");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(at, "at");
        properties = Map.copyOf(properties);
        String value = properties.get(VALUE);
        if (value != null) {
            parse(id, value);
        }
    }

    static void requireText(String name, String what) {
        if (!StorableText.is(name)) {
            throw new IllegalArgumentException(
                    what + " holds NUL, or half a surrogate pair, as where a text was cut within a character");
        }
    }

    /** Starts an activity of this type; {@link Builder#at(Instant)} ends it. */
    public static Builder of(ActivityType type) {
        return new Builder(type);
    }

    /** The money it was worth, if the host said so. */
    public Optional<BigDecimal> value() {
        return Optional.ofNullable(properties.get(VALUE)).map(text -> parse(id, text));
    }

    /** Names the activity by ids only. */
    @Override
    public String toString() {
        return "Activity[" + type + " " + id + " of " + subscriberId + " at " + at + "]";
    }

    private static BigDecimal parse(String id, String value) {
        if (!DECIMAL.matcher(value).matches()) {
            throw new IllegalArgumentException("property value of activity " + id + " is not a plain decimal such as"
                    + " 12.50, of at most 30 digits before the point and after it");
        }
        return new BigDecimal(value);
    }

    /** Says who, which and when, in any order but the last. */
    public static final class Builder {
        private final ActivityType type;
        private @Nullable String id;
        private @Nullable String subscriberId;
        private @Nullable Delivery delivery;
        private final Map<String, String> properties = new LinkedHashMap<>();

        private Builder(ActivityType type) {
            this.type = Objects.requireNonNull(type, "type");
        }

        /** Who did it. */
        public Builder by(String subscriber) {
            this.subscriberId = subscriber;
            return this;
        }

        /** The unique key; left out, type, person and instant together make it. */
        public Builder id(String key) {
            this.id = key;
            return this;
        }

        /** The message it answers. */
        public Builder answering(Delivery message) {
            this.delivery = message;
            return this;
        }

        public Builder value(BigDecimal money) {
            return property(VALUE, money.toPlainString());
        }

        public Builder value(BigDecimal money, String currency) {
            return value(money).property(CURRENCY, currency);
        }

        public Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /** Ends the sentence: when it happened. */
        public Activity at(Instant instant) {
            if (subscriberId == null) {
                throw new IllegalStateException("nobody did it: say .by(subscriberId) before .at(...)");
            }
            String key = id == null ? type.name() + "/" + subscriberId + "/" + instant : id;
            if (id == null && key.length() > LONGEST_ID) {
                key = type.name() + "/" + Hashing.sha256().hashString(subscriberId, StandardCharsets.UTF_8) + "/"
                        + instant;
            }
            return new Activity(key, subscriberId, type, instant, delivery, properties);
        }
    }
}
