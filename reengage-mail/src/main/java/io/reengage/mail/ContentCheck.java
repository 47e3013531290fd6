// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.channel.Message;
import io.reengage.mail.Preflight.Findings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** Looks at what a mail holds: its size, its links, the way out. */
final class ContentCheck {
    /** Gmail shows no more than 102 KB of HTML, and cuts the footer off with its way out. */
    private static final int CLIPPED = 100 * 1024;

    private static final int LARGE = 80 * 1024;
    private static final Set<String> SCHEMES = Set.of("https", "mailto", "tel");

    private final Findings findings;

    ContentCheck(Findings findings) {
        this.findings = findings;
    }

    void check(Message message, boolean marketing) {
        String html = message.field(Composer.HTML).orElse("");
        size(html);
        links(html, message.field(Composer.TEXT).orElse(""));
        if (marketing) {
            wayOut(message);
        }
    }

    private void size(String html) {
        int bytes = html.getBytes(StandardCharsets.UTF_8).length;
        String words = "HTML of " + bytes / 1024 + " KB";
        if (bytes > CLIPPED) {
            findings.problem("size", words + ": Gmail clips at 102 KB, and the footer with it");
        } else if (bytes > LARGE) {
            findings.warning("size", words + ": close to the 102 KB at which Gmail clips");
        } else {
            findings.fine("size", words);
        }
    }

    private void links(String html, String text) {
        Set<String> targets = new LinkedHashSet<>();
        for (Element link : Jsoup.parse(html).select("a[href]")) {
            targets.add(link.attr("href").strip());
        }
        int bad = 0;
        for (String target : targets) {
            String scheme = scheme(target);
            if (!SCHEMES.contains(scheme)) {
                bad++;
                String words = "link to " + shown(target) + ": ";
                if (scheme.equals("http")) {
                    findings.warning("links", words + "http can be read and changed on its way; use https");
                } else {
                    findings.problem("links", words + "goes nowhere from a mail; https, mailto or tel do");
                }
            } else if (!text.isBlank() && !text.contains(target)) {
                findings.warning("links", "link to " + shown(target) + " is in the HTML, not in the text");
            }
        }
        if (bad == 0) {
            findings.fine("links", targets.size() + " links");
        }
    }

    /** RFC 8058. */
    private void wayOut(Message message) {
        URI way = message.link(Message.UNSUBSCRIBE).orElse(null);
        if (way == null) {
            findings.problem("one-click", "no link " + Message.UNSUBSCRIBE);
        } else if (!"https".equalsIgnoreCase(way.getScheme())) {
            findings.problem("one-click", "Gmail and Yahoo demand one-click unsubscribe, which goes over https only");
        } else {
            findings.fine("one-click", "List-Unsubscribe and List-Unsubscribe-Post over https");
        }
    }

    private static String scheme(String target) {
        try {
            String scheme = new URI(target).getScheme();
            return scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            return "";
        }
    }

    /** Without what may name a person. */
    private static String shown(String target) {
        int end = target.indexOf('?') < 0 ? target.length() : target.indexOf('?');
        return target.substring(0, Math.min(end, 60));
    }
}
