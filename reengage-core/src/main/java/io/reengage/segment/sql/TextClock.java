// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import com.google.common.math.LongMath;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How texts such as {@code 2026-03-31 12:00:00} are written, so that they order as time does.
 *
 * @param separator between day and time
 * @param suffix what follows: nothing, or a mark of UTC
 * @param digits of the fraction of a second; without a suffix there may be any number, as what is left off orders first
 */
record TextClock(char separator, String suffix, int digits) {

    /** As {@code CURRENT_TIMESTAMP} writes it in SQLite. */
    static final TextClock PLAIN = new TextClock(' ', "", 0);

    private static final Pattern SHAPE = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}([ T])[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.([0-9]{1,9}))?(Z|\\+00:00)?");

    private static final DateTimeFormatter READ = formatter(0, 9);

    /** How this text is written; empty if in no way that orders as time does. */
    static Optional<TextClock> of(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String suffix = matcher.group(3) == null ? "" : matcher.group(3);
        int digits = suffix.isEmpty() || matcher.group(2) == null
                ? 0
                : matcher.group(2).length();
        return Optional.of(new TextClock(matcher.group(1).charAt(0), suffix, digits));
    }

    boolean utc() {
        return !suffix.isEmpty();
    }

    LocalDateTime read(String text) {
        if (!of(text).filter(this::equals).isPresent()) {
            throw new DateTimeException("written in another way");
        }
        return LocalDateTime.parse(
                text.substring(0, text.length() - suffix.length()).replace('T', ' '), READ);
    }

    /** The least text that means this time or a later one. */
    String write(LocalDateTime time) {
        if (!utc()) {
            return formatter(0, 9).format(time).replace(' ', separator);
        }
        long step = LongMath.pow(10, 9 - digits);
        LocalDateTime floor = time.minusNanos(time.get(ChronoField.NANO_OF_SECOND) % step);
        LocalDateTime next = floor.equals(time) ? floor : floor.plusNanos(step);
        return formatter(digits, digits).format(next).replace(' ', separator) + suffix;
    }

    private static DateTimeFormatter formatter(int fewest, int most) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd HH:mm:ss");
        return (most == 0 ? builder : builder.appendFraction(ChronoField.NANO_OF_SECOND, fewest, most, true))
                .toFormatter(Locale.ROOT);
    }
}
