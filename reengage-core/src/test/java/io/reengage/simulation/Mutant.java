// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The whole library and its simulation once more, with one class of it spoilt. Nothing is written to disk. */
final class Mutant extends ClassLoader {
    private static final Path SOURCES = Path.of("src/main/java/io/reengage");
    private static final String OURS = "io.reengage.";

    private final Map<String, byte[]> spoilt;

    private Mutant(Map<String, byte[]> spoilt) {
        super(Mutant.class.getClassLoader());
        this.spoilt = spoilt;
    }

    /** The library as it is, loaded anew. */
    static Mutant none() {
        return new Mutant(Map.of());
    }

    /**
     * The library with a bug.
     *
     * @throws AssertionError if the text to be replaced is not there exactly once, or the result does not compile
     */
    static Mutant of(PlantedBug bug) {
        String source = read(SOURCES.resolve(bug.file()));
        int at = source.indexOf(bug.text());
        if (at < 0 || source.indexOf(bug.text(), at + 1) >= 0) {
            throw new AssertionError(
                    bug.name() + ": its text is not exactly once in " + bug.file() + ", so it must be planted anew");
        }
        String changed = source.replace(bug.text(), bug.replacement());
        return new Mutant(compiled(bug, changed));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> compiled(PlantedBug bug, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavaFileManager memory = new ForwardingJavaFileManager<JavaFileManager>(files) {
                @Override
                public JavaFileObject getJavaFileForOutput(
                        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                    return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/')), kind) {
                        @Override
                        public OutputStream openOutputStream() {
                            return classes.computeIfAbsent(className, name -> new ByteArrayOutputStream());
                        }
                    };
                }
            };
            JavaFileObject text =
                    new SimpleJavaFileObject(URI.create("memory:///" + bug.file()), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return source;
                        }
                    };
            List<String> options = List.of("-proc:none", "-nowarn", "-Xlint:none", "-classpath", classPath());
            if (!compiler.getTask(messages, memory, null, options, null, List.of(text))
                    .call()) {
                throw new AssertionError(bug.name() + " does not compile: " + messages);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, byte[]> bytes = new HashMap<>();
        classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
        return bytes;
    }

    private static String classPath() {
        StringJoiner path = new StringJoiner(File.pathSeparator);
        path.add(System.getProperty("java.class.path"));
        for (ClassLoader loader = Mutant.class.getClassLoader(); loader != null; loader = loader.getParent()) {
            if (loader instanceof URLClassLoader urls) {
                for (URL url : urls.getURLs()) {
                    path.add(Path.of(URI.create(url.toString())).toString());
                }
            }
        }
        return path.toString();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            if (!name.startsWith(OURS)) {
                return super.loadClass(name, resolve);
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

    /** Bytes of a class as it is loaded here. */
    @Override
    public InputStream getResourceAsStream(String name) {
        byte[] changed = name.endsWith(".class")
                ? spoilt.get(
                        name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                : null;
        return changed == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(changed);
    }

    /** Puts a scenario to the test in here; what was found wrong, empty if nothing. */
    String find(String scenario, int histories) {
        try {
            return (String) loadClass(Scenarios.class.getName())
                    .getMethod("find", String.class, int.class)
                    .invoke(null, scenario, histories);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("scenario " + scenario + " could not be run", e);
        }
    }
}
