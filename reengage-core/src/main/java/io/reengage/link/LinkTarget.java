// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a link leads on to.
 *
 * @param uri an absolute {@code http} or {@code https} address in ASCII without user, such as {@link #ascii(String)} gives;
 *     at most {@value #LONGEST} characters
 * @param links how many different targets the message's links have, 1 to 65535
 */
public record LinkTarget(String uri, int links) {

    /** The longest target, in characters. */
    public static final int LONGEST = 2000;

    /** Legal in addresses on the web, illegal in a {@link URI}: written with percent signs, which means the same. */
    private static final String TO_ESCAPE = "\"<>^`{|}";

    public LinkTarget {
        if (!ascii(uri).equals(Optional.of(uri))) {
            throw new IllegalArgumentException("the target of a link is no absolute http or https address in ASCII");
        }
        if (links < 1 || links > 0xffff) {
            throw new IllegalArgumentException("a message with this link has 1 to 65535 targets, not " + links);
        }
    }

    /**
     * An address as browsers send it: the host in Punycode, other characters beyond ASCII as UTF-8 with percent signs, the rest
     * as it is.
     *
     * @param address as a person may have written it
     * @return empty if it is no absolute {@code http} or {@code https} address, names a user, is too long, or holds what
     *     browsers may read in another way than we do: backslashes, controls, blanks
     */
    public static Optional<String> ascii(String address) {
        int authority = address.indexOf("://") + 3;
        String scheme = authority < 3 ? "" : address.substring(0, authority - 3).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || address.length() > LONGEST || holdsTraps(address)) {
            return Optional.empty();
        }
        int path = path(address, authority);
        return host(address.substring(authority, path))
                .flatMap(host ->
                        escaped(address.substring(path)).map(rest -> address.substring(0, authority) + host + rest))
                .filter(LinkTarget::isSafe);
    }

    private static int path(String address, int authority) {
        int path = authority;
        while (path < address.length() && "/?#".indexOf(address.charAt(path)) < 0) {
            path++;
        }
        return path;
    }

    private static boolean holdsTraps(String address) {
        return address.codePoints()
                .anyMatch(c -> c == '\\'
                        || Character.isISOControl(c)
                        || Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.getType(c) == Character.FORMAT);
    }

    /** The host and its port. */
    private static Optional<String> host(String authority) {
        if (authority.indexOf('@') >= 0 || authority.indexOf('%') >= 0) {
            return Optional.empty();
        }
        try {
            int colon = authority.indexOf(':');
            String name = colon < 0 ? authority : authority.substring(0, colon);
            String port = colon < 0 ? "" : authority.substring(colon);
            return Optional.of(
                    authority.chars().allMatch(c -> c < 0x80)
                            ? authority
                            : IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES) + port);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> escaped(String rest) {
        StringBuilder out = new StringBuilder(rest.length());
        int path = (rest + '?').replace('#', '?').indexOf('?');
        int length = 0;
        for (int i = 0; i < rest.length(); i += length) {
            int c = rest.codePointAt(i);
            length = Character.charCount(c);
            boolean bracketInPath = (c == '[' || c == ']') && i < path;
            if (c < 0x80 && TO_ESCAPE.indexOf(c) < 0 && !bracketInPath) {
                out.append((char) c);
            } else if (!escape(rest.substring(i, i + length), out)) {
                return Optional.empty();
            }
        }
        return Optional.of(out.toString());
    }

    /** Whether it could be: half a character cannot. */
    private static boolean escape(String character, StringBuilder out) {
        try {
            var bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(character));
            while (bytes.hasRemaining()) {
                out.append(String.format(Locale.ROOT, "%%%02X", bytes.get() & 0xff));
            }
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isSafe(String ascii) {
        try {
            URI uri = new URI(ascii);
            return !Objects.requireNonNullElse(uri.getHost(), "").isEmpty()
                    && uri.getRawUserInfo() == null
                    && uri.getPort() <= 0xffff
                    && ascii.length() <= LONGEST;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Says nothing of the address, which may hold what only its reader should know. */
    @Override
    public String toString() {
        return "LinkTarget[" + uri.length() + " characters, one of " + links + "]";
    }
}
