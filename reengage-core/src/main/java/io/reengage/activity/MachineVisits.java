// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells visits by machines from visits by people: mail scanners, link previewers, crawlers, prefetching browsers and
 * programs. A guess from what a request says of itself: a scanner that poses as a browser passes, so no visit alone may
 * change where a person stands.
 */
public final class MachineVisits {

    /** A link followed within this time of delivery was followed by a scanner, more likely than not. */
    public static final Duration SUSPICIOUSLY_SOON = Duration.ofSeconds(10);

    /**
     * Machine or person, and why.
     *
     * @param machine whether it looks like a machine
     * @param reason why, in a few lower-case words that stay the same for the same rule
     */
    public record Verdict(boolean machine, String reason) {}

    private record Request(
            String method,
            Map<String, String> headers,
            @Nullable Duration sinceDelivery) {

        boolean says(String header, String word) {
            return headers.getOrDefault(header, "").toLowerCase(Locale.ROOT).contains(word);
        }

        String agent() {
            return headers.getOrDefault("User-Agent", "").strip();
        }

        boolean soon() {
            return sinceDelivery != null && sinceDelivery.compareTo(SUSPICIOUSLY_SOON) <= 0;
        }
    }

    private interface Sign {
        boolean in(Request request);
    }

    private record Rule(String reason, Sign sign) {}

    /** The first that holds decides. */
    private static final List<Rule> RULES = List.of(
            new Rule("not a page view", request -> !request.method().equals("GET")),
            new Rule("prefetch", MachineVisits::prefetches),
            new Rule("no user agent", request -> request.agent().isEmpty()),
            agent(
                    "mail scanner",
                    "barracuda|mimecast|proofpoint|messagelabs|symantec|trendmicro|trend micro|fireeye|sophos|forcepoint"
                            + "|cloudmark|ironport|fortiguard|zscaler|urldefense|safelinks|virustotal|urlscan|cyren"
                            + "|microsoft office (?:existence|protocol) discovery|existence discovery"),
            agent("image proxy", "googleimageproxy|yahoomailproxy|yahoocachesystem|ggpht\\.com"),
            agent(
                    "link previewer",
                    "slackbot|slack-imgproxy|facebookexternalhit|facebot|twitterbot|linkedinbot|discordbot|telegrambot"
                            + "|skypeuripreview|^whatsapp/|bingpreview|google-pagerenderer|googlemessages|line-poker"
                            + "|linespider|iframely|embedly|applebot|snapchat|pinterestbot|redditbot|viberbot|preview"),
            agent("headless browser", "headless|phantomjs|puppeteer|playwright|selenium|electron/.*lighthouse"),
            agent(
                    "http library",
                    "^(?:curl|wget|python|java|apache-httpclient|apache-httpasyncclient|go-http-client|okhttp|axios|node"
                            + "|undici|got|ruby|faraday|guzzlehttp|postmanruntime|insomnia|libwww-perl|lwp|php|scrapy|dalvik"
                            + "|httpie|restsharp|jersey|aiohttp|httpx|reqwest|cfnetwork|winhttp|rest-client|k6|jakarta)\\b"
                            + "|python-requests|python-urllib"),
            agent(
                    "crawler",
                    "(?<!cu)bot\\b|crawl|spider|slurp|archiver|scanner|\\bscan\\b|monitor|validator|linkcheck|fetcher"),
            new Rule("bare user agent", request -> Pattern.matches("Mozilla/[0-9.]+", request.agent())),
            new Rule("too soon after delivery", Request::soon));

    private MachineVisits() {}

    /**
     * Judges one request.
     *
     * @param method HTTP method
     * @param headers one value by name, in any case
     * @param sinceDelivery time from the delivery of the message to the request; {@code null} if unknown
     */
    public static Verdict classify(String method, Map<String, String> headers, @Nullable Duration sinceDelivery) {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        Request request = new Request(method.toUpperCase(Locale.ROOT), anyCase, sinceDelivery);
        return RULES.stream()
                .filter(rule -> rule.sign().in(request))
                .findFirst()
                .map(rule -> new Verdict(true, rule.reason()))
                .orElse(new Verdict(false, "looks like a person"));
    }

    private static boolean prefetches(Request request) {
        return request.says("Sec-Purpose", "prefetch")
                || request.says("Sec-Purpose", "prerender")
                || request.says("Purpose", "prefetch")
                || request.says("Purpose", "preview")
                || request.says("X-Purpose", "preview")
                || request.says("X-Moz", "prefetch");
    }

    private static Rule agent(String reason, String words) {
        Pattern pattern = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
        return new Rule(reason, request -> pattern.matcher(request.agent()).find());
    }
}
