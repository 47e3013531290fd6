// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.measure;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM of its own for a measurement, with one collector and one heap, whatever the machine or the caller would choose: both
 * decide much of what short-lived objects cost.
 */
public final class Fork {
    /** One thread that collects: on few cores the parallel collectors spend more on each other than on the garbage. */
    public static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xms1g", "-Xmx1g", "-Xmn512m");

    private Fork() {}

    /**
     * Runs a main class with the class path of this JVM and waits for its end.
     *
     * @param out takes what it prints
     * @throws IllegalStateException if it fails
     */
    public static void run(Class<?> main, List<String> words, PrintStream out) {
        run(FLAGS, main, words, out);
    }

    /** The same with other flags for the JVM. */
    public static void run(List<String> flags, Class<?> main, List<String> words, PrintStream out) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(words);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Thread end = new Thread(process::destroy);
            Runtime.getRuntime().addShutdownHook(end);
            try (InputStream printed = process.getInputStream()) {
                printed.transferTo(out);
            }
            int code = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(end);
            if (code != 0) {
                throw new IllegalStateException("the JVM of the measurement ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the JVM of the measurement could not be used", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
