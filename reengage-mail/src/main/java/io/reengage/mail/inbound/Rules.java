// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What servers say, and what is made of it: the table in {@code verdicts.txt}. */
final class Rules {
    /** The evidence where only a code tells. */
    static final String BY_CODE = "by its code";

    private static final Pattern WORDS = Pattern.compile("\\{([a-z]+)}");
    private static final Pattern MEANING = Pattern.compile("\\{([a-z]+)} = (.+)");

    static final Rules ALL = read();

    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, Rule> byStatus = new HashMap<>();

    private Rules() {}

    /**
     * One rule.
     *
     * @param name for tests and for people who mend the table
     * @param verdict what it means
     * @param words the same as a clause in words
     * @param kind when it is asked
     */
    record Rule(String name, VerdictClass verdict, String words, Kind kind, List<Phrase> phrases) {}

    /** When a rule is asked. */
    enum Kind {
        /** First. */
        PLAIN,
        /** Last: its phrases are common. */
        VAGUE,
        /** Only of what looks as if the recipient were unknown. */
        DOUBT,
        /** Only of what a system says by itself. */
        OWN,
        /** Only of what a system says by itself: whether it only guesses. */
        GUESS
    }

    /** A rule and what it was found by. */
    record Found(Rule rule, String evidence) {}

    List<Rule> all() {
        return rules;
    }

    /**
     * The rule of this name.
     *
     * @throws IllegalStateException if the table has none, or several
     */
    Rule named(String name) {
        List<Rule> found = rules.stream().filter(each -> each.name.equals(name)).toList();
        if (found.size() != 1) {
            throw new IllegalStateException("verdicts.txt has " + found.size() + " rules named " + name);
        }
        return found.get(0);
    }

    /** The first rule, of a kind, one of whose phrases is in the text. */
    Optional<Found> saying(String text, Kind kind) {
        for (Rule rule : rules) {
            if (rule.kind != kind) {
                continue;
            }
            for (Phrase phrase : rule.phrases) {
                if (phrase.isIn(text)) {
                    return Optional.of(new Found(rule, "it says '" + phrase + "'"));
                }
            }
        }
        return Optional.empty();
    }

    /** The rule for a status code alone. */
    Optional<Found> coded(String status) {
        return Optional.ofNullable(byStatus.get(status)).map(rule -> new Found(rule, BY_CODE));
    }

    private static Rules read() {
        Rules table = new Rules();
        @Nullable Rule rule = null;
        Map<String, List<String>> words = new HashMap<>();
        for (String line : Lines.of(resource())) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                String[] name = line.substring(1, line.indexOf(']')).split(" ", -1);
                String meaning = line.substring(line.indexOf(']') + 1).strip();
                rule = new Rule(name[0], VerdictClass.valueOf(name[1]), meaning, kind(name), new ArrayList<>());
                table.rules.add(rule);
            } else if (MEANING.matcher(line).matches()) {
                words.put(
                        line.substring(1, line.indexOf('}')),
                        List.of(line.substring(line.indexOf('=') + 2).split("\\|", -1)));
            } else if (rule == null) {
                throw new IllegalStateException("verdicts.txt has a phrase before its first rule");
            } else if (line.startsWith("= ")) {
                table.codes(line.substring(2), rule);
            } else {
                written(line, words).map(Phrase::of).forEach(rule.phrases::add);
            }
        }
        return table;
    }

    /** A phrase for each word that may stand where it names several. */
    private static Stream<String> written(String phrase, Map<String, List<String>> words) {
        Matcher name = WORDS.matcher(phrase);
        if (!name.find()) {
            return Stream.of(phrase);
        }
        @Nullable List<String> meant = words.get(name.group(1));
        if (meant == null) {
            throw new IllegalStateException("verdicts.txt does not say what " + name.group() + " stands for");
        }
        return meant.stream().flatMap(each -> written(phrase.replace(name.group(), each), words));
    }

    private static Kind kind(String[] name) {
        return name.length > 2 ? Kind.valueOf(name[2].toUpperCase(Locale.ROOT)) : Kind.PLAIN;
    }

    private void codes(String line, Rule rule) {
        for (String code : line.strip().split(" ", -1)) {
            if (code.startsWith("x.")) {
                byStatus.putIfAbsent("4" + code.substring(1), rule);
                byStatus.putIfAbsent("5" + code.substring(1), rule);
            } else {
                byStatus.putIfAbsent(code, rule);
            }
        }
    }

    private static String resource() {
        try (@Nullable InputStream in = Rules.class.getResourceAsStream("verdicts.txt")) {
            if (in == null) {
                throw new IllegalStateException("verdicts.txt is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
