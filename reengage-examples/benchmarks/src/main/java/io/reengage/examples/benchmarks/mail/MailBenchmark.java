// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.mail;

import io.reengage.examples.benchmarks.Benchmark;
import io.reengage.examples.benchmarks.measure.Ratio;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whole mails a second, near and far from the server, over one and more connections; and what rendering alone costs. */
public final class MailBenchmark implements Benchmark {
    private static final Duration FAR = Duration.ofMillis(20);

    @Override
    public void run(List<String> words, PrintStream out) {
        MailOptions options = MailOptions.parse(words);
        List<Ratio> ratios = new ArrayList<>();
        try (Sink sink = Sink.start();
                FarAway far = new FarAway(sink.port(), FAR);
                MailRounds rounds = new MailRounds(options, out)) {
            out.println(String.format(
                    Locale.ROOT,
                    "%s; %d processors, %s %s, Java %s; mails of %d bytes before MIME",
                    sink.description(),
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("os.name"),
                    System.getProperty("os.arch"),
                    System.getProperty("java.version"),
                    rounds.bytes()));
            ratios.add(rounds.rendering());
            for (int connections : options.connections()) {
                ratios.addAll(rounds.near(new Postman.Route("127.0.0.1", sink.port(), connections)));
            }
            for (int connections : options.connections()) {
                ratios.addAll(rounds.far(new Postman.Route("127.0.0.1", far.port(), connections), FAR));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println();
        ratios.forEach(each -> out.println(each.line()));
    }
}
