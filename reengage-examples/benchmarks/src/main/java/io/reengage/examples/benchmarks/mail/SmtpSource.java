// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.mail;

import io.reengage.examples.benchmarks.measure.Contender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Postfix's load generator, written in C: sends the same bytes again and again, rendering nothing. */
final class SmtpSource implements Contender {
    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/sbin"));

    private final String name;
    private final Path program;
    private final Postman.Route route;
    private final int messages;
    private final int bytes;

    private SmtpSource(String name, Path program, Postman.Route route, int messages, int bytes) {
        this.name = name;
        this.program = program;
        this.route = route;
        this.messages = messages;
        this.bytes = bytes;
    }

    /** Empty where it is not installed. */
    static Stream<Contender> ifInstalled(String name, Postman.Route route, int messages, int bytes) {
        return find("smtp-source").stream().map(program -> new SmtpSource(name, program, route, messages, bytes));
    }

    static Optional<Path> find(String program) {
        return PLACES.stream()
                .map(place -> place.resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long run() {
        try {
            Process process = new ProcessBuilder(
                            program.toString(),
                            "-d",
                            "-m",
                            String.valueOf(messages),
                            "-s",
                            String.valueOf(route.connections()),
                            "-l",
                            String.valueOf(bytes),
                            "-f",
                            Mailing.FROM,
                            "-t",
                            "somebody@example.net",
                            route.host() + ":" + route.port())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("smtp-source ended with " + process.exitValue());
            }
            return messages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
