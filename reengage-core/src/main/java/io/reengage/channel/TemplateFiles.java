// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Templates in their languages, made ready when first asked for and kept. */
final class TemplateFiles {
    private static final int MOST_KEPT = 1000;
    private static final String HTML = "html";
    private static final String TOO_DEEP = "sections are nested too deeply";

    private final TemplateSource source;
    private final Kept<Wanted, Version> kept = new Kept<>(MOST_KEPT, this::make);

    TemplateFiles(TemplateSource source) {
        this.source = source;
    }

    /**
     * A file's parts.
     *
     * @param language {@code ""} for the file without a language
     */
    record FileName(String template, String language, String field) {

        static final String ENDING = ".mustache";

        FileName inAnyLanguage() {
            return new FileName(template, "", field);
        }

        @Override
        public String toString() {
            return template + (language.isEmpty() ? "" : "_" + language) + "." + field + ENDING;
        }
    }

    /**
     * A template in one language, for one channel.
     *
     * @param language {@code ""} for the files without a language
     * @param spoken the language those are written in
     */
    record Wanted(String template, String language, String spoken, ChannelSpec channel) {

        private List<String> fields() {
            return Stream.concat(
                            channel.requiredFields().stream().sorted(),
                            channel.optionalFields().stream().sorted())
                    .distinct()
                    .toList();
        }

        private FileName file(String field) {
            return new FileName(template, language, field);
        }

        @Override
        public String toString() {
            return "template " + template + (language.isEmpty() ? "" : " (" + language + ")");
        }
    }

    /**
     * A template made ready in one language.
     *
     * @param present fields it has a file for
     * @param fields what to fill, by field
     * @param problems what keeps it from being used
     * @param warnings what its author should know
     */
    record Version(Set<String> present, Map<String, Script> fields, List<String> problems, List<String> warnings) {}

    TemplateSource source() {
        return source;
    }

    Version version(Wanted wanted) {
        return kept.get(wanted);
    }

    private Version make(Wanted wanted) {
        Map<String, String> texts = new LinkedHashMap<>();
        Set<String> present = new LinkedHashSet<>();
        List<String> lacking = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String field : wanted.fields()) {
            FileName file = wanted.file(field);
            try {
                Optional<String> text = source.read(file.toString());
                if (text.isPresent()) {
                    present.add(field);
                    texts.put(field, Flattening.of(source, file, text.get()));
                } else if (wanted.channel.requiredFields().contains(field)) {
                    lacking.add("template " + wanted.template + " lacks field " + field + ": " + file + " not found in "
                            + source.name());
                }
            } catch (IOException e) {
                present.add(field);
                problems.add(String.valueOf(e.getMessage()));
            } catch (MustacheException e) {
                problems.add(file + ": " + e.getMessage());
            } catch (StackOverflowError e) {
                problems.add(file + ": " + TOO_DEEP);
            }
        }
        problems.addAll(0, lacking);
        return problems.isEmpty()
                ? typeset(wanted, present, texts)
                : new Version(present, Map.of(), problems, List.of());
    }

    private Version typeset(Wanted wanted, Set<String> present, Map<String, String> texts) {
        Map<String, Script> fields = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        compile(wanted, texts, problems); // as written, so that mistakes are named as their author made them
        if (!problems.isEmpty()) {
            return new Version(present, fields, problems, List.of());
        }
        Typesetter.Typeset typeset = wanted.channel.typesetter().typeset(texts, wanted.spoken);
        typeset.problems().forEach(each -> problems.add(wanted + ": " + each));
        Map<String, String> used = new LinkedHashMap<>();
        wanted.fields().stream()
                .filter(typeset.fields()::containsKey)
                .forEach(
                        field -> used.put(field, String.valueOf(typeset.fields().get(field))));
        fields.putAll(compile(wanted, used, problems));
        return new Version(
                present,
                fields,
                problems,
                typeset.warnings().stream().map(each -> wanted + ": " + each).toList());
    }

    private Map<String, Script> compile(Wanted wanted, Map<String, String> texts, List<String> problems) {
        Map<String, Script> compiled = new LinkedHashMap<>();
        texts.forEach((field, text) -> {
            try {
                compiled.put(field, script(wanted.file(field), text));
            } catch (MustacheException e) {
                problems.add(wanted.file(field) + ": " + e.getMessage());
            } catch (IndexOutOfBoundsException e) { // the parser's answer to braces without end
                problems.add(wanted.file(field) + ": the tags are not understood");
            } catch (StackOverflowError e) {
                problems.add(wanted.file(field) + ": " + TOO_DEEP);
            }
        });
        return compiled;
    }

    /** The engine reads it first, and says what is wrong with it. */
    private Script script(FileName file, String text) {
        if (text.indexOf(PlainValues.MARK) >= 0) {
            throw new MustacheException("holds a code point that is no character");
        }
        Mustache.compiler().compile(text);
        return Script.of(
                text,
                file.field().equals(HTML),
                (partial, indentation) ->
                        script(file, Lines.indented(Flattening.partial(source, file, partial), indentation)));
    }
}
