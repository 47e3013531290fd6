// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/** Says in plain text what a page of HTML says: paragraphs, headings, lists, and every link with its target. */
final class PlainText implements NodeFilter {
    private static final Set<String> UNSEEN = Set.of("head", "script", "style", "template", "noscript", "title");
    private static final Set<String> PARAGRAPHS =
            Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "hr");
    private static final Set<String> LINES = Set.of(
            "div", "li", "tr", "br", "section", "article", "header", "footer", "main", "nav", "center", "dt", "dd",
            "body");
    private static final Set<String> TARGETS = Set.of("http", "https", "mailto", "tel");

    private final StringBuilder out = new StringBuilder();
    private int pendingBreaks;
    private int writtenBreaks;
    private boolean pendingSpace;
    private boolean writtenSpace;
    private boolean marked;

    private PlainText() {}

    static String of(String html) {
        PlainText text = new PlainText();
        Jsoup.parse(html).body().filter(text);
        return text.out + "\n";
    }

    /** The plain text of a template, as a template: its tags stand where they stood. */
    static String ofTemplate(MustacheTags tags) {
        return tags.restored(of(tags.withStandIns()));
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode words) {
            write(words.getWholeText());
        } else if (node instanceof Comment comment) {
            mark(comment.getData());
        } else if (node instanceof Element element) {
            String name = element.normalName();
            if (UNSEEN.contains(name) || isHidden(element)) {
                return FilterResult.SKIP_ENTIRELY;
            }
            breakBefore(name);
            if (name.equals("li")) {
                mark(element);
            } else if (name.equals("hr")) {
                write("----");
            } else if (name.equals("img")) {
                write(element.attr("alt"));
            }
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) {
            if (element.normalName().equals("a")) {
                link(element);
            } else if (element.normalName().equals("td") || element.normalName().equals("th")) {
                pendingSpace = true;
            }
            if (!element.normalName().equals("br")) {
                breakBefore(element.normalName());
            }
        }
        return FilterResult.CONTINUE;
    }

    /** Preview text, mostly: the list of messages shows it, the message does not. */
    private static boolean isHidden(Element element) {
        return element.hasAttr("hidden")
                || Stylesheet.Declaration.in(element.attr("style")).stream()
                        .anyMatch(each -> each.property().equals("display")
                                && each.value().equalsIgnoreCase("none"));
    }

    private void breakBefore(String name) {
        if (marked && !name.equals("li")) {
            return; // a paragraph in a list item stays beside its dash
        }
        if (name.equals("br")) {
            pendingBreaks = Math.min(2, pendingBreaks + 1);
        } else if (PARAGRAPHS.contains(name)) {
            pendingBreaks = 2;
        } else if (LINES.contains(name)) {
            pendingBreaks = Math.max(1, pendingBreaks);
        }
    }

    private void mark(Element item) {
        Element list = item.parent();
        if (list != null && list.normalName().equals("ol")) {
            write(1 + list.children().indexOf(item) + ".");
        } else {
            write("-");
        }
        pendingSpace = true;
        marked = true;
    }

    private void link(Element link) {
        String target = link.attr("href").strip();
        int colon = target.indexOf(':');
        boolean filled = target.indexOf(MustacheTags.STAND_IN) == 0;
        if (filled || (colon > 0 && TARGETS.contains(target.substring(0, colon).toLowerCase(Locale.ROOT)))) {
            if (!link.text().strip().equals(target)) {
                pendingSpace = true;
                write("<" + target + ">");
            }
        }
    }

    /** Writes words with single blanks, after the breaks that are due. */
    private void write(String words) {
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\u00a0') {
                pendingSpace = true;
            } else if (c != '\u200b' && c != '\u00ad' && c != '\u034f') {
                put(c);
            }
        }
    }

    private void put(char c) {
        space();
        writtenBreaks = 0;
        writtenSpace = false;
        marked = false;
        out.append(c);
    }

    /** Where a section of a template begins or ends: the breaks before it belong outside, and count once. */
    private void mark(String comment) {
        if (comment.indexOf(MustacheTags.STAND_IN) == 0) {
            space();
            out.append(comment);
        }
    }

    private void space() {
        int breaks = Math.max(0, pendingBreaks - writtenBreaks);
        if (out.length() > 0 && breaks > 0) {
            out.append("\n".repeat(breaks));
            writtenBreaks += breaks;
        } else if (out.length() > 0 && pendingSpace && writtenBreaks == 0 && !writtenSpace) {
            out.append(' ');
            writtenSpace = true;
        }
        pendingBreaks = 0;
        pendingSpace = false;
    }
}
