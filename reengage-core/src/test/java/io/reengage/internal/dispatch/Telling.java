// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.campaign.Tracked;
import io.reengage.link.LinkTarget;
import io.reengage.link.LinkToken;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.link.Tracking;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Texts made to tell, and what they tell. */
final class Telling {
    static final SignedLinks LINKS = at(URI.create("https://news.shop.example/r"));
    static final Pattern LINK = Pattern.compile("https://news\\.shop\\.example/r/go/([A-Za-z0-9_-]+)");

    private Telling() {}

    static SignedLinks at(URI base) {
        return SignedLinks.at(base).signedWith(SigningKeys.of("2026", new byte[32]));
    }

    static LinkToken token(String page) {
        return new LinkToken(page, "win-back/1", "ask", "42", "newsletter", "en", LinkToken.NEVER);
    }

    static Map<String, String> in(Map<String, String> fields, Set<Tracked> what) {
        return new TrackedLinks(LINKS, Tracking.ofDefaults()).in(fields, what, token(LinkToken.PIXEL));
    }

    static String html(String html) {
        return Objects.requireNonNull(
                in(Map.of("html", html), Set.of(Tracked.CLICKS)).get("html"));
    }

    static String text(String text) {
        return Objects.requireNonNull(
                in(Map.of("text", text), Set.of(Tracked.CLICKS)).get("text"));
    }

    static List<LinkToken> tokens(String told) {
        return LINK.matcher(told)
                .results()
                .map(found -> LINKS.read(found.group(1), Instant.EPOCH).orElseThrow())
                .toList();
    }

    /** Where its links lead, in order. */
    static List<String> targets(String told) {
        return tokens(told).stream()
                .map(LinkToken::target)
                .map(Objects::requireNonNull)
                .map(LinkTarget::uri)
                .toList();
    }
}
