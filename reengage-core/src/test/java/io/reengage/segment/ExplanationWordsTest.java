// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.anyEngagement;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.People.aPerson;
import static io.reengage.segment.People.daysAgo;
import static io.reengage.segment.Span.days;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ExplanationWordsTest {
    private static final Pattern FACT = Pattern.compile("\\{[0-9]}");

    @Provide
    Arbitrary<Condition> trees() {
        return Trees.conditions();
    }

    @Property(tries = 200)
    void every_question_and_every_reason_has_words_in_both_languages(@ForAll("trees") Condition tree) {
        Explanation why = aPerson().did(CLICKED, daysAgo(3)).explain(tree);

        assertThat(why.text(Locale.ENGLISH)).doesNotContainPattern(FACT);
        assertThat(why.text(Locale.JAPANESE)).doesNotContainPattern(FACT);
        assertThat(tree.describe()).isNotBlank();
        assertThat(tree.question().text(Locale.JAPANESE)).isNotBlank();
    }

    @Test
    void both_languages_have_the_same_sentences_with_the_same_facts() throws IOException {
        Properties english = sentences("en");
        Properties japanese = sentences("ja");

        // a type without words of its own is said by its name, which is English
        assertThat(japanese.stringPropertyNames()).containsAll(english.stringPropertyNames());
        assertThat(japanese.stringPropertyNames())
                .filteredOn(key -> !key.startsWith("type."))
                .allSatisfy(key -> assertThat(facts(japanese.getProperty(key)))
                        .as(key)
                        .isEqualTo(facts(english.getProperty(key))));
    }

    private static Set<String> facts(String sentence) {
        return FACT.matcher(sentence).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    @Test
    void a_verdict_tells_its_facts_in_english_and_in_japanese() {
        People person = aPerson()
                .received(6)
                .did(CLICKED, daysAgo(264))
                .in("Asia/Tokyo")
                .who(p -> p.subscribed("newsletter", daysAgo(900), "form"));
        Explanation why = person.explain(
                allOf(subscribed("newsletter"), inactive(anyEngagement()).forAtLeast(days(365))));

        assertThat(why.text()).isEqualTo("""
                OUT  all of (until 2026-09-24 21:00:01 +09:00)
                  IN  subscribed to newsletter: agreed 2023-12-28, 900 days ago; subscribed since 2023-12-28, 900 days ago
                  OUT  inactive (any engagement) for at least 365 days after receiving 5 messages: \
                last clicked 2025-09-24, 264 days ago; needs 365 days (until 2026-09-24 21:00:01 +09:00)
                """);
        assertThat(why.text(Locale.JAPAN)).isEqualTo("""
                非該当  次のすべてに当てはまる（2026年9月24日 21:00:01 +09:00まで）
                  該当  newsletterを購読中: 2023年12月28日（900日前）に同意、2023年12月28日（900日前）から購読中
                  非該当  メッセージを5通受け取っても反応（種類を問わず）が365日以上ない: \
                最後のクリックは2025年9月24日（264日前）、必要な期間は365日（2026年9月24日 21:00:01 +09:00まで）
                """);
    }

    private static Properties sentences(String language) throws IOException {
        Properties read = new Properties();
        try (InputStream in = Objects.requireNonNull(
                Words.class.getResourceAsStream("phrases_" + language + ".properties"), language)) {
            read.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return read;
    }
}
