// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the two kinds of bodies that HTML forms and mail programs post. What it cannot read is an empty form. */
final class FormBody {

    static final String URL_ENCODED = "application/x-www-form-urlencoded";

    private static final String MULTIPART = "multipart/form-data";
    private static final int MOST_PARAMETERS = 50;
    private static final int LONGEST_PART_HEADERS = 2000;
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(?:\"([^\"]{1,200})\"|([^\\s;\"]{1,200}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile(
            "content-disposition:[^\\r\\n]*;\\s*name=(?:\"([^\"\\r\\n]*)\"|([^\\s;\"]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE = Pattern.compile(";\\s*filename\\*?=", Pattern.CASE_INSENSITIVE);
    private static final Pattern END_OF_HEADERS = Pattern.compile("\\r?\\n\\r?\\n");

    private FormBody() {}

    /** Parameters by name; of a name that comes twice, the first. */
    static Map<String, String> parse(String contentType, byte[] body) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (type.equals(URL_ENCODED)) {
            return urlEncoded(new String(body, StandardCharsets.UTF_8));
        }
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (type.equals(MULTIPART) && boundary.find()) {
            return multipart(either(boundary), new String(body, StandardCharsets.ISO_8859_1));
        }
        return Map.of();
    }

    private static Map<String, String> urlEncoded(String body) {
        Map<String, String> form = new HashMap<>();
        try {
            for (String pair : body.strip().split("&", MOST_PARAMETERS)) {
                String[] sides = pair.split("=", 2);
                form.putIfAbsent(decode(sides[0]), sides.length == 2 ? decode(sides[1]) : "");
            }
            return form;
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Splits a body whose characters are its bytes; values are UTF-8. */
    private static Map<String, String> multipart(String boundary, String body) {
        Map<String, String> form = new HashMap<>();
        String[] parts = ("\n" + body).split("\\r?\\n--" + Pattern.quote(boundary), MOST_PARAMETERS);
        for (int at = 1; at < parts.length && !parts[at].startsWith("--"); at++) {
            String[] sides = END_OF_HEADERS.split(parts[at], 2);
            String headers = sides[0].substring(0, Math.min(sides[0].length(), LONGEST_PART_HEADERS));
            Matcher name = NAME.matcher(headers);
            if (sides.length == 2 && name.find() && !FILE.matcher(headers).find()) {
                form.putIfAbsent(utf8(either(name)), utf8(sides[1]));
            }
        }
        return form;
    }

    private static String either(Matcher quotedOrPlain) {
        String quoted = quotedOrPlain.group(1);
        return quoted == null ? quotedOrPlain.group(2) : quoted;
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
