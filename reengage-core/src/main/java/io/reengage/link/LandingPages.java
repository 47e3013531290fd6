// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import io.reengage.activity.MachineVisits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages that links in messages lead to, for any HTTP server: hand in a {@link LandingRequest}, send back the {@link
 * LandingResponse}.
 *
 * <p>A GET shows a page and changes nothing, as scanners follow links too; a POST acts. The unsubscribe page also takes the
 * one-click POST of mail programs (RFC 8058). Whatever is wrong with a link, the answer is the same page. Success is
 * shown only after {@link LandingVisits} has returned. Pages are accessible, need no script and load nothing.
 */
public final class LandingPages {

    static final String METHODS = "GET, HEAD, OPTIONS, POST";

    private static final Logger logger = LoggerFactory.getLogger(LandingPages.class);

    private final SignedLinks links;
    private final LandingVisits visits;
    private final InstantSource clock;
    private final LandingView view;

    private LandingPages(Builder builder) {
        this.links = builder.links;
        this.visits = builder.visits;
        this.clock = builder.clock;
        this.view = new LandingView(builder.brand, builder.css, builder.template);
    }

    /**
     * Starts the pages these links lead to.
     *
     * @param visits is told what happens on them; called on the threads of {@link #respond}, see there for its duties
     */
    public static Builder builder(SignedLinks links, LandingVisits visits, InstantSource clock) {
        return new Builder(links, visits, clock);
    }

    /** Answers a request. Throws nothing, whatever the request holds. */
    public LandingResponse respond(LandingRequest request) {
        return switch (request.method()) {
            case "GET" -> show(request);
            case "HEAD" -> head(request);
            case "POST" -> act(request);
            case "OPTIONS" -> new LandingResponse(204, Map.of("Allow", METHODS, "Cache-Control", "no-store"), "");
            default -> view.show(Screen.METHOD_REFUSED, language("", request));
        };
    }

    private LandingResponse show(LandingRequest request) {
        Instant now = clock.instant();
        LinkToken token = token(request, now).orElse(null);
        if (token == null) {
            return refuse(request);
        }
        String language = language(token.language(), request);
        boolean machine = MachineVisits.classify(request.method(), request.headers(), null)
                .machine();
        return whenDurable(
                token,
                language,
                () -> visits.visited(token, machine, now),
                () -> view.show(Screen.asking(token.page()), language));
    }

    private LandingResponse head(LandingRequest request) {
        return token(request, clock.instant())
                .map(token -> view.show(Screen.asking(token.page()), language(token.language(), request)))
                .orElseGet(() -> refuse(request))
                .withoutBody();
    }

    private LandingResponse act(LandingRequest request) {
        Instant now = clock.instant();
        LinkToken token = token(request, now).orElse(null);
        if (token == null) {
            return refuse(request);
        }
        String language = language(token.language(), request);
        return Choices.read(token.page(), request, now)
                .map(answer -> whenDurable(
                        token,
                        language,
                        () -> visits.answered(token, answer, now),
                        () -> view.confirm(answer, language)))
                .orElseGet(() -> view.askAgain(Screen.asking(token.page()), language));
    }

    private LandingResponse whenDurable(
            LinkToken token, String language, Runnable keep, Supplier<LandingResponse> response) {
        try {
            keep.run();
        } catch (RuntimeException e) {
            logger.warn(
                    "What subscriber {} did on page {} (run {}, step {}) could not be kept; they are asked to try again",
                    token.subscriberId(),
                    token.page(),
                    token.run(),
                    token.step(),
                    e);
            return view.show(Screen.UNAVAILABLE, language);
        }
        return response.get();
    }

    /** The token, if it belongs to the page it is used on. */
    private Optional<LinkToken> token(LandingRequest request, Instant now) {
        String page = request.page();
        return links.read(request.token(), now).filter(token -> token.page().equals(page) && Choices.pageExists(page));
    }

    /** The same page for every reason. */
    private LandingResponse refuse(LandingRequest request) {
        return view.show(Screen.REFUSED, language("", request));
    }

    private static String language(String ofMessage, LandingRequest request) {
        return LandingTexts.choose(ofMessage, request.header("Accept-Language").orElse(""));
    }

    /** Collects how the pages look; every choice has a default. */
    public static final class Builder {
        private final SignedLinks links;
        private final LandingVisits visits;
        private final InstantSource clock;
        private String brand;
        private String css = "";
        private @Nullable String template;

        private Builder(SignedLinks links, LandingVisits visits, InstantSource clock) {
            this.links = Objects.requireNonNull(links, "links");
            this.visits = Objects.requireNonNull(visits, "visits");
            this.clock = Objects.requireNonNull(clock, "clock");
            this.brand = links.host();
        }

        /** The sender's name as people know it, as plain text; left out, the host name of the links. */
        public Builder brand(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("brand is blank");
            }
            this.brand = name.strip();
            return this;
        }

        /**
         * Rules added after the stylesheet of the pages, such as {@code :root { --accent: #7a1f5c; }}.
         *
         * @throws IllegalArgumentException if they could end the style element
         */
        public Builder stylesheet(String rules) {
            if (rules.contains("</") || rules.contains("<!--")) {
                throw new IllegalArgumentException("stylesheet contains </ or <!-- and could leave its element");
            }
            this.css = rules;
            return this;
        }

        /**
         * The frame of the page in Mustache, instead of ours. It is given {@code lang}, {@code brand}, {@code heading}
         * and {@code lead}, takes the style element with <code>{{{style}}}</code>, and what the page asks or says,
         * heading included, with <code>{{&gt;content}}</code>.
         */
        public Builder template(String mustache) {
            this.template = Objects.requireNonNull(mustache, "mustache");
            return this;
        }

        /**
         * Ends.
         *
         * @throws IllegalArgumentException if the template cannot be filled
         */
        public LandingPages build() {
            return new LandingPages(this);
        }
    }
}
