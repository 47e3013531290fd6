// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that is not ours, where it is installed; a test that needs it says so and does not run where it is not. */
record Tool(String command) {
    private static final long LONGEST_RUN_SECONDS = 120;
    private static final Path SOURCES = Path.of("src/test").toAbsolutePath();

    static Tool need(String command, String debianPackage) {
        assumeTrue(
                Files.isExecutable(Path.of(command)),
                () -> "not run: there is no " + command + "; `apt-get install " + debianPackage + "` brings it");
        return new Tool(command);
    }

    /** Node with the modules of {@code src/test/node}. */
    static Tool node() {
        Path modules = SOURCES.resolve("node/node_modules");
        assumeTrue(
                Files.isDirectory(modules), () -> "not run: `npm ci --prefix reengage-mail/src/test/node` was not run");
        return new Tool("node");
    }

    /** A script of ours for this tool. */
    static String script(String name) {
        return SOURCES.resolve(name).toString();
    }

    /** What the program wrote, errors included. */
    String run(Path directory, List<String> arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = start(directory, arguments, ProcessBuilder.Redirect.to(output.toFile()));
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end in " + LONGEST_RUN_SECONDS + " s");
        }
        return Files.readString(output, UTF_8);
    }

    Process start(Path directory, List<String> arguments, ProcessBuilder.Redirect output) throws IOException {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "PYTHONIOENCODING", "utf-8"));
        return builder.start();
    }
}
