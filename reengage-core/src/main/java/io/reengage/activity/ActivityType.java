// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kind of activity, known by name. The constants are those the library itself understands; a host adds its own with
 * {@link #of(String)}.
 *
 * @param name lower-case words, digits, {@code _ - . :}; at most 60 characters, not counting the prefix of {@link #machine()}
 */
public record ActivityType(String name) implements Comparable<ActivityType> {

    /** A message was handed over for the person and did not come back. */
    public static final ActivityType RECEIVED = new ActivityType("received");
    /** A person opened a message. Openings by machines carry {@link #machine()} of this type. */
    public static final ActivityType OPENED = new ActivityType("opened");
    /** A person followed a link. Clicks by scanners carry {@link #machine()} of this type. */
    public static final ActivityType CLICKED = new ActivityType("clicked");
    /** Something was bought. Property {@link Activity#VALUE} says for how much. */
    public static final ActivityType PURCHASED = new ActivityType("purchased");
    /** A visit to the host's site. */
    public static final ActivityType VISITED = new ActivityType("visited");
    /** A product or an article was looked at. */
    public static final ActivityType VIEWED = new ActivityType("viewed");
    /** Something was put into a cart; property {@link Activity#CART} says into which. */
    public static final ActivityType CARTED = new ActivityType("carted");
    /** The app was launched. */
    public static final ActivityType APP_OPENED = new ActivityType("app_opened");
    /** The person answered a message in words. */
    public static final ActivityType REPLIED = new ActivityType("replied");
    /** Any page's button was pressed; {@link #confirmedOn(String)} is one page's. */
    public static final ActivityType CONFIRMED = new ActivityType("confirmed");
    /** The person asked for fewer messages. */
    public static final ActivityType ASKED_FEWER = new ActivityType("asked_fewer");
    /** The person asked for a pause; property {@link Activity#UNTIL} says until when. */
    public static final ActivityType PAUSED = new ActivityType("paused");
    /** The person left; property {@link Activity#REASON} may say why. */
    public static final ActivityType UNSUBSCRIBED = new ActivityType("unsubscribed");
    /** The person reported a message as spam. */
    public static final ActivityType COMPLAINED = new ActivityType("complained");
    /** A message came back for good: the address does not exist. */
    public static final ActivityType HARD_BOUNCED = new ActivityType("hard_bounced");
    /** A message came back for now. */
    public static final ActivityType SOFT_BOUNCED = new ActivityType("soft_bounced");

    /**
     * Every signal of a living, interested person: human opens, clicks, purchases, visits, products looked at or put
     * into a cart, app launches, replies, answers on a landing page. So a weekly buyer who never opens a mail is not silent.
     */
    public static final Set<ActivityType> ENGAGEMENT = Set.of(
            OPENED, CLICKED, PURCHASED, VISITED, VIEWED, CARTED, APP_OPENED, REPLIED, CONFIRMED, ASKED_FEWER, PAUSED);

    private static final String MACHINE = "machine:";
    private static final int LONGEST_NAME = 60;

    public ActivityType {
        if (!isName(name, 0) && !(name.startsWith(MACHINE) && isName(name, MACHINE.length()))) {
            throw new IllegalArgumentException("activity type "
                    + (name.length() > LONGEST_NAME ? "of " + name.length() + " characters" : "'" + name + "'")
                    + " is not made of 1 to 60 lower-case letters, digits and _ . : -");
        }
        // one text per name, so that to compare two types is to compare two references
        name = name.intern();
    }

    private static boolean isName(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!plain && (i == from || "_.:-".indexOf(c) < 0)) {
                return false;
            }
        }
        return text.length() > from && text.length() - from <= LONGEST_NAME;
    }

    /** The type of this name. */
    public static ActivityType of(String name) {
        return new ActivityType(name);
    }

    /** The button of one landing page was pressed, such as {@code keep-me}. */
    public static ActivityType confirmedOn(String page) {
        return new ActivityType("confirmed:" + page);
    }

    /** The same activity done by a machine: kept on record, never engagement. */
    public ActivityType machine() {
        return isMachine() ? this : new ActivityType(MACHINE + name);
    }

    /** Whether a machine did it. */
    public boolean isMachine() {
        return name.startsWith(MACHINE);
    }

    @Override
    @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // interned
    public boolean equals(@Nullable Object other) {
        return other instanceof ActivityType that && name == that.name;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public int compareTo(ActivityType other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
