// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Rendering.Failed;
import io.reengage.channel.Rendering.Incomplete;
import io.reengage.channel.Rendering.Rendered;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueFormsTest {
    private static final ChannelSpec PLAIN =
            new ChannelSpec("sms", "phone", Set.of("text"), Set.of(), Duration.ofMinutes(1));

    private static final Instant NEARLY_MIDNIGHT = Instant.parse("2026-03-05T15:30:00Z");

    @ParameterizedTest
    @CsvSource({
        "en,       date,        'March 6, 2026'",
        "en-GB,    date,        6 March 2026",
        "ja,       date,        2026年3月6日",
        "ja-JP,    date,        2026年3月6日",
        "de,       date,        6. März 2026",
        "en,       longDate,    'Friday, March 6, 2026'",
        "ja,       longDate,    2026年3月6日金曜日",
        "en,       shortDate,   3/6/26",
        "ja,       shortDate,   2026/03/06",
        "en,       monthAndDay, March 6",
        "en-GB,    monthAndDay, 6 March",
        "ja,       monthAndDay, 3月6日",
        "de,       monthAndDay, 6. März",
        "es,       monthAndDay, 6 de marzo",
        "pt-BR,    monthAndDay, 6 de março",
        "lv,       monthAndDay, 6. marts",
        "es,       date,        6 de marzo de 2026",
        "en,       weekday,     Friday",
        "ja,       weekday,     金曜日",
        "en,       year,        2026",
        "en-GB,    time,        00:30",
        "ja,       time,        0:30",
        "en,       iso,         2026-03-06"
    })
    void timesAreToldInTheReadersLanguageAndZone(String language, String form, String expected) {
        Map<String, Object> values = Map.of("at", NEARLY_MIDNIGHT, "zone", "Asia/Tokyo");

        assertThat(text("{{at." + form + "}}", language, values)).isEqualTo(expected);
    }

    @Test
    void everyLanguageOfTheJdkHasAMonthAndADayWithoutAYear() {
        List<Locale> languages = Stream.of(Locale.getAvailableLocales())
                .filter(locale -> locale.getCountry().isEmpty())
                .toList();
        assertThat(languages).hasSizeGreaterThan(150);
        for (Locale locale : languages) {
            assertThat(new Formats(locale, ZoneOffset.UTC).write(Instant.parse("2031-03-06T12:00:00Z"), "monthAndDay"))
                    .as(locale.toLanguageTag())
                    .isNotBlank()
                    .doesNotContain("2031", "'");
        }
    }

    @Test
    void aTwelveHourClockIsWrittenAlikeOnEveryJdk() {
        assertThat(text("{{at.time}}", "en", Map.of("at", NEARLY_MIDNIGHT)).replace('\u00a0', ' '))
                .isEqualTo("3:30 PM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nowhere/Land", "", "2026"})
    void anUnknownZoneIsUtc(String zone) {
        assertThat(text("{{at.iso}}", "en", Map.of("at", NEARLY_MIDNIGHT, "zone", zone)))
                .isEqualTo("2026-03-05");
    }

    @Test
    void everyKindOfDateHasItsForms() {
        Map<String, Object> values = Map.of(
                "zone", "Asia/Tokyo",
                "day", LocalDate.of(2026, 3, 6),
                "zoned", ZonedDateTime.parse("2026-03-05T10:30:00-05:00[America/New_York]"),
                "offset", OffsetDateTime.parse("2026-03-05T15:30:00Z"),
                "text", "2026-03-06",
                "moment", "2026-03-05T15:30:00Z",
                "clock", LocalTime.of(9, 5));

        assertThat(text(
                        "{{day.iso}} {{zoned.iso}} {{offset.iso}} {{text.iso}} {{moment.iso}} {{clock.time}} {{text}}",
                        "ja",
                        values))
                .isEqualTo("2026-03-06 2026-03-06 2026-03-06 2026-03-06 2026-03-06 9:05 2026-03-06");
    }

    @ParameterizedTest
    @CsvSource({
        "en,    number,  '1,234.5'",
        "de,    number,  '1.234,5'",
        "ja,    number,  '1,234.5'",
        "tr,    number,  '1.234,5'",
        "en,    JPY,     '¥1,235'",
        "ja,    JPY,     '￥1,235'",
        "en,    USD,     '$1,234.50'",
        "en-GB, GBP,     '£1,234.50'",
        "de,    EUR,     '1.234,50 €'",
        "ja,    KWD,     'KWD 1,234.500'",
        "en,    percent, '123,450%'"
    })
    void numbersAreWrittenAsTheLanguageDoes(String language, String form, String expected) {
        assertThat(text("{{n." + form + "}}", language, Map.of("n", new BigDecimal("1234.50")))
                        .replace("\u00a0", ""))
                .isEqualTo(expected.replace(" ", ""));
    }

    @Test
    void anAmountBringsItsOwnCurrency() {
        Map<String, Object> values =
                Map.of("items", List.of(price(1200, "JPY"), price(9.5, "EUR")), "total", price(10_000_000_000L, "JPY"));

        assertThat(text("{{#items}}{{price.money}} {{/items}}{{total.price.money}}", "ja", values))
                .isEqualTo("￥1,200 €9.50 ￥10,000,000,000");
    }

    private static Map<String, Object> price(Number amount, String currency) {
        return Map.of("price", Map.of("amount", amount, "currency", currency));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at.money",
                "at.number",
                "n.date",
                "n.money",
                "n.XXY",
                "n.jpy",
                "word.date",
                "clock.date",
                "odd.money",
                "absent.date",
                "day.time"
            })
    void aFormThatAValueLacksIsMissing(String path) {
        Map<String, Object> values = Map.of(
                "at",
                NEARLY_MIDNIGHT,
                "n",
                12,
                "word",
                "2026-99-99",
                "clock",
                LocalTime.NOON,
                "day",
                LocalDate.of(2026, 3, 6),
                "odd",
                Map.of("amount", 3, "currency", "???"));

        assertThat(render("{{" + path + "}}", "en", values)).isEqualTo(new Incomplete(List.of(path)));
    }

    @Test
    void aFormHasAFallbackOfItsOwn() {
        Templates templates = Templates.of(Map.of("t.text.mustache", "since {{orderedAt.date}}"))
                .fallback("orderedAt.date", "long ago");

        assertThat(templates.render("t", "en", PLAIN, Map.of()))
                .isEqualTo(new Rendered("und", Map.of("text", "since long ago")));
    }

    /** Dates in another language than the words around them would look like a mistake. */
    @Test
    void aReaderOfAnotherLanguageGetsTheFormsOfTheMessage() {
        Templates templates =
                Templates.of(Map.of("t.text.mustache", "On {{day.date}}")).writtenIn("en");
        Rendering rendering = templates.render("t", "fr", PLAIN, Map.of("day", LocalDate.of(2026, 3, 6)));

        assertThat(rendering).isEqualTo(new Rendered("en", Map.of("text", "On March 6, 2026")));
    }

    @ParameterizedTest
    @CsvSource({
        "ja,    山田, 太郎, 山田 太郎様",
        "ja-JP, 山田, '',   山田様",
        "ja,    山田様, '', 山田様",
        "ja,    '',   太郎, お客様",
        "ja,    ' ',  ' ',  お客様",
        "ja,    ﾔﾏﾀﾞ, ﾊﾅｺ,  ヤマダ ハナコ様",
        "en,    Lee,  Ann,  Hi Ann",
        "en-AU, Lee,  '',   Hello"
    })
    void aSalutationIsWholeOrGeneral(String language, String last, String first, String expected) {
        assertThat(text("{{salutation}}", language, Map.of("lastName", last, "firstName", first)))
                .isEqualTo(expected);
    }

    @Test
    void aSalutationOfTheHostsOwnComesFirst() {
        assertThat(text("{{salutation}}", "ja", Map.of("salutation", "先生", "lastName", "山田")))
                .isEqualTo("先生");
        assertThat(render("{{salutation}}", "fr", Map.of("firstName", "Anne")))
                .isEqualTo(new Incomplete(List.of("salutation")));
    }

    @ParameterizedTest
    @CsvSource({"ｶﾞｷﾞｸﾞﾊﾟ, ガギグパ", "ABC ｱｲｳ①㍿Ａ, ABC アイウ①㍿Ａ", "｢ﾃｽﾄ｣､ｰ, 「テスト」、ー", "カ, カ"})
    void halfWidthKanaAloneIsWidened(String given, String expected) {
        assertThat(text("{{v}}", "ja", Map.of("v", given))).isEqualTo(expected);
    }

    @Test
    void workIsBoundedEvenWhereNothingIsWritten() {
        List<Object> many = Collections.nCopies(1000, Map.of());
        Map<String, Object> values = Map.of("a", many);

        assertThat(render("{{#a}}{{#a}}{{#a}}{{/a}}{{/a}}{{/a}}", "en", values))
                .isEqualTo(new Failed("field text of template t: takes more than 1000000 steps"));
    }

    @Test
    void aPartialMayHoldItselfWhereTheValuesEnd() {
        Templates templates = Templates.of(Map.of(
                "t.text.mustache", "{{#tree}}{{> node}}{{/tree}}",
                "node.text.mustache", "{{name}}({{#inner}}{{> node}}{{/inner}})"));
        Map<String, Object> leaf = Map.of("name", "c", "inner", List.of());
        Map<String, Object> tree =
                Map.of("name", "a", "inner", List.of(leaf, Map.of("name", "b", "inner", List.of(leaf))));

        assertThat(templates.render("t", "en", PLAIN, Map.of("tree", tree)))
                .isEqualTo(new Rendered("und", Map.of("text", "a(c()b(c()))")));

        Map<String, Object> endless = new HashMap<>(Map.of("name", "a"));
        endless.put("inner", endless);
        assertThat(templates.render("t", "en", PLAIN, Map.of("tree", endless))).isInstanceOf(Failed.class);
    }

    @Test
    void aLayoutIsFilledByItsPage() {
        Templates templates = Templates.of(Map.of(
                "t.text.mustache", "{{<page}}{{$title}}Hello {{name}}{{/title}}{{/page}}",
                "page.text.mustache", "[{{$title}}none{{/title}}|{{$foot}}{{> foot}}{{/foot}}]",
                "page_ja.text.mustache", "「{{$title}}{{/title}}」",
                "t_ja.text.mustache", "{{<page}}{{$title}}{{name}}{{/title}}{{/page}}",
                "foot.text.mustache", "bye"));

        assertThat(templates.render("t", "en", PLAIN, Map.of("name", "Ann")))
                .isEqualTo(new Rendered("und", Map.of("text", "[Hello Ann|bye]")));
        assertThat(templates.render("t", "ja", PLAIN, Map.of("name", "花子")))
                .isEqualTo(new Rendered("ja", Map.of("text", "「花子」")));
    }

    @Test
    void aTypesetterSeesTheWholeTemplateOnce() {
        ChannelSpec channel = new ChannelSpec("x", "x", Set.of("html"), Set.of("text"), Duration.ofMinutes(1))
                .typesetBy((fields, language) -> new Typesetter.Typeset(
                        Map.of("html", fields.get("html") + "!", "text", "{{name}} in " + language, "other", "ignored"),
                        List.of(),
                        List.of("no title")));
        Templates templates = Templates.of(Map.of("t.html.mustache", "<p>{{> p}}</p>", "p.html.mustache", "{{name}}"))
                .writtenIn("en");

        assertThat(templates.render("t", "en", channel, Map.of("name", "<A>")))
                .isEqualTo(new Rendered("en", Map.of("html", "<p>&lt;A&gt;</p>!", "text", "<A> in en")));
        assertThat(templates.problems("t", channel)).isEmpty();
        assertThat(templates.warnings("t", channel)).containsExactly("template t: no title");
    }

    @Test
    void whatATypesetterRefusesIsNotSent() {
        ChannelSpec channel =
                PLAIN.typesetBy((fields, language) -> new Typesetter.Typeset(fields, List.of("no"), List.of()));
        Templates templates = Templates.of(Map.of("t.text.mustache", "x"));

        assertThat(templates.problems("t", channel)).containsExactly("template t: no");
        assertThat(templates.render("t", "en", channel, Map.of())).isEqualTo(new Failed("template t: no"));
    }

    private static Rendering render(String template, String language, Map<String, Object> values) {
        return Templates.of(Map.of("t.text.mustache", template)).render("t", language, PLAIN, values);
    }

    private static String text(String template, String language, Map<String, Object> values) {
        Rendering rendering = render(template, language, values);
        assertThat(rendering).isInstanceOf(Rendered.class);
        return ((Rendered) rendering).fields().getOrDefault("text", "");
    }
}
