// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Starts worker processes, quickly: starting is what a kill costs. Their classes come as jars, and from the second on out of an
 * archive that the first one leaves when it ends.
 */
final class Launcher {
    private final Path directory;
    private final Path archive;
    private final String classPath;

    Launcher(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.archive = directory.resolve("classes.jsa");
        Files.deleteIfExists(archive);
        this.classPath = jars();
    }

    /** Starts a worker. */
    interface Start {
        Process start() throws IOException;
    }

    Process start(Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xlog:disable",
                "-Xmx64m",
                (Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + archive,
                "-cp",
                classPath,
                WorkerMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Lets the first worker of all work for a while and end in order. */
    void train(Start first) throws IOException, InterruptedException {
        if (!Files.exists(archive)) {
            Process process = first.start();
            Driver.pause(TimeUnit.SECONDS.toMillis(6));
            process.getOutputStream().close();
            process.waitFor();
        }
    }

    private String jars() throws IOException {
        List<String> path = new ArrayList<>();
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : all.split(File.pathSeparator, -1)) {
            Path place = Path.of(entry).toAbsolutePath();
            if (Files.isDirectory(place)) {
                path.add(jar(place, directory.resolve(path.size() + ".jar")).toString());
            } else if (Files.exists(place)) {
                path.add(place.toString());
            }
        }
        return String.join(File.pathSeparator, path);
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new ZipEntry(classes.relativize(each).toString().replace(File.separatorChar, '/')));
                Files.copy(each, out);
                out.closeEntry();
            }
        }
        return jar;
    }
}
