// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tokens as text: base64url of a payload and its signature. The payload is a version, then key id, page, run, step,
 * person, purpose and language, each with its length before it, then the expiry; in version 2 the target and the number of
 * the message's targets, too. There is exactly one text for a token and a key: texts that merely decode to the same bytes are
 * refused.
 */
final class TokenFormat {

    static final int SIGNATURE_BYTES = 16;

    private static final int TO_A_PAGE = 1;
    private static final int TO_A_TARGET = 2;
    private static final int LONGEST_TEXT = 8192;

    private TokenFormat() {}

    static String write(LinkToken token, SigningKeys keys) {
        byte[] payload = payload(token, keys.current());
        byte[] signature = keys.sign(keys.current(), payload, SIGNATURE_BYTES);
        byte[] whole = Arrays.copyOf(payload, payload.length + SIGNATURE_BYTES);
        System.arraycopy(signature, 0, whole, payload.length, SIGNATURE_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    static Optional<LinkToken> read(String text, SigningKeys keys) {
        byte[] whole = decode(text);
        if (whole.length <= SIGNATURE_BYTES) {
            return Optional.empty();
        }
        int end = whole.length - SIGNATURE_BYTES;
        byte[] payload = Arrays.copyOf(whole, end);
        byte[] given = Arrays.copyOfRange(whole, end, whole.length);
        String keyId = keyId(payload);
        boolean genuine = MessageDigest.isEqual(given, keys.sign(keyId, payload, SIGNATURE_BYTES));
        return genuine && keys.accept(keyId) ? Optional.of(token(payload)) : Optional.empty();
    }

    private static byte[] payload(LinkToken token, String keyId) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            @Nullable LinkTarget target = token.target();
            out.writeByte(target == null ? TO_A_PAGE : TO_A_TARGET);
            out.writeUTF(keyId);
            out.writeUTF(token.page());
            out.writeUTF(token.run());
            out.writeUTF(token.step());
            out.writeUTF(token.subscriberId());
            out.writeUTF(token.purpose());
            out.writeUTF(token.language());
            out.writeLong(token.expiresAt().getEpochSecond());
            if (target != null) {
                out.writeUTF(target.uri());
                out.writeShort(target.links());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The id of the key the payload names, not yet proven; empty if it names none. */
    private static String keyId(byte[] payload) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
            int version = in.readByte();
            return version == TO_A_PAGE || version == TO_A_TARGET ? in.readUTF() : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static LinkToken token(byte[] proven) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(proven))) {
            int version = in.readByte();
            in.readUTF();
            return new LinkToken(
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    Instant.ofEpochSecond(in.readLong()),
                    version == TO_A_TARGET ? new LinkTarget(in.readUTF(), in.readUnsignedShort()) : null);
        } catch (IOException e) {
            throw new UncheckedIOException("a token with a genuine signature is cut short", e);
        }
    }

    private static byte[] decode(String text) {
        if (text.length() > LONGEST_TEXT) {
            return new byte[0];
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            String canonical = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            return canonical.equals(text) ? bytes : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
