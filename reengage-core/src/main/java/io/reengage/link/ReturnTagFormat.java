// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import com.google.common.io.BaseEncoding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Return tags as text that fits into the local part of an address and survives servers that change its case: base32 of marks,
 * person and signature.
 */
final class ReturnTagFormat {
    /** With it and a short name before it, a local part stays within the 64 octets of RFC 5321 4.5.3.1.1. */
    private static final int LONGEST_TEXT = 54;

    private static final int SIGNATURE_BYTES = 8;
    private static final int MARK_BYTES = (ReturnTag.MESSAGE_DIGITS + ReturnTag.ADDRESS_DIGITS) / 2;
    private static final byte PLAIN = 0;
    private static final byte IS_UUID = 1;
    private static final byte IS_HEX = 2;
    /** What there is room for, in bytes. */
    private static final int MOST_PLAIN = 16;

    private static final Pattern LONG_HEX = Pattern.compile("(?:[0-9a-f]{2}){9,16}");
    /** Keeps these signatures apart from those of links, whose first byte is another. */
    private static final byte KIND = 'r';

    private static final BaseEncoding TEXT = BaseEncoding.base32().lowerCase().omitPadding();
    private static final BaseEncoding HEX = BaseEncoding.base16().lowerCase();

    private ReturnTagFormat() {}

    /** The text; empty if the person's id is too long for it. */
    static Optional<String> write(ReturnTag tag, SigningKeys keys) {
        byte[] person = person(tag.subscriberId());
        byte[] payload = ByteBuffer.allocate(MARK_BYTES + person.length)
                .put(HEX.decode(tag.messageMark() + tag.addressMark()))
                .put(person)
                .array();
        byte[] whole = Arrays.copyOf(payload, payload.length + SIGNATURE_BYTES);
        System.arraycopy(sign(keys, keys.current(), payload), 0, whole, payload.length, SIGNATURE_BYTES);
        String text = TEXT.encode(whole);
        return text.length() > LONGEST_TEXT ? Optional.empty() : Optional.of(text);
    }

    static Optional<ReturnTag> read(String text, SigningKeys keys) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.length() > LONGEST_TEXT || !TEXT.canDecode(lower)) {
            return Optional.empty();
        }
        byte[] whole = TEXT.decode(lower);
        if (whole.length < MARK_BYTES + 2 + SIGNATURE_BYTES
                || !TEXT.encode(whole).equals(lower)) {
            return Optional.empty();
        }
        byte[] payload = Arrays.copyOf(whole, whole.length - SIGNATURE_BYTES);
        byte[] given = Arrays.copyOfRange(whole, payload.length, whole.length);
        boolean genuine = false;
        for (String key : keys.ids()) {
            genuine |= MessageDigest.isEqual(given, sign(keys, key, payload));
        }
        @Nullable String person = genuine ? person(Arrays.copyOfRange(payload, MARK_BYTES, payload.length)) : null;
        if (person == null) {
            return Optional.empty();
        }
        String marks = HEX.encode(payload, 0, MARK_BYTES);
        return Optional.of(new ReturnTag(
                person, marks.substring(0, ReturnTag.MESSAGE_DIGITS), marks.substring(ReturnTag.MESSAGE_DIGITS)));
    }

    private static byte[] sign(SigningKeys keys, String key, byte[] payload) {
        byte[] labelled =
                ByteBuffer.allocate(payload.length + 1).put(KIND).put(payload).array();
        return keys.sign(key, labelled, SIGNATURE_BYTES);
    }

    private static byte[] person(String id) {
        @Nullable UUID uuid = uuid(id);
        if (uuid != null) {
            return ByteBuffer.allocate(17)
                    .put(IS_UUID)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
        }
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_PLAIN && LONG_HEX.matcher(id).matches()) {
            return ByteBuffer.allocate(1 + id.length() / 2)
                    .put(IS_HEX)
                    .put(HEX.decode(id))
                    .array();
        }
        return ByteBuffer.allocate(bytes.length + 1).put(PLAIN).put(bytes).array();
    }

    private static @Nullable String person(byte[] bytes) {
        if (bytes[0] == IS_HEX) {
            return HEX.encode(bytes, 1, bytes.length - 1);
        }
        if (bytes[0] == IS_UUID && bytes.length == 17) {
            ByteBuffer uuid = ByteBuffer.wrap(bytes, 1, 16);
            return new UUID(uuid.getLong(), uuid.getLong()).toString();
        }
        return bytes[0] == PLAIN ? new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8) : null;
    }

    /** The id as a UUID, if that writes it the same way again. */
    private static @Nullable UUID uuid(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.toString().equals(id) ? uuid : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
