// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What most tests of links start from. */
final class Given {

    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    static final URI BASE = URI.create("https://shop.example/mail");
    static final SigningKeys KEYS = SigningKeys.of("2026", secret(1));
    static final SignedLinks LINKS = SignedLinks.at(BASE).signedWith(KEYS);

    private Given() {}

    static byte[] secret(int fill) {
        byte[] secret = new byte[SigningKeys.SHORTEST_SECRET];
        Arrays.fill(secret, (byte) fill);
        return secret;
    }

    static LinkToken token(String page) {
        return token(page, "en");
    }

    static LinkToken token(String page, String language) {
        return new LinkToken(page, "run-7", "ask", "42", "newsletter", language, NOW.plus(Duration.ofDays(30)));
    }

    static String pathOf(LinkToken token) {
        return LINKS.to(token).getRawPath();
    }

    static String textOf(LinkToken token) {
        String path = pathOf(token);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static LandingRequest get(String path) {
        return request("GET", path, Map.of());
    }

    static LandingRequest post(String path, String name, String value) {
        return request("POST", path, Map.of(name, value));
    }

    static LandingRequest request(String method, String path, Map<String, String> form) {
        return LandingRequest.withForm(method, path, Map.of("User-Agent", List.of(BROWSER)), form);
    }

    static final String BROWSER =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1"
                    + " Mobile/15E148 Safari/604.1";
}
