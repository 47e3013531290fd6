// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.FormatStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How a language and a place write dates, numbers and money (Unicode CLDR, as the JDK has it).
 *
 * @param language whose words and signs are used
 * @param zone where moments are told
 * @param signs of the language
 */
record Formats(Locale language, ZoneId zone, Signs signs) {
    /** Currency codes are three capitals (ISO 4217). */
    private static final int CURRENCY_CODE = 3;

    private static final int MOST_LANGUAGES = 200;
    private static final int MOST_KEPT = 1000;
    private static final char NARROW_NO_BREAK_SPACE = '\u202f';
    private static final char NO_BREAK_SPACE = '\u00a0';

    private static final Kept<Locale, Signs> SIGNS = new Kept<>(MOST_LANGUAGES, Signs::of);

    Formats(Locale language, ZoneId zone) {
        this(language, zone, SIGNS.get(language));
    }

    /** What is costly to make. */
    record Signs(
            Map<String, DateTimeFormatter> dates,
            Kept<Moment, String> moments,
            Numbers number,
            Numbers percent,
            Map<String, Numbers> money) {

        static Signs of(Locale locale) {
            Map<String, DateTimeFormatter> dates = new HashMap<>();
            dates.put("date", DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG));
            dates.put("shortDate", DateTimeFormatter.ofLocalizedDate(FormatStyle.SHORT));
            dates.put("longDate", DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL));
            dates.put("monthAndDay", DateTimeFormatter.ofPattern(monthAndDay(locale)));
            dates.put("weekday", DateTimeFormatter.ofPattern("EEEE"));
            dates.put("year", DateTimeFormatter.ofPattern("uuuu"));
            dates.put("time", DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT));
            dates.put("dateTime", DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT));
            dates.put("iso", DateTimeFormatter.ISO_LOCAL_DATE);
            dates.replaceAll((form, written) -> written.withLocale(locale));
            return new Signs(
                    Map.copyOf(dates),
                    new Kept<>(MOST_KEPT, moment -> tidy(moment.written.format(moment.at))),
                    new Numbers(NumberFormat.getInstance(locale)),
                    new Numbers(NumberFormat.getPercentInstance(locale)),
                    new ConcurrentHashMap<>());
        }

        /** The long date without its year and what joins it: JDK 17 cannot be asked for it. Words in quotes are no fields. */
        private static String monthAndDay(Locale locale) {
            String full = DateTimeFormatterBuilder.getLocalizedDateTimePattern(
                    FormatStyle.LONG, null, IsoChronology.INSTANCE, locale);
            int first = -1;
            int last = -1;
            int year = -1;
            boolean quoted = false;
            for (int i = 0; i < full.length(); i++) {
                char c = full.charAt(i);
                quoted ^= c == '\'';
                if (!quoted && "MLd".indexOf(c) >= 0) {
                    first = first < 0 ? i : first;
                    last = i;
                } else if (!quoted && c == 'y') {
                    year = i;
                }
            }
            boolean between = first < year && year < last;
            return first < 0 || between ? "d MMMM" : full.substring(first, year > last ? last + 1 : full.length());
        }
    }

    /** A date in a form: many people are told of the end of the same offer. */
    record Moment(DateTimeFormatter written, TemporalAccessor at) {}

    /** Numbers as written: many people are shown the same prices, and writing one takes longer than most of a mail. */
    record Numbers(Kept<Number, String> written) {

        /** @param format copied for each use, since it is for one thread */
        Numbers(NumberFormat format) {
            this(new Kept<>(MOST_KEPT, number -> tidy(((NumberFormat) format.clone()).format(number))));
        }

        String write(Number number) {
            return written.get(exact(number));
        }
    }

    /**
     * A value in a form, such as {@code date}.
     *
     * @return {@code null} if this value has no such form
     */
    @Nullable
    String write(Object value, String form) {
        DateTimeFormatter written = signs.dates.get(form);
        if (written != null) {
            return date(value, written);
        }
        if (!(value instanceof Number number)) {
            return null;
        }
        if (form.equals("number")) {
            return signs.number.write(number);
        }
        if (form.equals("percent")) {
            return signs.percent.write(number);
        }
        return money(number, form);
    }

    /** An amount of money; {@code null} if there is no such currency. */
    @Nullable
    String inCurrency(Number amount, String code) {
        return code.length() == CURRENCY_CODE ? money(amount, code) : null;
    }

    private @Nullable String money(Number amount, String code) {
        Numbers money = signs.money.get(code);
        return money == null
                ? currency(code)
                        .map(currency -> signs.money.computeIfAbsent(code, any -> inMoney(currency)))
                        .map(made -> made.write(amount))
                        .orElse(null)
                : money.write(amount);
    }

    /** With as many decimals as the currency has. */
    private Numbers inMoney(Currency currency) {
        NumberFormat format = NumberFormat.getCurrencyInstance(language);
        format.setCurrency(currency);
        int digits = Math.max(0, currency.getDefaultFractionDigits());
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        format.setRoundingMode(RoundingMode.HALF_UP);
        return new Numbers(format);
    }

    /** The currency of a code, if it is one. */
    private static Optional<Currency> currency(String code) {
        if (code.length() != CURRENCY_CODE || !code.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
            return Optional.empty();
        }
        try {
            return Optional.of(Currency.getInstance(code));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private @Nullable String date(Object value, DateTimeFormatter written) {
        TemporalAccessor moment =
                value instanceof CharSequence text ? parsed(text.toString()) : (TemporalAccessor) value(value);
        if (moment == null) {
            return null;
        }
        try {
            return signs.moments.get(new Moment(written, local(moment)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Object value(Object value) {
        return value instanceof TemporalAccessor ? value : null;
    }

    private TemporalAccessor local(TemporalAccessor moment) {
        if (moment instanceof Instant instant) {
            return instant.atZone(zone);
        }
        if (moment instanceof OffsetDateTime time) {
            return time.atZoneSameInstant(zone);
        }
        return moment instanceof ZonedDateTime time ? time.withZoneSameInstant(zone) : moment;
    }

    /** A date as files and databases write it. */
    private static @Nullable TemporalAccessor parsed(String text) {
        try {
            return DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        } catch (DateTimeParseException e) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException no) {
                return null;
            }
        }
    }

    private static Number exact(Number number) {
        return number instanceof BigDecimal || number instanceof Long || number instanceof Integer
                ? number
                : new BigDecimal(PlainValues.decimal(number));
    }

    /** Later JDKs put a space here that older fonts and mail programs lack. */
    private static String tidy(String text) {
        return text.replace(NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE);
    }
}
