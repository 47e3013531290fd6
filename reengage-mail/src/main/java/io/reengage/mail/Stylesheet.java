// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a {@code <style>} block says, as far as it can stand in attributes.
 *
 * @param rules that can, in order
 * @param rest what cannot: at-rules such as media queries, and states such as {@code :hover}
 */
record Stylesheet(List<Rule> rules, String rest) {

    /** One selector with its declarations. */
    record Rule(String selector, List<Declaration> declarations) {

        /** How much the selector weighs: ids, then classes and attributes, then elements (Selectors level 3, section 9). */
        int specificity() {
            int weight = 0;
            boolean named = true;
            boolean inBrackets = false;
            for (int i = 0; i < selector.length(); i++) {
                char c = selector.charAt(i);
                if (inBrackets) {
                    inBrackets = c != ']';
                } else if (c == '#') {
                    weight += 10_000;
                    named = false;
                } else if (c == '.' || c == '[') {
                    weight += 100;
                    named = false;
                    inBrackets = c == '[';
                } else if (c == ' ' || c == '>' || c == '+' || c == '~') {
                    named = true;
                } else if (named && Character.isLetter(c)) {
                    weight += 1;
                    named = false;
                }
            }
            return weight;
        }
    }

    /** A property and its value. */
    record Declaration(String property, String value, boolean important) {

        static List<Declaration> in(String text) {
            List<Declaration> all = new ArrayList<>();
            for (String each : split(text, ';')) {
                int colon = each.indexOf(':');
                String value = colon < 0 ? "" : each.substring(colon + 1).strip();
                String property =
                        colon < 0 ? "" : each.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                int bang = value.toLowerCase(Locale.ROOT).lastIndexOf("!important");
                if (!property.isEmpty() && !value.isEmpty()) {
                    all.add(new Declaration(
                            property,
                            bang < 0 ? value : value.substring(0, bang).strip(),
                            bang >= 0));
                }
            }
            return all;
        }

        @Override
        public String toString() {
            return property + ": " + value + (important ? " !important" : "");
        }
    }

    static Stylesheet parse(String css) {
        String plain = withoutComments(css);
        List<Rule> rules = new ArrayList<>();
        StringBuilder rest = new StringBuilder();
        int at = 0;
        while (at < plain.length()) {
            int end = end(plain, at);
            String statement = plain.substring(at, end).strip();
            int brace = statement.indexOf('{');
            if (statement.startsWith("@") || brace < 0) {
                rest.append(statement.isEmpty() ? "" : statement + "\n");
            } else {
                read(statement, brace, rules, rest);
            }
            at = end;
        }
        return new Stylesheet(List.copyOf(rules), rest.toString());
    }

    private static void read(String statement, int brace, List<Rule> rules, StringBuilder rest) {
        String body = statement.substring(brace + 1, Math.max(brace + 1, statement.length() - 1));
        List<String> kept = new ArrayList<>();
        for (String selector : split(statement.substring(0, brace), ',')) {
            if (selector.indexOf(':') >= 0 || selector.contains("*")) {
                kept.add(selector.strip());
            } else if (!selector.isBlank()) {
                rules.add(new Rule(selector.strip(), Declaration.in(body)));
            }
        }
        if (!kept.isEmpty()) {
            rest.append(String.join(", ", kept)).append(" {").append(body).append("}\n");
        }
    }

    /** Where the statement that begins here ends: after its block, or its semicolon if it has none. */
    private static int end(String css, int from) {
        int depth = 0;
        for (int i = from; i < css.length(); i++) {
            char c = css.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}' && --depth <= 0) {
                return i + 1;
            } else if (c == ';' && depth == 0) {
                return i + 1;
            }
        }
        return css.length();
    }

    private static String withoutComments(String css) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        int open = css.indexOf("/*");
        while (open >= 0) {
            out.append(css, at, open);
            int close = css.indexOf("*/", open + 2);
            at = close < 0 ? css.length() : close + 2;
            open = css.indexOf("/*", at);
        }
        return out.append(css, at, css.length()).toString();
    }

    /** Splits where the sign stands outside quotes and parentheses. */
    static List<String> split(String text, char sign) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (c == sign && depth <= 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
