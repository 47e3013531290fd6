// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import com.google.common.net.InternetDomainName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Writes and reads links that cannot be guessed or altered: {@code <base>/<page>/<token>}. The token is signed and bound to
 * page, message, person and purpose; the same token always makes the same link.
 *
 * <pre>{@code
 * SignedLinks links = SignedLinks.at(URI.create("https://shop.example/mail"))
 *         .signedWith(SigningKeys.of("2026", secret));
 * }</pre>
 */
public final class SignedLinks {

    /** How long links are honoured if {@link #validFor(Duration)} says nothing else: 400 days, a year and some weeks. */
    public static final Duration DEFAULT_VALIDITY = Duration.ofDays(400);

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String base;
    private final SigningKeys keys;
    private final Duration validity;
    private final String domain;

    private SignedLinks(String base, SigningKeys keys, Duration validity) {
        this.base = base;
        this.keys = keys;
        this.validity = validity;
        this.domain = domain(host());
    }

    /**
     * Says where the landing pages are mounted.
     *
     * @param base absolute {@code https} address without query, fragment and user; {@code http} is accepted for this
     *     machine only, as a link is a capability and must not travel in the clear
     * @throws IllegalArgumentException if it is another kind of address
     */
    public static Unsigned at(URI base) {
        String scheme = Objects.requireNonNullElse(base.getScheme(), "").toLowerCase(Locale.ROOT);
        String host = Objects.requireNonNullElse(base.getHost(), "").toLowerCase(Locale.ROOT);
        boolean safe = scheme.equals("https") || (scheme.equals("http") && THIS_MACHINE.contains(host));
        if (host.isEmpty() || !safe) {
            throw new IllegalArgumentException("base of links must be an absolute https address, is " + base);
        }
        if (base.getRawQuery() != null || base.getRawFragment() != null || base.getRawUserInfo() != null) {
            throw new IllegalArgumentException("base of links must have no query, fragment and user");
        }
        String text = base.toString();
        return new Unsigned(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    /** A place for links that still lacks its keys. */
    public static final class Unsigned {
        private final String base;

        private Unsigned(String base) {
            this.base = base;
        }

        /** Completes it with the keys to sign and accept links with. */
        public SignedLinks signedWith(SigningKeys keys) {
            return new SignedLinks(base, Objects.requireNonNull(keys, "keys"), DEFAULT_VALIDITY);
        }
    }

    /**
     * The same links with another validity. Links to the unsubscribe page do not expire, whatever is said here.
     *
     * @throws IllegalArgumentException if it is shorter than a day
     */
    public SignedLinks validFor(Duration duration) {
        if (duration.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("links must be valid for at least a day, not " + duration);
        }
        return new SignedLinks(base, keys, duration);
    }

    /** When a link to this page expires that is written at this instant. */
    public Instant expiryOf(String page, Instant writtenAt) {
        return page.equals(LinkToken.UNSUBSCRIBE) ? LinkToken.NEVER : writtenAt.plus(validity);
    }

    /** The link that carries this token. */
    public URI to(LinkToken token) {
        return URI.create(textOf(token));
    }

    /** The same as text. */
    public String textOf(LinkToken token) {
        return base + "/" + token.page() + "/" + TokenFormat.write(token, keys);
    }

    /** Whether an address is a link of ours, whatever it leads to and even if it has expired. */
    public boolean isOurs(String address) {
        return address.startsWith(base + "/")
                && TokenFormat.read(address.substring(address.lastIndexOf('/') + 1), keys)
                        .isPresent();
    }

    /**
     * Reads the last part of a link.
     *
     * @return the token; empty if it was altered, signed with a key not accepted, is no token at all, or has expired:
     *     which of these is not told
     */
    public Optional<LinkToken> read(String token, Instant now) {
        return TokenFormat.read(token, keys).filter(read -> now.isBefore(read.expiresAt()));
    }

    /**
     * A return tag as text of at most 54 lower-case letters and digits, in which case does not matter.
     *
     * @return empty if the subscriber's id is too long for it: over 16 bytes, or over 32 lower-case hex digits, and no UUID
     */
    public Optional<String> write(ReturnTag tag) {
        return ReturnTagFormat.write(tag, keys);
    }

    /** Reads a return tag; empty if it was not signed with an accepted key. Return tags do not expire. */
    public Optional<ReturnTag> readReturnTag(String text) {
        return ReturnTagFormat.read(text, keys);
    }

    /** The host name people see in the links. */
    String host() {
        return Objects.requireNonNullElse(URI.create(base).getHost(), "");
    }

    /** What the owner of the host registered: {@code shop.co.uk} of {@code news.shop.co.uk}. */
    String domain() {
        return domain;
    }

    private static String domain(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (!InternetDomainName.isValid(lower) || lower.matches("[0-9.]+")) {
            return lower;
        }
        InternetDomainName name = InternetDomainName.from(lower);
        if (name.isUnderPublicSuffix()) {
            return name.topPrivateDomain().toString();
        }
        List<String> parts = name.parts();
        return String.join(".", parts.subList(Math.max(0, parts.size() - 2), parts.size()));
    }

    /** Names the place and the keys, never their secrets. */
    @Override
    public String toString() {
        return "SignedLinks[" + base + ", " + keys + "]";
    }
}
