// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Signs mails, so that receivers know whose they are and that nobody changed them (RFC 6376): RSA-SHA256, Ed25519-SHA256 (RFC
 * 8463), or one signature of each. For hosts whose relay does not sign.
 *
 * <p>The list headers are always covered, as RFC 8058 demands, and none of the headers that readers act on can be added later.
 *
 * <p>Immutable.
 */
public final class Dkim {
    private static final int LONGEST_SELECTOR = 63;

    private final String domain;
    private final List<Key> keys;

    private Dkim(String domain, List<Key> keys) {
        this.domain = domain;
        this.keys = keys;
    }

    /**
     * Signs for this domain, which should be the author's or above it: only then DMARC counts the signature.
     *
     * @param domain such as {@code shop.example}
     */
    public static Dkim forDomain(String domain) {
        return new Dkim(Checks.address("any@" + domain).domain(), List.of());
    }

    /**
     * Signs with this key. Keys of different algorithms sign together; of one algorithm the newest that is active.
     *
     * @param selector where the public key is published: {@code <selector>._domainkey.<domain>}
     * @param pem RSA of 1024 bits or more (2048 is right), or Ed25519, as PKCS#8: {@code -----BEGIN PRIVATE KEY-----}
     * @throws IllegalArgumentException if it is no such key; the message does not repeat it
     */
    public Dkim key(String selector, String pem) {
        return key(selector, pem, Instant.MIN);
    }

    /**
     * Signs with this key for all mails written from an instant on, instead of earlier keys of its algorithm.
     *
     * @param from by then receivers must see the public key: publish it some days before
     */
    public Dkim key(String selector, String pem, Instant from) {
        Key key = new Key(selector(selector), DkimAlgorithm.readKey(pem), Objects.requireNonNull(from, "from"));
        for (Key other : keys) {
            if (other.selector().equals(key.selector())) {
                throw new IllegalArgumentException("selector " + key.selector() + " has a key already");
            }
        }
        List<Key> more = new ArrayList<>(keys);
        more.add(key);
        return new Dkim(domain, List.copyOf(more));
    }

    private static String selector(String selector) {
        boolean usable = !selector.isEmpty()
                && selector.length() <= LONGEST_SELECTOR
                && selector.chars().allMatch(c -> c == '-' || c == '_' || (c < 128 && Character.isLetterOrDigit(c)));
        if (!usable) {
            throw new IllegalArgumentException("a DKIM selector is letters, digits, - and _, not: " + selector);
        }
        return selector;
    }

    /** Refuses keys that would leave the mails before a certain day unsigned. */
    Dkim complete() {
        if (keys.stream().noneMatch(key -> key.from().equals(Instant.MIN))) {
            throw new IllegalArgumentException(
                    "DKIM of " + domain + " has no key that is active already: key(selector, pem) is missing");
        }
        return this;
    }

    String domain() {
        return domain;
    }

    /** The keys that sign a mail written then: one of each algorithm. */
    List<Key> active(Instant at) {
        Map<DkimAlgorithm, Key> newest = new LinkedHashMap<>();
        for (Key key : keys) {
            if (!key.from().isAfter(at)) {
                newest.merge(key.algorithm(), key, (a, b) -> b.from().isAfter(a.from()) ? b : a);
            }
        }
        return List.copyOf(newest.values());
    }

    /**
     * The signatures of a mail.
     *
     * @param mail headers and body as they travel
     * @param at when it was written
     * @return header lines to be put before it
     */
    String signatures(byte[] mail, Instant at) {
        DkimContent content = DkimContent.of(mail);
        StringBuilder lines = new StringBuilder();
        for (Key key : active(at)) {
            lines.append(content.signature(domain, key, at));
        }
        return lines.toString();
    }

    /**
     * A private key and where its public half is published.
     *
     * @param from when it becomes active
     */
    record Key(String selector, PrivateKey secret, Instant from) {

        DkimAlgorithm algorithm() {
            return DkimAlgorithm.of(secret.getAlgorithm());
        }

        @Override
        public String toString() {
            return "Key[" + selector + "]";
        }
    }
}
