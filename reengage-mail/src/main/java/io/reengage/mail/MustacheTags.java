// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.util.ArrayList;
import java.util.List;

/** The Mustache tags in a page of HTML, put out of the way of whoever reads it as HTML. */
final class MustacheTags {
    /** Stands in for a character of a variable, where HTML must find something. */
    private static final char FILL = 'x';
    /** Begins a stand-in that is found again: a private character and one that tells which. */
    static final char STAND_IN = '\ue000';

    private static final int FIRST_NUMBER = 0xe001;
    private static final int MOST = 6000;

    private final String html;
    private final List<Tag> tags = new ArrayList<>();

    MustacheTags(String html) {
        this.html = html;
        int start = html.indexOf("{{");
        while (start >= 0) {
            boolean tripled = html.startsWith("{{{", start);
            int end = html.indexOf(tripled ? "}}}" : "}}", start);
            if (end < 0) {
                break;
            }
            tags.add(new Tag(start, end + (tripled ? 3 : 2), html.charAt(start + 2)));
            start = html.indexOf("{{", tags.get(tags.size() - 1).end);
        }
    }

    /** Where a tag stands, and the character that says what it does. */
    record Tag(int start, int end, char sign) {

        boolean isVariable() {
            return "#^/!>=$<".indexOf(sign) < 0;
        }

        boolean isRaw() {
            return sign == '{' || sign == '&';
        }
    }

    /** Whether the page speaks Mustache with other delimiters somewhere, which nothing here understands. */
    boolean areForeign() {
        return tags.stream().anyMatch(tag -> tag.sign == '=');
    }

    boolean areRaw() {
        return tags.stream().anyMatch(Tag::isRaw);
    }

    List<Tag> list() {
        return tags;
    }

    /** The page with every tag blanked out, and every character in its place. */
    String masked() {
        StringBuilder masked = new StringBuilder(html);
        for (Tag tag : tags) {
            for (int i = tag.start; i < tag.end; i++) {
                masked.setCharAt(i, tag.isVariable() ? FILL : ' ');
            }
        }
        return masked.toString();
    }

    /**
     * The page with a stand-in for every tag: a comment where a section begins or ends between elements, so that tables stay
     * whole; words elsewhere.
     */
    String withStandIns() {
        StringBuilder out = new StringBuilder(html.length());
        int at = 0;
        for (int i = 0; i < tags.size(); i++) {
            Tag tag = tags.get(i);
            out.append(html, at, tag.start);
            String standIn = "" + STAND_IN + (char) (FIRST_NUMBER + i);
            boolean within = html.lastIndexOf('<', tag.start) > html.lastIndexOf('>', tag.start);
            out.append(tag.isVariable() || within ? standIn : "<!--" + standIn + "-->");
            at = tag.end;
        }
        return out.append(html, at, html.length()).toString();
    }

    boolean areTooMany() {
        return tags.size() > MOST || html.indexOf(STAND_IN) >= 0;
    }

    /** The tags back in the places of their stand-ins. */
    String restored(String text) {
        StringBuilder out = new StringBuilder(text.length() * 2);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == STAND_IN && i + 1 < text.length()) {
                Tag tag = tags.get(text.charAt(++i) - FIRST_NUMBER);
                out.append(html, tag.start, tag.end);
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }
}
