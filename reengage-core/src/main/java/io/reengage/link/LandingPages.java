// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import io.reengage.activity.Networks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages that links in messages lead to, for any HTTP server: hand in a {@link LandingRequest}, send back the {@link
 * LandingResponse}.
 *
 * <p>A GET shows a page and changes nothing, as scanners follow links too; a POST acts. The unsubscribe page also takes the
 * one-click POST of mail programs (RFC 8058). A tracked link leads on to the target that is signed into it, whatever else the
 * request says, and the picture that tells of openings is the same whatever its link. Whatever is wrong with a link, the
 * answer is the same page. Success is shown only after {@link LandingVisits} has returned. Pages are accessible, need no
 * script and load nothing.
 */
public final class LandingPages {

    static final String METHODS = "GET, HEAD, OPTIONS, POST";

    /** What is no page: a link that leads on, a picture, a link that nobody sees. */
    private static final Set<String> OTHERS = Set.of(LinkToken.REDIRECT, LinkToken.PIXEL, LinkToken.HIDDEN);

    private static final Logger logger = LoggerFactory.getLogger(LandingPages.class);

    private final SignedLinks links;
    private final LandingVisits visits;
    private final InstantSource clock;
    private final LandingView view;
    private final Networks networks;

    private LandingPages(Builder builder) {
        this.links = builder.links;
        this.visits = builder.visits;
        this.clock = builder.clock;
        this.view = new LandingView(builder.brand, builder.css, builder.template);
        this.networks = builder.tracking.networks();
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
        LandingResponse response = view(token, request);
        if (Choices.pageExists(token.page())) {
            String language = language(token.language(), request);
            return whenDurable(
                    token, language, () -> visits.visited(token, request.visitor(networks), now), () -> response);
        }
        return note(token, request, now, response);
    }

    private LandingResponse head(LandingRequest request) {
        Instant now = clock.instant();
        LinkToken token = token(request, now).orElse(null);
        if (token == null) {
            return refuse(request).withoutBody();
        }
        LandingResponse response = view(token, request).withoutBody();
        return token.page().equals(LinkToken.HIDDEN) ? note(token, request, now, response) : response;
    }

    private LandingResponse view(LinkToken token, LandingRequest request) {
        LinkTarget target = token.target();
        if (target != null) {
            return LandingView.leadTo(target);
        }
        return token.page().equals(LinkToken.PIXEL)
                ? LandingView.picture()
                : view.show(Screen.asking(token.page()), language(token.language(), request));
    }

    /** Notes what nobody waits for: who follows a link is not stopped because it cannot be noted. */
    private LandingResponse note(LinkToken token, LandingRequest request, Instant now, LandingResponse response) {
        try {
            visits.visited(token, request.visitor(networks), now);
        } catch (RuntimeException e) {
            logger.warn(
                    "That link {} of subscriber {} (run {}, step {}) was followed could not be kept",
                    token.page(),
                    token.subscriberId(),
                    token.run(),
                    token.step(),
                    e);
        }
        return response;
    }

    private LandingResponse act(LandingRequest request) {
        Instant now = clock.instant();
        LinkToken token = token(request, now).orElse(null);
        if (token == null) {
            return refuse(request);
        }
        String language = language(token.language(), request);
        if (!Choices.pageExists(token.page())) {
            return view.show(Screen.METHOD_REFUSED, language);
        }
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
        return links.read(request.token(), now)
                .filter(token -> token.page().equals(page) && (Choices.pageExists(page) || OTHERS.contains(page)));
    }

    /** The same page for every reason, or the same picture. */
    private LandingResponse refuse(LandingRequest request) {
        return request.page().equals(LinkToken.PIXEL) && !request.method().equals("POST")
                ? LandingView.picture()
                : view.show(Screen.REFUSED, language("", request));
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
        private Tracking tracking = Tracking.ofDefaults();

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

        /** Whose networks are machines'; {@link Tracking#ofDefaults()} unless said. */
        public Builder tracking(Tracking value) {
            this.tracking = Objects.requireNonNull(value, "value");
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
