// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.channel.Typesetter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/** Makes templates of mails ready: styles go into attributes, a missing text part is derived, and the page is looked over. */
final class MailTypesetter implements Typesetter {

    @Override
    public Typeset typeset(Map<String, String> fields, String language) {
        String html = fields.get(Composer.HTML);
        if (html == null) {
            return AS_WRITTEN.typeset(fields, language);
        }
        List<String> warnings = new ArrayList<>();
        Map<String, String> ready = new LinkedHashMap<>(fields);
        MustacheTags tags = new MustacheTags(html);
        if (tags.areForeign()) {
            warnings.add("a page that changes Mustache's delimiters keeps its styles where they are, unchecked");
            return new Typeset(ready, List.of(), warnings);
        }
        StyleInliner inliner = new StyleInliner(html, page(tags));
        String inlined = inliner.inlined();
        ready.put(Composer.HTML, inlined);
        MustacheTags inlinedTags = new MustacheTags(inlined);
        if (!fields.containsKey(Composer.TEXT) && !inlinedTags.areRaw() && !inlinedTags.areTooMany()) {
            ready.put(Composer.TEXT, PlainText.ofTemplate(inlinedTags));
        }
        warnings.addAll(inliner.warnings());
        PageReview review = new PageReview(inlined, page(inlinedTags), inlinedTags, language);
        warnings.addAll(review.warnings());
        return new Typeset(ready, review.problems(), warnings);
    }

    private static Document page(MustacheTags tags) {
        return Jsoup.parse(tags.masked(), "", Parser.htmlParser().setTrackPosition(true));
    }
}
