// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one link in one message means: this page, for this person, asked by this message. Nothing else in a request can
 * change whom or what it concerns.
 *
 * @param page the landing page: {@link #KEEP_ME}, {@link #PREFERENCES} or {@link #UNSUBSCRIBE}; what is not a page but told
 *     apart in the same way: {@link #REDIRECT}, {@link #PIXEL} or {@link #HIDDEN}; or another word of lower-case letters,
 *     digits and {@code -}
 * @param run the campaign run
 * @param step the step within it
 * @param subscriberId who the link was written for; readable in the link, as are all other parts
 * @param purpose what the message was for, such as {@code newsletter}
 * @param language BCP 47 tag of the message's language, such as {@code ja}; {@code und} if unknown
 * @param expiresAt the first instant at which the link is refused, in whole seconds. A link to {@link #UNSUBSCRIBE}
 *     always carries {@link #NEVER}, whatever is given here
 * @param target where a {@link #REDIRECT} leads; {@code null} for everything else
 */
public record LinkToken(
        String page,
        String run,
        String step,
        String subscriberId,
        String purpose,
        String language,
        Instant expiresAt,
        @Nullable LinkTarget target) {

    /** Page: stay on the list, or choose less of it. */
    public static final String KEEP_ME = "keep-me";
    /** Page: choose how much to receive. */
    public static final String PREFERENCES = "preferences";
    /** Page: leave the list, for mail programs in one click. */
    public static final String UNSUBSCRIBE = "unsubscribe";
    /** Leads on to a page of the host's, and tells that it was followed. */
    public static final String REDIRECT = "go";
    /** A picture of one point, which tells that a message is being looked at. */
    public static final String PIXEL = "seen";
    /** A link that no reader sees, so that whoever follows it is a machine. */
    public static final String HIDDEN = "more";
    /** The expiry of links that do not expire. */
    public static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

    private static final Pattern PAGE = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    public LinkToken {
        if (!PAGE.matcher(page).matches()) {
            throw new IllegalArgumentException("page is not made of 1 to 40 lower-case letters, digits and -");
        }
        require(run, "run", 200);
        require(step, "step", 200);
        require(subscriberId, "subscriber id", 200);
        require(purpose, "purpose", 100);
        require(language, "language", 35);
        if (page.equals(REDIRECT) == (target == null)) {
            throw new IllegalArgumentException(
                    "a link leads on to a target if its page is " + REDIRECT + ", and only then");
        }
        boolean endless = page.equals(UNSUBSCRIBE) || expiresAt.isAfter(NEVER);
        expiresAt = endless ? NEVER : expiresAt.truncatedTo(ChronoUnit.SECONDS);
    }

    /** A link that leads to a page of ours. */
    public LinkToken(
            String page,
            String run,
            String step,
            String subscriberId,
            String purpose,
            String language,
            Instant expiresAt) {
        this(page, run, step, subscriberId, purpose, language, expiresAt, null);
    }

    private static void require(String text, String what, int longest) {
        if (text.isBlank() || text.length() > longest || holdsControl(text)) {
            throw new IllegalArgumentException(
                    what + " must have 1 to " + longest + " characters, none of them a control character");
        }
    }

    private static boolean holdsControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
