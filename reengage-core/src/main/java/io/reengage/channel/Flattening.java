// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import com.samskivert.mustache.MustacheException;
import io.reengage.channel.TemplateFiles.FileName;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a template's partials and layouts in their places, so that one text holds the whole of it.
 *
 * <p>A partial that holds itself inside a section stays as it is: how often it repeats is up to the values.
 */
final class Flattening {
    private static final int MOST_INCLUSIONS = 1000;
    private static final int DEEPEST = 50;

    private final TemplateSource source;
    private final FileName file;
    private final Map<String, Integer> path = new HashMap<>();
    private int inclusions;
    private int depth;
    private int sections;

    private Flattening(TemplateSource source, FileName file) {
        this.source = source;
        this.file = file;
    }

    /**
     * The whole text.
     *
     * @param text what the file holds
     * @throws MustacheException if it is broken, or names a file that is not there
     */
    static String of(TemplateSource source, FileName file, String text) {
        Flattening flattening = new Flattening(source, file);
        flattening.path.put(file.template(), 0);
        return flattening.text(text, Map.of());
    }

    /** The whole text of a partial that stayed as it was. */
    static String partial(TemplateSource source, FileName including, String name) {
        Flattening flattening = new Flattening(source, including);
        return of(source, new FileName(name, including.language(), including.field()), flattening.read(name));
    }

    private String text(String text, Map<String, String> blocks) {
        List<Tag> tags = Tag.in(text);
        return new Piece(text, tags, blocks).write(0, tags.size(), 0, text.length());
    }

    private String included(String name, Map<String, String> blocks) {
        if (++inclusions > MOST_INCLUSIONS || ++depth > DEEPEST) {
            throw new MustacheException("partial " + name + " holds itself, or too much");
        }
        int before = sections;
        Integer outer = path.put(name, sections);
        String flat = text(read(name), blocks);
        if (outer == null) {
            path.remove(name);
        } else {
            path.put(name, outer);
        }
        sections = before;
        depth--;
        return flat;
    }

    /** A partial in the language of the file that names it, else the one without a language. */
    private String read(String name) {
        FileName exact = new FileName(name, file.language(), file.field());
        try {
            if (Templates.isName(name)) {
                for (FileName candidate : List.of(exact, exact.inAnyLanguage())) {
                    Optional<String> text = source.read(candidate.toString());
                    if (text.isPresent()) {
                        return text.get();
                    }
                }
            }
            throw new FileNotFoundException(exact.inAnyLanguage() + " not found in " + source.name());
        } catch (IOException e) {
            throw new MustacheException("partial " + name + ": " + e.getMessage(), e);
        }
    }

    /** One file's text on its way into the whole. */
    private final class Piece {
        private final String text;
        private final List<Tag> tags;
        private final Map<String, String> blocks;
        private final StringBuilder out = new StringBuilder();
        private int at;

        private Piece(String text, List<Tag> tags, Map<String, String> blocks) {
            this.text = text;
            this.tags = tags;
            this.blocks = blocks;
        }

        /** Writes a stretch of the text, which holds these tags. */
        private String write(int first, int last, int from, int to) {
            at = from;
            String open = first < tags.size() ? tags.get(first).open() : Tag.OPEN;
            String close = first < tags.size() ? tags.get(first).close() : Tag.CLOSE;
            out.append(switched(Tag.OPEN, Tag.CLOSE, open, close));
            for (int i = first; i < last; i++) {
                Tag tag = tags.get(i);
                if (tag.kind() == '=') {
                    String[] pair = tag.delimiters();
                    Lines line = new Lines(text, tag, tag);
                    copy(line.areAlone(at) ? line.beforeLine() : tag.start());
                    out.append(tag.open() + "=" + pair[0] + " " + pair[1] + "=" + tag.close());
                    at = tag.end();
                    open = pair[0];
                    close = pair[1];
                } else {
                    i = place(tag, i);
                }
            }
            copy(to);
            return out.append(switched(open, close, Tag.OPEN, Tag.CLOSE)).toString();
        }

        private void copy(int to) {
            out.append(text, at, to);
            at = to;
        }

        /** Writes a tag, or what stands in for it; answers the index of the last tag used up. */
        private int place(Tag tag, int index) {
            int end = tag.kind() == '<' || tag.kind() == '$' ? closing(index) : index;
            if (tag.kind() == '>' && isLoop(tag.name())) {
                copy(tag.end());
            } else if (tag.kind() == '>') {
                splice(tag, tag, included(tag.name(), Map.of()));
            } else if (tag.kind() == '<') {
                splice(tag, tags.get(end), included(tag.name(), overrides(index + 1, end)));
            } else if (tag.kind() == '$') {
                block(tag, index, end);
            } else {
                sections += tag.opens() ? 1 : tag.kind() == '/' ? -1 : 0;
                copy(tag.end());
            }
            return end;
        }

        /** A partial inside itself, where a section decides whether there is one more. */
        private boolean isLoop(String name) {
            Integer entered = path.get(name);
            if (entered != null && sections <= entered) {
                throw new MustacheException("partial " + name + " holds itself");
            }
            return entered != null;
        }

        private int closing(int index) {
            Deque<String> open = new ArrayDeque<>();
            for (int i = index; i < tags.size(); i++) {
                Tag tag = tags.get(i);
                if (tag.opens()) {
                    open.push(tag.name());
                } else if (tag.kind() == '/' && !open.isEmpty()) {
                    open.pop();
                    if (open.isEmpty()) {
                        return i;
                    }
                }
            }
            throw new MustacheException(
                    "{{" + tags.get(index).kind() + tags.get(index).name() + "}} is never closed");
        }

        /** What a page says about the blocks of its layout; what a page on top of it says counts more. */
        private Map<String, String> overrides(int first, int last) {
            Map<String, String> said = new HashMap<>();
            for (int i = first; i < last; i++) {
                Tag tag = tags.get(i);
                if (tag.opens()) {
                    int end = closing(i);
                    if (tag.kind() == '$') {
                        Lines lines = new Lines(text, tag, tags.get(end));
                        String content = new Piece(text, tags, blocks).write(i + 1, end, lines.from(), lines.to());
                        said.put(tag.name(), Lines.dedented(content, lines.indentation()));
                    }
                    i = end;
                }
            }
            said.putAll(blocks);
            return said;
        }

        private void block(Tag tag, int index, int end) {
            Tag last = tags.get(end);
            Lines lines = new Lines(text, tag, last);
            String override = blocks.get(tag.name());
            if (override == null) {
                copy(lines.start(at));
                out.append(new Piece(text, tags, blocks).write(index + 1, end, lines.from(), lines.to()));
            } else {
                boolean alone = lines.areAlone(at);
                copy(alone ? lines.beforeLine() : tag.start());
                out.append(alone ? lines.fitted(override) : override);
            }
            at = lines.end();
        }

        private void splice(Tag first, Tag last, String flat) {
            Lines lines = new Lines(text, first, last);
            boolean alone = lines.areAlone(at);
            copy(alone ? lines.beforeLine() : first.start());
            out.append(switched(first.open(), first.close(), Tag.OPEN, Tag.CLOSE))
                    .append(alone ? Lines.indented(flat, lines.before()) : flat)
                    .append(switched(Tag.OPEN, Tag.CLOSE, first.open(), first.close()));
            at = alone ? lines.afterLine() : last.end();
        }

        private String switched(String open, String close, String newOpen, String newClose) {
            boolean same = open.equals(newOpen) && close.equals(newClose);
            return same ? "" : open + "=" + newOpen + " " + newClose + "=" + close;
        }
    }
}
