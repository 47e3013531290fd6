// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What to send back: write status, headers and {@link #bytes()} as they are.
 *
 * @param status HTTP status
 * @param headers one value by name; all of them matter, and none sets a cookie
 * @param body an HTML page, or a picture with one character for each byte; empty where HTTP wants none
 */
public record LandingResponse(int status, Map<String, String> headers, String body) {

    public LandingResponse {
        headers = Map.copyOf(headers);
    }

    /** What goes over the wire: a page in UTF-8, the encoding its {@code Content-Type} names, a picture as it is. */
    public byte[] bytes() {
        boolean picture = headers.getOrDefault("Content-Type", "").startsWith("image/");
        return body.getBytes(picture ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    LandingResponse withoutBody() {
        return new LandingResponse(status, headers, "");
    }
}
