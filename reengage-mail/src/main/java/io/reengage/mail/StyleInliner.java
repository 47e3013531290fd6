// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;
import org.jsoup.select.Selector;

/**
 * Moves styles from {@code <style>} blocks into the attributes of the elements they mean, since many mail programs read nothing
 * else. Media queries and states stay behind. Everything but styles keeps its place, letter by letter.
 */
final class StyleInliner {
    private final String html;
    private final Document page;
    private final IdentityHashMap<Element, List<Weighed>> styles = new IdentityHashMap<>();
    private final Map<Integer, Edit> edits = new TreeMap<>(Comparator.reverseOrder());
    private final List<String> warnings = new ArrayList<>();
    private int order;

    /**
     * An inliner for one page.
     *
     * @param html as it stands
     * @param page the same as elements, with their positions
     */
    StyleInliner(String html, Document page) {
        this.html = html;
        this.page = page;
    }

    private record Weighed(Stylesheet.Declaration declaration, int specificity, int order) {}

    private record Edit(int end, String text) {}

    List<String> warnings() {
        return warnings;
    }

    String inlined() {
        for (Element style : page.select("style")) {
            int start = style.sourceRange().endPos();
            int end = html.toLowerCase(Locale.ROOT).indexOf("</style", start);
            if (style.sourceRange().isTracked() && end >= start) {
                take(start, end);
            }
        }
        styles.forEach(this::write);
        StringBuilder out = new StringBuilder(html);
        edits.forEach((start, edit) -> out.replace(start, edit.end, edit.text));
        return out.toString();
    }

    private void take(int start, int end) {
        String css = html.substring(start, end);
        if (css.contains("{{")) {
            warnings.add("a <style> block that holds Mustache tags stays as it is");
            return;
        }
        Stylesheet sheet = Stylesheet.parse(css);
        StringBuilder rest = new StringBuilder(sheet.rest());
        for (Stylesheet.Rule rule : sheet.rules()) {
            try {
                int specificity = rule.specificity();
                for (Element element : page.select(rule.selector())) {
                    for (Stylesheet.Declaration each : rule.declarations()) {
                        styles.computeIfAbsent(element, any -> new ArrayList<>())
                                .add(new Weighed(each, specificity, order++));
                    }
                }
            } catch (Selector.SelectorParseException | IllegalArgumentException e) {
                warnings.add("selector " + rule.selector() + " is not understood and stays in its <style> block");
                rest.append(rule.selector() + " { " + joined(rule.declarations()) + " }\n");
            }
        }
        edits.put(start, new Edit(end, rest.isEmpty() ? "" : "\n" + rest));
    }

    private void write(Element element, List<Weighed> weighed) {
        Range range = element.sourceRange();
        if (!range.isTracked() || range.isImplicit()) {
            return;
        }
        Range.AttributeRange attribute = element.attributes().sourceRange("style");
        boolean has = element.hasAttr("style") && attribute.valueRange().isTracked();
        List<Stylesheet.Declaration> own = has ? Stylesheet.Declaration.in(element.attr("style")) : List.of();
        String text = joined(winners(weighed, own));
        if (has) {
            int start = attribute.valueRange().startPos();
            int end = attribute.valueRange().endPos();
            char quote = html.charAt(start - 1);
            String given = html.substring(start, end).strip();
            if (quote == '"' || quote == '\'') {
                String safe = quote == '"' ? text : text.replace("'", "&#39;");
                edits.put(start, new Edit(end, safe + (safe.isEmpty() || given.isEmpty() ? "" : "; ") + given));
            } else {
                warnings.add("a style attribute without quotes stays as it is");
            }
        } else {
            int start = range.startPos() + 1 + element.tagName().length();
            edits.put(start, new Edit(start, " style=\"" + text + "\""));
        }
    }

    /**
     * One declaration a property: the heaviest, or the element's own. Importance has done its work then, and would only keep
     * media queries from theirs.
     */
    private static List<Stylesheet.Declaration> winners(List<Weighed> weighed, List<Stylesheet.Declaration> own) {
        Map<String, Stylesheet.Declaration> winners = new LinkedHashMap<>();
        weighed.stream()
                .sorted(Comparator.comparing((Weighed each) -> each.declaration.important())
                        .thenComparingInt(Weighed::specificity)
                        .thenComparingInt(Weighed::order))
                .forEach(each -> {
                    winners.remove(each.declaration.property());
                    winners.put(each.declaration.property(), each.declaration);
                });
        Set<String> contested = new HashSet<>();
        for (Stylesheet.Declaration each : own) {
            Stylesheet.Declaration ruled = winners.get(each.property());
            contested.add(each.property());
            if (ruled != null && (each.important() || !ruled.important())) {
                winners.remove(each.property());
            }
        }
        return winners.values().stream()
                .map(each -> contested.contains(each.property())
                        ? each
                        : new Stylesheet.Declaration(each.property(), each.value(), false))
                .toList();
    }

    private static String joined(List<Stylesheet.Declaration> declarations) {
        return String.join(
                "; ",
                declarations.stream()
                        .map(each -> each.toString().replace('"', '\''))
                        .toList());
    }
}
