// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the addresses of plain links, {@code <a href>}, in an HTML text, as the HTML standard reads it. Comments, with all that
 * some mail programs see in them, scripts and styles are passed over; so is an address whose characters are not certain.
 */
final class HtmlLinks {
    private static final Set<String> RAW =
            Set.of("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes");
    private static final String BLANK = " \t\n\r\f";

    private final String html;
    private final List<Place> found = new ArrayList<>();
    private int at;

    private HtmlLinks(String html) {
        this.html = html;
    }

    static List<Place> find(String html) {
        HtmlLinks links = new HtmlLinks(html);
        links.read();
        return links.found;
    }

    private void read() {
        while (at < html.length()) {
            int open = html.indexOf('<', at);
            if (open < 0 || open + 1 >= html.length()) {
                return;
            }
            char next = html.charAt(open + 1);
            if (html.startsWith("<!--", open)) {
                at = comment(open);
            } else if (next == '!' || next == '?' || next == '/') {
                at = after(">", open + 1);
            } else if (isLetter(next)) {
                at = open + 1;
                tag();
            } else {
                at = open + 1;
            }
        }
    }

    private int comment(int open) {
        // the standard ends <!--> and <!---> at once
        return html.startsWith(">", open + 4) || html.startsWith("->", open + 4)
                ? after(">", open + 4)
                : after("-->", open + 4);
    }

    private void tag() {
        String name = until(BLANK + "/>").toLowerCase(Locale.ROOT);
        @Nullable Place href = null;
        boolean first = true;
        while (at < html.length() && html.charAt(at) != '>') {
            if ((BLANK + "/").indexOf(html.charAt(at)) >= 0) {
                at++;
                continue;
            }
            String attribute = attribute().toLowerCase(Locale.ROOT);
            @Nullable Place value = value();
            if (first && attribute.equals("href")) {
                href = value;
                first = false;
            }
        }
        if (at >= html.length()) {
            return;
        }
        at++;
        if (href != null && name.equals("a")) {
            found.add(href);
        }
        if (RAW.contains(name)) {
            skipRaw(name);
        }
    }

    private String attribute() {
        int start = at++;
        while (at < html.length() && (BLANK + "/>=").indexOf(html.charAt(at)) < 0) {
            at++;
        }
        return html.substring(start, at);
    }

    /** The value that follows an attribute's name; {@code null} if there is none, or none that is certain. */
    private @Nullable Place value() {
        skipBlanks();
        if (at >= html.length() || html.charAt(at) != '=') {
            return null;
        }
        at++;
        skipBlanks();
        if (at >= html.length() || html.charAt(at) == '>') {
            return null;
        }
        char quote = html.charAt(at);
        int start = at;
        int end;
        if (quote == '"' || quote == '\'') {
            start++;
            end = html.indexOf(quote, start);
            at = end < 0 ? html.length() : end + 1;
        } else {
            until(BLANK + ">");
            end = at;
        }
        return end < 0 ? null : place(start, end);
    }

    private @Nullable Place place(int start, int end) {
        int from = start;
        int to = end;
        while (from < to && BLANK.indexOf(html.charAt(from)) >= 0) {
            from++;
        }
        while (from < to && BLANK.indexOf(html.charAt(to - 1)) >= 0) {
            to--;
        }
        Optional<String> address = References.decoded(html.substring(from, to));
        return address.isPresent() ? new Place(from, to, address.get()) : null;
    }

    private void skipRaw(String name) {
        int end = at;
        while (end >= 0 && end < html.length()) {
            end = html.indexOf("</", end);
            if (end < 0 || html.regionMatches(true, end + 2, name, 0, name.length())) {
                break;
            }
            end += 2;
        }
        at = end < 0 ? html.length() : end;
    }

    private void skipBlanks() {
        while (at < html.length() && BLANK.indexOf(html.charAt(at)) >= 0) {
            at++;
        }
    }

    private String until(String ends) {
        int start = at;
        while (at < html.length() && ends.indexOf(html.charAt(at)) < 0) {
            at++;
        }
        return html.substring(start, at);
    }

    private int after(String end, int from) {
        int found = html.indexOf(end, from);
        return found < 0 ? html.length() : found + end.length();
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
