// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where template files lie. */
interface TemplateSource {

    /** Longer files are refused, in bytes. */
    int LONGEST_TEMPLATE = 256 * 1024;

    /**
     * The text of a file; empty if there is none.
     *
     * @throws IOException if it is there and cannot be used
     */
    Optional<String> read(String file) throws IOException;

    /** Names of all files, as far as this place can tell: a class path cannot. */
    Set<String> files() throws IOException;

    /** How messages name this place. */
    String name();

    /** Tries the loaders in turn. */
    static TemplateSource classpath(String folder, List<ClassLoader> loaders) {
        return new Classpath(folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder, loaders);
    }

    static TemplateSource directory(Path directory) {
        return new Directory(directory);
    }

    static TemplateSource map(Map<String, String> sources) {
        return new InMemory(Map.copyOf(sources));
    }

    static String text(String file, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LONGEST_TEMPLATE + 1);
        if (bytes.length > LONGEST_TEMPLATE) {
            throw tooLong(file);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not UTF-8", e);
        }
    }

    private static IOException tooLong(String file) {
        return new IOException(file + " is longer than " + LONGEST_TEMPLATE / 1024 + " KB");
    }

    /** A folder on a class path. */
    record Classpath(String folder, List<ClassLoader> loaders) implements TemplateSource {

        @Override
        public Optional<String> read(String file) throws IOException {
            for (ClassLoader loader : loaders) {
                try (@Nullable InputStream in = loader.getResourceAsStream(folder + "/" + file)) {
                    if (in != null) {
                        return Optional.of(text(file, in));
                    }
                }
            }
            return Optional.empty();
        }

        @Override
        public Set<String> files() {
            return Set.of();
        }

        @Override
        public String name() {
            return "class path folder " + folder;
        }
    }

    /** A directory, without those below it. */
    record Directory(Path directory) implements TemplateSource {

        @Override
        public Optional<String> read(String file) throws IOException {
            Path path = directory.resolve(file);
            if (!Files.isRegularFile(path)) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(path)) {
                return Optional.of(text(file, in));
            }
        }

        @Override
        public Set<String> files() throws IOException {
            Set<String> names = new TreeSet<>();
            try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
                for (Path path : paths) {
                    names.add(String.valueOf(path.getFileName()));
                }
            }
            return names;
        }

        @Override
        public String name() {
            return "directory " + directory;
        }
    }

    /** Texts by file name. */
    record InMemory(Map<String, String> sources) implements TemplateSource {

        @Override
        public Optional<String> read(String file) throws IOException {
            Optional<String> text = Optional.ofNullable(sources.get(file));
            if (text.isPresent() && text.get().getBytes(StandardCharsets.UTF_8).length > LONGEST_TEMPLATE) {
                throw tooLong(file);
            }
            return text;
        }

        @Override
        public Set<String> files() {
            return sources.keySet();
        }

        @Override
        public String name() {
            return "the given sources";
        }
    }
}
