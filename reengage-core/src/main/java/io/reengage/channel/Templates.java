// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import com.google.common.base.CharMatcher;
import com.samskivert.mustache.MustacheException;
import io.reengage.channel.TemplateFiles.FileName;
import io.reengage.channel.TemplateFiles.Version;
import io.reengage.channel.TemplateFiles.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Mustache templates, one file a field: {@code <template>[_<language>].<field>.mustache}, in UTF-8, such as {@code
 * still-interested_ja.subject.mustache}.
 *
 * <p>A message is written in one language throughout: the wanted one if the template has every required field in it, else
 * its less exact forms ({@code zh-Hant-TW}, {@code zh-Hant}, {@code zh}), else the files without a language. A partial
 * <code>{{&gt; footer}}</code> is the file of that name, field and language, else the one without a language; so is a layout
 * <code>{{&lt; page}}{{$title}}Hello{{/title}}{{/page}}</code>, whose blocks the page fills.
 *
 * <p>Field {@code html} is escaped, unless a template asks for the raw value with three braces; other fields are not
 * markup. All fields but {@code html} and {@code text} are one line. A value that is named as a variable must be there, or
 * have a fallback: absent, {@code null} and blank are the same, and make a message {@link Rendering.Incomplete}. A section
 * on an absent value is left out. Templates see entries of maps, elements of lists and plain values, never Java. Half-width
 * kana are written in full width.
 *
 * <p>Dates and numbers are written plainly, or in a form named after a dot, as the message's language and the person's zone
 * have it: <code>{{orderedAt.date}}</code>, {@code shortDate}, {@code longDate} (with the weekday), {@code monthAndDay}, {@code
 * weekday}, {@code year}, {@code time}, {@code dateTime}, {@code iso}; <code>{{points.number}}</code>, {@code percent};
 * <code>{{total.JPY}}</code> or any other ISO 4217 code, or <code>{{price.money}}</code> of a map with {@code amount} and
 * {@code currency}. Text in ISO 8601 is a date, too.
 *
 * <p><code>{{salutation}}</code> is, unless the person has one: in Japanese the family name ({@code lastName}), the first name
 * ({@code firstName}) and 様, or お客様 without a family name; in English {@code Hi} and the first name, or {@code Hello}.
 * <code>{{language}}</code> is the tag of the language the message is written in.
 *
 * <p>Of the Mustache specification all but two optional parts is there: partials whose name is a value are refused, and
 * values are never code. What is missing is never blank.
 *
 * <p>Immutable; files are read when first needed and then kept.
 */
public final class Templates implements TemplateRenderer {

    /** What files without a language are written in, unless {@link #writtenIn} says it: BCP 47's "undetermined". */
    public static final String DEFAULT_LANGUAGE = "und";

    /** The value by which a template addresses its reader. */
    static final String SALUTATION = "salutation";
    /** The value that says which language a message is written in. */
    static final String LANGUAGE = "language";

    private static final int LONGEST_NAME = 100;
    private static final CharMatcher OF_NAMES = CharMatcher.inRange('a', 'z')
            .or(CharMatcher.inRange('A', 'Z'))
            .or(CharMatcher.inRange('0', '9'))
            .or(CharMatcher.anyOf("-_"))
            .precomputed();
    private static final int MOST_LANGUAGES = 1000;

    private static final Kept<String, Language> LANGUAGES = new Kept<>(MOST_LANGUAGES, Language::of);

    private final TemplateFiles files;
    private final Fallbacks fallbacks;
    private final String language;
    private final Set<String> values;

    private Templates(TemplateFiles files, Fallbacks fallbacks, String language, Set<String> values) {
        this.files = files;
        this.fallbacks = fallbacks;
        this.language = language;
        this.values = values;
    }

    /**
     * A language somebody wants.
     *
     * @param tag in the usual letter case; {@code ""} if it is none
     * @param candidates the tag and its less exact forms, {@code ""} last (RFC 4647, lookup)
     */
    private record Language(Locale locale, String tag, List<String> candidates) {

        private static Language of(String wanted) {
            Locale locale = Locale.forLanguageTag(wanted);
            String written = locale.toLanguageTag();
            String tag = written.equals(DEFAULT_LANGUAGE) ? "" : written;
            List<String> candidates = new ArrayList<>();
            for (String each = tag; !each.isEmpty(); each = each.substring(0, Math.max(0, each.lastIndexOf('-')))) {
                candidates.add(each);
            }
            candidates.add("");
            return new Language(locale, tag, List.copyOf(candidates));
        }
    }

    private static Templates from(TemplateSource source) {
        return new Templates(new TemplateFiles(source), new Fallbacks(Map.of()), DEFAULT_LANGUAGE, Set.of());
    }

    /**
     * Templates in a folder of the class path, as the thread's context class loader sees it, else the caller's.
     *
     * <p>A host that is a named module opens the folder ({@code opens mails;}), or gives it a name that is none of a package,
     * such as {@code mail-templates}.
     */
    public static Templates fromClasspath(String folder) {
        Class<?> caller = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .getCallerClass();
        List<ClassLoader> loaders = Stream.of(Thread.currentThread().getContextClassLoader(), caller.getClassLoader())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return from(TemplateSource.classpath(folder, loaders));
    }

    /** Templates in a folder of the class path, as this loader sees it. */
    public static Templates fromClasspath(String folder, ClassLoader loader) {
        return from(TemplateSource.classpath(folder, List.of(loader)));
    }

    /**
     * Templates in a directory.
     *
     * @throws IllegalArgumentException if there is no such directory
     */
    public static Templates fromDirectory(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("no such directory: " + directory);
        }
        return from(TemplateSource.directory(directory));
    }

    /** Templates by file name. */
    public static Templates of(Map<String, String> sources) {
        return from(TemplateSource.map(sources));
    }

    /**
     * The classic mails of a win-back, ready to be sent in English and Japanese: {@code still-interested}, {@code
     * recommended-for-you}, {@code offer} and {@code goodbye}.
     *
     * <p>They need a link {@code callToAction}; recommendations need {@code items}, a list of maps with {@code name}, {@code url}
     * and, if there are, {@code image} and {@code price} (a map with {@code amount} and {@code currency}); the offer needs {@code
     * offer.title} and takes {@code offer.code} and {@code offer.until}.
     */
    public static Templates starters() {
        return of(Map.of()).withStarters();
    }

    /**
     * These templates and, behind them, the {@link #starters()}. A file of the same name takes a starter's place: a whole
     * mail such as {@code goodbye_ja.html.mustache}, or what all of them share: {@code starter-page} (the layout), {@code
     * starter-style} (all looks), {@code starter-brand} (the head), {@code starter-button}, {@code starter-footer}, {@code
     * starter-sender}, {@code starter-items} and {@code starter-offer}.
     */
    public Templates withStarters() {
        return new Templates(
                new TemplateFiles(new Starters(files.source())),
                fallbacks,
                language.equals(DEFAULT_LANGUAGE) ? "en" : language,
                values);
    }

    /** What stands in for a value that a person lacks, in languages that have no fallback of their own. */
    public Templates fallback(String name, String text) {
        return new Templates(files, fallbacks.with("", name, text), language, values);
    }

    /** What stands in for a value that a person lacks, in templates of this language. */
    public Templates fallback(String language, String name, String text) {
        return new Templates(files, fallbacks.with(known(language), name, text), this.language, values);
    }

    /** Says which language the files without one are written in; {@value #DEFAULT_LANGUAGE} if nothing says it. */
    public Templates writtenIn(String language) {
        return new Templates(files, fallbacks, known(language), values);
    }

    /**
     * Says which values people have: a campaign is not launched whose template needs another one, such as a misspelt one, and
     * has no fallback for it. What the library and the channel supply need not be named. If nothing is said, any name goes,
     * and whoever lacks one is left out with that reason.
     *
     * @param names as templates write them, {@code cart.item}, or {@code cart} for all in it; names within sections count too
     */
    public Templates valuesOfPeople(String... names) {
        Set<String> all = new TreeSet<>(values);
        all.addAll(List.of(names));
        return new Templates(files, fallbacks, language, Set.copyOf(all));
    }

    @Override
    public boolean knows(String value) {
        int dot = value.indexOf('.');
        return values.isEmpty() || values.contains(value) || (dot > 0 && values.contains(value.substring(0, dot)));
    }

    @Override
    public List<String> problems(String template, ChannelSpec channel) {
        if (!isName(template)) {
            return List.of("template name \"" + template + "\" may hold letters, digits, - and _ only");
        }
        List<String> problems = new ArrayList<>();
        for (String each : languages(template, channel, problems)) {
            problems.addAll(version(template, each, channel).problems());
        }
        return List.copyOf(problems);
    }

    @Override
    public List<String> warnings(String template, ChannelSpec channel) {
        List<String> warnings = new ArrayList<>();
        if (isName(template)) {
            for (String each : languages(template, channel, new ArrayList<>())) {
                warnings.addAll(version(template, each, channel).warnings());
            }
        }
        return List.copyOf(warnings);
    }

    @Override
    public List<String> languages(String template, ChannelSpec channel) {
        if (!isName(template)) {
            return List.of();
        }
        return languages(template, channel, new ArrayList<>()).stream()
                .map(tag -> tag.isEmpty() ? language : tag)
                .distinct()
                .toList();
    }

    /** Languages the template has any file in that this channel uses; {@code ""} always first. */
    private Set<String> languages(String template, ChannelSpec channel, Collection<String> problems) {
        Set<String> languages = new TreeSet<>(Set.of(""));
        try {
            for (String file : files.source().files()) {
                for (String field : fields(channel)) {
                    String end = "." + field + FileName.ENDING;
                    if (file.startsWith(template + "_") && file.endsWith(end)) {
                        String tag = file.substring(template.length() + 1, file.length() - end.length());
                        if (LANGUAGES.get(tag).tag.equals(tag)) {
                            languages.add(tag);
                        }
                    }
                }
            }
        } catch (IOException e) {
            problems.add(files.source().name() + " cannot be read");
        }
        return languages;
    }

    @Override
    public Rendering render(String template, String language, ChannelSpec channel, Map<String, Object> values) {
        if (!isName(template)) {
            return new Rendering.Failed("a template name may hold letters, digits, - and _ only");
        }
        Language wanted = LANGUAGES.get(language);
        for (String candidate : wanted.candidates) {
            Version version = version(template, candidate, channel);
            if (version.present().containsAll(channel.requiredFields())) {
                String written = candidate.isEmpty() ? this.language : candidate;
                return version.problems().isEmpty()
                        ? render(template, written, channel, version.fields(), formats(written, wanted, values), values)
                        : new Rendering.Failed(version.problems().get(0));
            }
        }
        return new Rendering.Failed(
                "template " + template + " lacks fields: " + String.join(", ", problems(template, channel)));
    }

    private Rendering render(
            String template,
            String language,
            ChannelSpec channel,
            Map<String, Script> found,
            Formats formats,
            Map<String, Object> values) {
        Map<String, Object> filled = fallbacks.fill(values, language);
        Map<String, String> fields = new LinkedHashMap<>();
        Set<String> missing = new LinkedHashSet<>();
        for (Map.Entry<String, Script> each : found.entrySet()) {
            String field = each.getKey();
            try {
                String text =
                        FieldText.write(field, each.getValue(), new Filling(formats, language).root(filled), missing);
                if (text.isBlank() && channel.requiredFields().contains(field) && missing.isEmpty()) {
                    return new Rendering.Failed("field " + field + " of template " + template + " is blank");
                }
                fields.put(field, text);
            } catch (MustacheException | FieldText.UnfitException | PlainValues.UnusableValueException e) {
                return new Rendering.Failed("field " + field + " of template " + template + ": " + e.getMessage());
            } catch (StackOverflowError e) {
                return new Rendering.Failed("field " + field + " of template " + template + ": nested too deeply");
            }
        }
        return missing.isEmpty()
                ? new Rendering.Rendered(language, fields)
                : new Rendering.Incomplete(List.copyOf(missing));
    }

    private Version version(String template, String language, ChannelSpec channel) {
        return files.version(new Wanted(template, language, language.isEmpty() ? this.language : language, channel));
    }

    /** Dates and numbers as the reader's country writes them, if it speaks the language the message is written in. */
    private static Formats formats(String written, Language wanted, Map<String, Object> values) {
        boolean same = written.equals(DEFAULT_LANGUAGE) || primary(wanted.tag).equals(primary(written));
        Language used = same ? wanted : LANGUAGES.get(written);
        return new Formats(used.locale, zone(values.get("zone")));
    }

    private static ZoneId zone(@Nullable Object name) {
        try {
            return name instanceof CharSequence text ? ZoneId.of(text.toString()) : ZoneOffset.UTC;
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }

    private static List<String> fields(ChannelSpec channel) {
        return Stream.concat(
                        channel.requiredFields().stream().sorted(),
                        channel.optionalFields().stream().sorted())
                .distinct()
                .toList();
    }

    private static String known(String tag) {
        String canonical = LANGUAGES.get(tag).tag;
        if (canonical.isEmpty()) {
            throw new IllegalArgumentException("not a BCP 47 language tag: " + tag);
        }
        return canonical;
    }

    static String primary(String tag) {
        int dash = tag.indexOf('-');
        return dash < 0 ? tag : tag.substring(0, dash);
    }

    static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= LONGEST_NAME && OF_NAMES.matchesAllOf(name);
    }
}
