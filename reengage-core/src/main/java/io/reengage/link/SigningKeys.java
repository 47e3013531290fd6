// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The secrets links are signed with: the current one signs, older ones are still accepted. To rotate, make a new current
 * key and go on accepting the old one for as long as its links are in people's mailboxes; unsubscribe links do not expire,
 * so retire a key only when no mail signed with it matters any more.
 */
public final class SigningKeys {

    /** The shortest secret accepted, in bytes. */
    public static final int SHORTEST_SECRET = 32;

    /** Keeps our signatures apart from any other use of the same secret. */
    private static final byte[] LABEL = "io.reengage.link/1\0".getBytes(StandardCharsets.US_ASCII);

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,20}");

    private final String current;
    /** One keyed hash for each, set up once. */
    private final Map<String, HashFunction> keys;

    private SigningKeys(String current, Map<String, HashFunction> keys) {
        this.current = current;
        this.keys = keys;
    }

    /**
     * A current key.
     *
     * @param id public name of the key, such as {@code 2026}: 1 to 20 letters, digits and {@code . _ -}
     * @param secret at least {@value #SHORTEST_SECRET} random bytes; copied
     * @throws IllegalArgumentException if the id or the length of the secret does not fit
     */
    public static SigningKeys of(String id, byte[] secret) {
        return new SigningKeys(id, Map.of(id, key(id, secret)));
    }

    /**
     * These keys and an older one, whose links are still accepted.
     *
     * @throws IllegalArgumentException if the id or the length of the secret does not fit, or the id is taken
     */
    public SigningKeys accepting(String id, byte[] secret) {
        if (keys.containsKey(id)) {
            throw new IllegalArgumentException("signing key " + id + " was given twice");
        }
        Map<String, HashFunction> more = new LinkedHashMap<>(keys);
        more.put(id, key(id, secret));
        return new SigningKeys(current, more);
    }

    String current() {
        return current;
    }

    Set<String> ids() {
        return keys.keySet();
    }

    boolean accept(String id) {
        return keys.containsKey(id);
    }

    /** Signs the payload; under an unknown id with the current key, so that a refusal takes the same time. */
    byte[] sign(String id, byte[] payload, int bytes) {
        HashFunction signature = Objects.requireNonNull(keys.getOrDefault(id, keys.get(current)));
        byte[] whole =
                signature.newHasher().putBytes(LABEL).putBytes(payload).hash().asBytes();
        return Arrays.copyOf(whole, bytes);
    }

    /** Names the keys, never their secrets. */
    @Override
    public String toString() {
        Set<String> ids = keys.keySet();
        return "SigningKeys[signing with " + current + ", accepting " + String.join(", ", ids) + "]";
    }

    private static HashFunction key(String id, byte[] secret) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("id of a signing key is not made of 1 to 20 letters, digits and . _ -");
        }
        if (secret.length < SHORTEST_SECRET) {
            throw new IllegalArgumentException("secret of signing key " + id + " has " + secret.length
                    + " bytes, at least " + SHORTEST_SECRET + " are needed");
        }
        return Hashing.hmacSha256(secret);
    }
}
