// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;

/**
 * Looks a page over before it is sent. Problems are places where a value could become markup or script; warnings are what some
 * readers would stumble over (WCAG 2.2: 1.1.1, 1.3.1, 1.4.3, 2.4.4, 3.1.1) and what mail programs cut off.
 */
final class PageReview {
    /** Gmail shows no more of a page than 102 KB. */
    private static final int CLIPPED_AT = 102 * 1024;

    private static final Set<String> VAGUE =
            Set.of("here", "click here", "more", "read more", "this", "link", "こちら", "ここ");

    private final String html;
    private final Document page;
    private final MustacheTags tags;
    private final String language;

    PageReview(String html, Document page, MustacheTags tags, String language) {
        this.html = html;
        this.page = page;
        this.tags = tags;
        this.language = language;
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Element element : page.getAllElements()) {
            String name = element.normalName();
            if (Set.of("script", "object", "embed", "iframe", "form").contains(name)) {
                problems.add("<" + name + "> is not for mails: mail programs remove it or refuse the mail");
            }
            for (Attribute attribute : element.attributes()) {
                check(element, attribute, problems);
            }
        }
        return problems.stream().distinct().toList();
    }

    private void check(Element element, Attribute attribute, List<String> problems) {
        String key = attribute.getKey().toLowerCase(Locale.ROOT);
        String value = attribute.getValue().strip().toLowerCase(Locale.ROOT);
        if (key.startsWith("on")) {
            problems.add("attribute " + key + " is script, which mail programs remove");
        } else if ((key.equals("href") || key.equals("src")) && value.startsWith("javascript:")) {
            problems.add("attribute " + key + " holds script, which mail programs remove");
        }
        Range range = element.attributes().sourceRange(attribute.getKey()).valueRange();
        if (range.isTracked() && range.startPos() > 0 && range.startPos() < html.length()) {
            char before = html.charAt(range.startPos() - 1);
            boolean quoted = before == '"' || before == '\'';
            if (!quoted && holdsVariable(range.startPos(), range.endPos())) {
                problems.add("attribute " + key + " of <" + element.normalName()
                        + "> needs quotes around its value: what is filled in could become an attribute of its own");
            }
        }
    }

    private boolean holdsVariable(int start, int end) {
        return tags.list().stream().anyMatch(tag -> tag.isVariable() && tag.start() < end && tag.end() > start);
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        language(warnings);
        page.select("img:not([alt])")
                .forEach(image -> warnings.add("an image has no alt text (alt=\"\" if it only decorates)"));
        long layouts = page.select("table:not([role])").stream()
                .filter(table -> table.select("th").isEmpty())
                .count();
        if (layouts > 0) {
            warnings.add(layouts + " tables without role=\"presentation\" are read out as tables");
        }
        headings(warnings);
        links(warnings);
        int bytes = html.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > CLIPPED_AT) {
            warnings.add(
                    "the page is " + bytes / 1024
                            + " KB before anything is filled in: Gmail cuts at 102 KB, with the unsubscribe link behind the cut");
        }
        return warnings.stream().distinct().toList();
    }

    private void language(List<String> warnings) {
        Element root = page.selectFirst("html");
        String lang = root == null ? "" : root.attr("lang").strip();
        if (lang.isEmpty()) {
            warnings.add("<html> has no lang: screen readers guess how to pronounce it");
        } else if (!lang.contains("xxx")
                && !language.equals("und")
                && !primary(lang).equals(primary(language))) {
            warnings.add("<html lang=\"" + lang + "\"> is not the template's language " + language);
        }
    }

    private static String primary(String tag) {
        return tag.split("-", 2)[0].toLowerCase(Locale.ROOT);
    }

    private void headings(List<String> warnings) {
        int before = 0;
        for (Element heading : page.select("h1, h2, h3, h4, h5, h6")) {
            int level = heading.normalName().charAt(1) - '0';
            if (level > before + 1) {
                warnings.add("<h" + level + "> follows " + (before == 0 ? "no heading" : "<h" + before + ">")
                        + ": headings go down one level at a time");
            }
            before = level;
        }
        if (page.select("h1").size() > 1) {
            warnings.add("more than one <h1>: a mail has one subject");
        }
    }

    private void links(List<String> warnings) {
        for (Element link : page.select("a[href]")) {
            String text = link.text().strip();
            boolean pictured = link.select("img[alt]").stream()
                    .anyMatch(image -> !image.attr("alt").isBlank());
            if (text.isEmpty() && !pictured && link.attr("aria-label").isBlank()) {
                warnings.add("a link has no text");
            } else if (VAGUE.contains(text.toLowerCase(Locale.ROOT))) {
                warnings.add("link \"" + text + "\" does not say where it leads");
            }
            String colour = style(link).getOrDefault("color", "");
            String ground = ground(link);
            OptionalDouble contrast = Contrast.of(colour, ground);
            if (contrast.isPresent() && contrast.getAsDouble() < Contrast.ENOUGH) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "button %s on %s has a contrast of %.1f: at least %.1f is needed",
                        colour,
                        ground,
                        contrast.getAsDouble(),
                        Contrast.ENOUGH));
            }
        }
    }

    /** What a button stands on: its own colour, or that of what is around it; empty if nothing says. */
    private static String ground(Element button) {
        for (Element each = button; each != null; each = each.parent()) {
            Map<String, String> style = style(each);
            String ground =
                    style.getOrDefault("background-color", style.getOrDefault("background", each.attr("bgcolor")));
            if (!ground.isBlank()) {
                return ground;
            }
        }
        return "";
    }

    private static Map<String, String> style(Element element) {
        return Stylesheet.Declaration.in(element.attr("style")).stream()
                .collect(Collectors.toMap(
                        Stylesheet.Declaration::property, Stylesheet.Declaration::value, (first, last) -> last));
    }
}
