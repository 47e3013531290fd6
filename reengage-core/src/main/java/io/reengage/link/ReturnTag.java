// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Which message to whom a returned mail belongs to, as the address it comes back to tells it. Signed, it makes a forged bounce
 * prove nothing.
 *
 * @param subscriberId whom the message was for
 * @param messageMark the first {@value #MESSAGE_DIGITS} hex digits of the message's key
 * @param addressMark what {@link #addressMark(String)} makes of the address it was sent to
 */
public record ReturnTag(String subscriberId, String messageMark, String addressMark) {
    static final int MESSAGE_DIGITS = 10;
    static final int ADDRESS_DIGITS = 6;

    private static final Pattern MESSAGE = Pattern.compile("[0-9a-f]{10}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-f]{6}");

    public ReturnTag {
        if (subscriberId.isEmpty()
                || !MESSAGE.matcher(messageMark).matches()
                || !ADDRESS.matcher(addressMark).matches()) {
            throw new IllegalArgumentException(
                    "a return tag needs a subscriber, 10 hex digits of the message's key and 6 of the address' mark");
        }
    }

    /**
     * Six hex digits that tell an address from others without naming it: of the SHA-256 of its canonical form.
     *
     * @param canonical {@link io.reengage.subscriber.Address#canonical()}
     */
    public static String addressMark(String canonical) {
        return Hashing.sha256()
                .hashString(canonical, StandardCharsets.UTF_8)
                .toString()
                .substring(0, ADDRESS_DIGITS);
    }
}
