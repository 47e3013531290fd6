// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import io.reengage.statistics.Interval;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and moments as people read them, the same on every machine. */
final class Figures {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);

    private Figures() {}

    static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** To two digits, since an estimate knows no more. */
    static String about(double count) {
        if (Math.abs(count) < 100) {
            return number(Math.round(count));
        }
        double unit = Math.pow(10, Math.floor(Math.log10(Math.abs(count))) - 1);
        return number(Math.round(Math.round(count / unit) * unit));
    }

    static String people(long count) {
        return count == 1 ? "1 person" : number(count) + " people";
    }

    static String messages(long count) {
        return count == 1 ? "1 message" : number(count) + " messages";
    }

    static String percent(double rate) {
        return hundredths(rate, rate) + " %";
    }

    /** A part of a whole in percent; a dash of an empty whole. */
    static String percent(long part, long whole) {
        return whole == 0 ? "-" : percent((double) part / whole);
    }

    static String percents(Interval rates) {
        return hundredths(rates.low(), rates.high()) + " to " + hundredths(rates.high(), rates.high()) + " %";
    }

    /** A difference of rates without sign. */
    static String points(double difference) {
        String size = hundredths(Math.abs(difference), difference);
        return size + (size.equals("1") ? " point" : " points");
    }

    static String points(Interval differences) {
        double scale = Math.max(Math.abs(differences.low()), Math.abs(differences.high()));
        return signed(differences.low(), scale) + " to " + signed(differences.high(), scale) + " points";
    }

    static String money(double amount) {
        return String.format(Locale.ROOT, "%,.2f", amount == 0 ? 0 : amount);
    }

    static String moneys(Interval amounts) {
        return money(amounts.low()) + " to " + money(amounts.high());
    }

    static String day(Instant moment) {
        return DAY.format(moment.atOffset(ZoneOffset.UTC));
    }

    static String moment(Instant moment) {
        return MOMENT.format(moment.atOffset(ZoneOffset.UTC));
    }

    /** Words as a sentence: a capital first, a full stop last. */
    static String sentence(String words) {
        String text = words.strip();
        int first = text.offsetByCodePoints(0, 1);
        String capital = text.substring(0, first).toUpperCase(Locale.ROOT) + text.substring(first);
        return text.matches("(?s).*[.!?\u3002]") ? capital : capital + ".";
    }

    /** Text from outside without control characters, which could steer a console or break a page. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isWhitespace(c) ? ' ' : c)
                .map(c -> isHarmless(c) ? c : '\uFFFD')
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static boolean isHarmless(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && c != 0xFFFE
                && c != 0xFFFF;
    }

    private static String signed(double difference, double scale) {
        return (difference > 0 ? "+" : "") + hundredths(difference, scale);
    }

    /** Two decimals for a scale below 1 %, else one; none for a whole number. */
    private static String hundredths(double rate, double scale) {
        double percent = rate * 100;
        if (Math.abs(percent - Math.rint(percent)) < 1e-9) {
            return String.format(Locale.ROOT, "%.0f", percent + 0.0);
        }
        String text = String.format(Locale.ROOT, Math.abs(scale) < 0.01 ? "%.2f" : "%.1f", percent);
        return text.matches("-0\\.0+") ? text.substring(1) : text;
    }
}
