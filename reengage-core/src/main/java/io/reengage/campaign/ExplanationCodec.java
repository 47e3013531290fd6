// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reengage.activity.ActivityType;
import io.reengage.segment.Explanation;
import io.reengage.segment.Phrase;
import io.reengage.segment.Span;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** Explanations as JSON: words for people, keys and facts for programs. Written only. */
final class ExplanationCodec {

    private ExplanationCodec() {}

    static ObjectNode write(Explanation why, Locale locale, ObjectNode json) {
        json.put("verdict", why.verdict().name())
                .put("kind", ConditionCodec.kind(why.condition()))
                .put("question", why.question(locale));
        if (!why.reason().isEmpty()) {
            json.put("because", why.because(locale));
            json.set("facts", phrase(why.reason()));
        }
        if (why.until() != null) {
            json.put("until", why.until().toString());
        }
        if (why.parts().isEmpty()) {
            json.set("condition", ConditionCodec.write(why.condition()));
        } else {
            ArrayNode parts = json.putArray("parts");
            why.parts().forEach(part -> parts.add(write(part, locale, Documents.NODES.objectNode())));
        }
        return json;
    }

    private static ObjectNode phrase(Phrase phrase) {
        ObjectNode json = Documents.NODES.objectNode().put("key", phrase.key());
        if (!phrase.facts().isEmpty()) {
            json.set("values", list(phrase.facts()));
        }
        return json;
    }

    private static ArrayNode list(List<?> facts) {
        ArrayNode list = Documents.NODES.arrayNode();
        for (Object fact : facts) {
            if (fact instanceof Phrase inner) {
                list.add(phrase(inner));
            } else if (fact instanceof List<?> more) {
                list.add(list(more));
            } else if (fact instanceof Number number) {
                list.add(new BigDecimal(number.toString()));
            } else if (fact instanceof Span span) {
                list.add(span.iso());
            } else {
                list.add(fact instanceof ActivityType type ? type.name() : String.valueOf(fact));
            }
        }
        return list;
    }
}
