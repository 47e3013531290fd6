// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines of the form {@code Name: value}, unfolded, by name in any case; a name may come several times. */
final class Fields {
    private static final int MOST = 2_000;
    private static final int LONGEST_VALUE = 8_000;

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /** The fields up to the first empty line; what is no field is passed over. */
    static Fields parse(String text) {
        Fields fields = new Fields();
        String name = "";
        StringBuilder value = new StringBuilder();
        int count = 0;
        for (String line : Lines.of(text)) {
            if (line.isBlank()) {
                break;
            }
            boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
            if (folded) {
                append(value, line.strip());
                continue;
            }
            fields.put(name, value);
            value.setLength(0);
            int colon = line.indexOf(':');
            name = colon > 0 && isName(line, colon) ? line.substring(0, colon).strip() : "";
            if (++count > MOST) {
                break;
            }
            append(value, colon < 0 ? "" : line.substring(colon + 1).strip());
        }
        fields.put(name, value);
        return fields;
    }

    /** Groups of fields, separated by empty lines. */
    static List<Fields> groups(String text) {
        List<Fields> groups = new ArrayList<>();
        StringBuilder group = new StringBuilder();
        for (String line : Lines.of(text)) {
            if (line.isBlank()) {
                add(groups, group);
            } else {
                group.append(line).append('\n');
            }
        }
        add(groups, group);
        return groups;
    }

    private static void add(List<Fields> groups, StringBuilder group) {
        Fields fields = parse(group.toString());
        group.setLength(0);
        if (!fields.values.isEmpty() && groups.size() < MOST) {
            groups.add(fields);
        }
    }

    private static boolean isName(String line, int colon) {
        for (int i = 0; i < colon; i++) {
            char c = line.charAt(i);
            if ((c <= ' ' && i < colon - 1) || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static void append(StringBuilder value, String more) {
        if (value.length() < LONGEST_VALUE) {
            value.append(value.isEmpty() ? "" : " ").append(more, 0, Math.min(more.length(), LONGEST_VALUE));
        }
    }

    private void put(String name, CharSequence value) {
        if (!name.isEmpty()) {
            values.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(value.toString());
        }
    }

    void put(String name, String value) {
        put(name, (CharSequence) value);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** The first value of this name, in lower case; empty if there is none. */
    String get(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? "" : all.get(0);
    }

    /** The first value of this name with encoded words (RFC 2047) decoded. */
    String text(String name) {
        String raw = get(name);
        try {
            return MimeUtility.decodeText(raw);
        } catch (UnsupportedEncodingException | RuntimeException e) {
            return raw;
        }
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }
}
