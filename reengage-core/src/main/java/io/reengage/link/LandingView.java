// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Draws the screens, and adds the headers that keep them to themselves. */
final class LandingView {

    private static final List<String> PARTS = List.of("keep", "choices", "unsubscribe", "survey");

    private static final Map<String, String> PRIVATE = Map.of(
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "X-Robots-Tag", "noindex, nofollow");

    /** GIF89a, 1 by 1, two colours of which the first is transparent: one character for each byte. */
    private static final String POINT =
            "GIF89a\1\0\1\0\u0080\0\0\0\0\0\u00ff\u00ff\u00ff!\u00f9\4\1\0\0\0\0," + "\0\0\0\0\1\0\1\0\0\2\2D\1\0;";

    private final Template page;
    private final String brand;
    private final String style;
    private final Map<String, String> headers;
    private final Map<String, LandingTexts> texts;

    /**
     * Draws every screen once, so that a template that cannot be filled fails here.
     *
     * @param template the frame of the page; {@code null} for ours
     */
    LandingView(String brand, String addedCss, @Nullable String template) {
        String css = "\n" + resource("page.css") + addedCss.strip() + "\n";
        this.brand = brand;
        this.style = "<style>" + css + "</style>";
        this.headers = headers(css);
        this.texts = LandingTexts.LANGUAGES.stream().collect(Collectors.toMap(tag -> tag, LandingTexts::in));
        try {
            this.page = Mustache.compiler()
                    .withLoader(LandingView::part)
                    .compile(template == null ? resource("page.mustache") : template);
            for (String language : LandingTexts.LANGUAGES) {
                Arrays.stream(Screen.values()).forEach(screen -> draw(screen, language, Instant.EPOCH, true));
            }
        } catch (MustacheException e) {
            throw new IllegalArgumentException(
                    "the template of the landing pages cannot be filled: " + e.getMessage(), e);
        }
    }

    LandingResponse show(Screen screen, String language) {
        return respond(screen.status(), draw(screen, language, Instant.EPOCH, false), language);
    }

    /** The question again, with a note that nothing was chosen. */
    LandingResponse askAgain(Screen screen, String language) {
        return respond(400, draw(screen, language, Instant.EPOCH, true), language);
    }

    LandingResponse confirm(Answer answer, String language) {
        Instant until = answer instanceof Answer.Paused paused ? paused.until() : Instant.EPOCH;
        Screen screen = Screen.after(answer);
        return respond(screen.status(), draw(screen, language, until, false), language);
    }

    /** Leads on; the address of our link, a capability, is not told to where it leads. */
    static LandingResponse leadTo(LinkTarget target) {
        Map<String, String> all = new HashMap<>(PRIVATE);
        all.put("Location", target.uri());
        return new LandingResponse(302, all, "");
    }

    /** A picture of one transparent point. */
    static LandingResponse picture() {
        Map<String, String> all = new HashMap<>(PRIVATE);
        all.put("Content-Type", "image/gif");
        all.put("Cache-Control", "no-store, no-cache, must-revalidate, private, max-age=0");
        all.put("Pragma", "no-cache");
        all.put("Expires", "0");
        // pictures of a mail are fetched from other sites
        all.put("Cross-Origin-Resource-Policy", "cross-origin");
        return new LandingResponse(200, all, POINT);
    }

    private String draw(Screen screen, String language, Instant until, boolean again) {
        LandingTexts words = words(language);
        Map<String, Object> model = new HashMap<>(words.with(brand));
        model.put("lang", words.language());
        model.put("brand", brand);
        model.put("style", style);
        model.put("heading", model.getOrDefault(screen.key() + "-heading", ""));
        model.put("lead", lead(screen, model).replace("{date}", words.day(until)));
        model.put("again", again);
        model.put("reasons", reasons(model));
        PARTS.forEach(part -> model.put(part, screen.shows(part)));
        return page.execute(model);
    }

    private static String lead(Screen screen, Map<String, Object> model) {
        return model.getOrDefault(screen.key() + "-lead", "").toString();
    }

    private static List<Map<String, Object>> reasons(Map<String, Object> model) {
        return Arrays.stream(Answer.Reason.values())
                .map(reason ->
                        Map.of("code", reason.code(), "label", model.getOrDefault("reason-" + reason.code(), "")))
                .toList();
    }

    private LandingTexts words(String language) {
        LandingTexts found = texts.get(language);
        return found == null ? LandingTexts.in(LandingTexts.LANGUAGES.get(0)) : found;
    }

    private LandingResponse respond(int status, String body, String language) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Language", language);
        if (status == Screen.UNAVAILABLE.status()) {
            all.put("Retry-After", "60");
        }
        if (status == Screen.METHOD_REFUSED.status()) {
            all.put("Allow", LandingPages.METHODS);
        }
        return new LandingResponse(status, all, body);
    }

    private static Map<String, String> headers(String css) {
        return Map.of(
                "Content-Type", "text/html; charset=utf-8",
                "Content-Security-Policy",
                        "default-src 'none'; style-src 'sha256-" + sha256(css)
                                + "'; form-action 'self'; base-uri 'none';" + " frame-ancestors 'none'",
                "Referrer-Policy", "no-referrer",
                "Cache-Control", "no-store",
                "X-Content-Type-Options", "nosniff",
                "X-Frame-Options", "DENY",
                "X-Robots-Tag", "noindex, nofollow");
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    private static StringReader part(String name) {
        if (!name.equals("content")) {
            throw new MustacheException("there is no part " + name + ", only {{>content}}");
        }
        return new StringReader(resource("content.mustache"));
    }

    private static String resource(String name) {
        try (InputStream in = LandingTexts.resource(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
