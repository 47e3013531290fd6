// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Planted bug M-25 of the catalogue (reliability-security.md 7.2): a header value unchecked. The core's planted bugs are in its
 * own tests; this one lives here.
 */
class PlantedHeaderBugTest {
    private static final Path FILE = Path.of("src/main/java/io/reengage/mail/HeaderLines.java");
    private static final String TEXT = "if (value.chars().anyMatch(";
    private static final String REPLACEMENT = "if (value.isEmpty() && value.chars().anyMatch(";

    @Test
    void theLibraryAsItIsIsFoundWithoutFault() throws Exception {
        assertThat(new Mutant(Map.of()).find()).isEmpty();
    }

    @Test
    void aHeaderValueUncheckedIsNoticed() throws Exception {
        String source = Files.readString(FILE);
        assertThat(source.split(java.util.regex.Pattern.quote(TEXT), -1))
                .as("M-25 must be planted anew in " + FILE)
                .hasSize(2);
        String found = new Mutant(compiled(source.replace(TEXT, REPLACEMENT))).find();
        assertThat(found).contains("a line break was not refused");
    }

    private static Map<String, byte[]> compiled(String source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavaFileManager memory = new ForwardingJavaFileManager<JavaFileManager>(files) {
                @Override
                public JavaFileObject getJavaFileForOutput(
                        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                    return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/')), kind) {
                        @Override
                        public OutputStream openOutputStream() {
                            return classes.computeIfAbsent(name, key -> new ByteArrayOutputStream());
                        }
                    };
                }
            };
            JavaFileObject text =
                    new SimpleJavaFileObject(
                            URI.create("memory:///io/reengage/mail/HeaderLines.java"), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return source;
                        }
                    };
            List<String> options = List.of(
                    "-proc:none", "-nowarn", "-Xlint:none", "-classpath", System.getProperty("java.class.path"));
            assertThat(compiler.getTask(messages, memory, null, options, null, List.of(text))
                            .call())
                    .as(messages.toString())
                    .isTrue();
        }
        Map<String, byte[]> bytes = new HashMap<>();
        classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
        return bytes;
    }

    /** The module and its scenario once more, with one class of it spoilt. */
    private static final class Mutant extends ClassLoader {
        private final Map<String, byte[]> spoilt;

        Mutant(Map<String, byte[]> spoilt) {
            super(Mutant.class.getClassLoader());
            this.spoilt = spoilt;
        }

        String find() throws ReflectiveOperationException {
            return (String)
                    loadClass(SmuggledHeaders.class.getName()).getMethod("find").invoke(null);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null || !name.startsWith("io.reengage.mail.")) {
                    return known != null ? known : super.loadClass(name, resolve);
                }
                byte[] bytes = bytes(name);
                return defineClass(name, bytes, 0, bytes.length);
            }
        }

        private byte[] bytes(String name) throws ClassNotFoundException {
            byte[] changed = spoilt.get(name);
            if (changed != null) {
                return changed;
            }
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
