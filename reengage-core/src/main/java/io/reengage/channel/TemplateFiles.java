// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Template files, compiled when first asked for and kept. */
final class TemplateFiles {
    private static final int MOST_KEPT = 1000;
    private static final String HTML = "html";

    private final TemplateSource source;
    private final Cache<FileName, Compiled> kept =
            CacheBuilder.newBuilder().maximumSize(MOST_KEPT).build();

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

    /** A file made ready: nothing if it is absent, a problem if it is broken. */
    record Compiled(@Nullable Template template, @Nullable String problem) {

        boolean exists() {
            return template != null || problem != null;
        }
    }

    TemplateSource source() {
        return source;
    }

    Compiled compiled(FileName file) {
        Compiled known = kept.getIfPresent(file);
        if (known == null) {
            known = compile(file);
            kept.put(file, known);
        }
        return known;
    }

    private Compiled compile(FileName file) {
        try {
            Optional<String> text = source.read(file.toString());
            if (text.isEmpty()) {
                return new Compiled(null, null);
            }
            Template template = compiler(file).compile(text.get());
            checkPartials(file, template, new LinkedHashSet<>());
            return new Compiled(template, null);
        } catch (IOException e) {
            return new Compiled(null, String.valueOf(e.getMessage()));
        } catch (UncheckedIOException | MustacheException e) {
            return new Compiled(null, file + ": " + e.getMessage());
        } catch (StackOverflowError e) {
            return new Compiled(null, file + ": sections are nested too deeply");
        }
    }

    private Mustache.Compiler compiler(FileName file) {
        PlainValues values = new PlainValues();
        return Mustache.compiler()
                .escapeHTML(file.field().equals(HTML))
                .withCollector(values)
                .withFormatter(values)
                .defaultValue(PlainValues.MARK + "{{name}}" + PlainValues.MARK)
                .withLoader(partial -> partial(file, partial));
    }

    /** A partial in the language of the file that names it, else the one without a language. */
    private Reader partial(FileName including, String name) throws IOException {
        FileName file = new FileName(name, including.language(), including.field());
        if (Templates.isName(name)) {
            for (FileName candidate : List.of(file, file.inAnyLanguage())) {
                Optional<String> text = source.read(candidate.toString());
                if (text.isPresent()) {
                    return new StringReader(text.get());
                }
            }
        }
        throw new FileNotFoundException(file.inAnyLanguage() + " not found in " + source.name());
    }

    /** Loads every partial now: a missing one, or one that holds itself, must not wait for the first message. */
    private void checkPartials(FileName file, Template template, Set<String> path) {
        for (String name : partialsOf(template)) {
            if (!path.add(name)) {
                throw new MustacheException("partial " + name + " holds itself");
            }
            checkPartials(file, load(file, name), path);
            path.remove(name);
        }
    }

    private Template load(FileName file, String partial) {
        try (Reader text = partial(file, partial)) {
            return compiler(file).compile(text);
        } catch (IOException e) {
            throw new UncheckedIOException("partial " + partial + ": " + e.getMessage(), e);
        }
    }

    private static Set<String> partialsOf(Template template) {
        Set<String> names = new LinkedHashSet<>();
        template.visit(new PartialNames(names));
        return names;
    }

    /** Collects the partials a template names, and refuses what would not render as meant. */
    private record PartialNames(Set<String> names) implements Mustache.Visitor {

        @Override
        public void visitText(String text) {
            if (text.contains("{{")) {
                throw new MustacheException("{{ is opened and never closed");
            }
        }

        @Override
        public void visitVariable(String name) {}

        @Override
        public boolean visitInclude(String name) {
            names.add(name);
            return false;
        }

        @Override
        public boolean visitParent(String name) {
            throw new MustacheException("a template cannot inherit from another ({{<" + name + "}})");
        }

        @Override
        public boolean visitBlock(String name) {
            return true;
        }

        @Override
        public boolean visitSection(String name) {
            return true;
        }

        @Override
        public boolean visitInvertedSection(String name) {
            return true;
        }
    }
}
