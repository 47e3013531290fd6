// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.mail;

import io.reengage.examples.benchmarks.measure.Contender;
import io.reengage.examples.benchmarks.measure.CpuClock;
import io.reengage.examples.benchmarks.measure.Measured;
import io.reengage.examples.benchmarks.measure.Ratio;
import io.reengage.examples.benchmarks.measure.Rounds;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Measures and prints one table after the other, and says how ours compares. */
final class MailRounds implements AutoCloseable {
    private static final String OURS = "Reengage";
    private static final String SIMPLE = "Simple Java Mail, batch";
    private static final String TUNED = "Angus loop, TCP_NODELAY";
    private static final String SOURCE = "smtp-source (C, no rendering)";

    private static final String OF_PROCESS = "; CPU of this process, the JIT compiler left out";

    private static final double RENDERING_GOAL = 100_000;
    private static final double SOURCE_GOAL = 0.9;
    private static final double SIMPLE_GOAL = 1.5;
    /** MAIL, RCPT, DATA and the final dot, each answered before the next. */
    private static final int ROUND_TRIPS = 4;

    private static final int SOURCE_PER_SECOND = 5_000;
    /** A second or so. */
    private static final int RENDERINGS = 120_000;
    /** Before the first measurement: so long it takes until most code is compiled. */
    private static final int WARM_UPS = 12;

    private static final int STARTER_WARM_UPS = 2;

    private final Mailing mailing = new Mailing();
    private final Heavy heavy = new Heavy();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final MailOptions options;
    private final PrintStream out;
    private boolean warm;

    MailRounds(MailOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.warm = options.tiny();
    }

    int bytes() {
        Mailing.Mail mail = mailing.next();
        return mail.html().length() + mail.text().length();
    }

    /**
     * Subject, page and text of every starter; the slowest counts. The time of the thread that renders is told: a round
     * needs no collection before it, after which code is compiled anew, and what is left behind lives too short to cost.
     */
    Ratio rendering() {
        List<Measured> all = new ArrayList<>();
        for (String starter : List.of("still-interested", "recommended-for-you", "offer", "goodbye")) {
            for (String language : List.of("en", "ja")) {
                // one after the other: they are not compared, and each has the program compiled anew for itself
                all.addAll(Rounds.measure(
                        CpuClock.ofThisThread(),
                        options.tiny() ? 1 : STARTER_WARM_UPS,
                        options.rounds(),
                        List.of(new Starter(starter, language))));
            }
        }
        print("rendering alone; CPU of the one thread", all);
        double slowest = all.stream().mapToDouble(Measured::cpuMicros).max().orElseThrow();
        return new Ratio("mail-rendering-100k-per-core-second", 1e6 / slowest / RENDERING_GOAL, 1);
    }

    /** Renders one starter mail after the other. */
    private final class Starter implements Contender {
        private final String starter;
        private final String language;

        Starter(String starter, String language) {
            this.starter = starter;
            this.language = language;
        }

        @Override
        public String name() {
            return starter + ", " + language;
        }

        @Override
        public long run() {
            int renderings = options.tiny() ? 100 : RENDERINGS;
            for (int i = 0; i < renderings; i++) {
                mailing.next(starter, language);
            }
            return renderings;
        }
    }

    List<Ratio> near(Postman.Route route) {
        int messages = Math.max(10, (int) (SOURCE_PER_SECOND * options.near().toMillis() / 1000));
        Map<String, Measured> all = measure(route, options.near(), messages);
        print("no round trip to speak of, " + connections(route) + OF_PROCESS, all.values());
        String name = "mail-0ms-" + route.connections();
        return List.of(
                new Ratio(name + "-vs-angus-nodelay", perSecond(all, OURS) / perSecond(all, TUNED), 1),
                new Ratio(name + "-cpu-vs-angus-nodelay", cpuMicros(all, TUNED) / cpuMicros(all, OURS), 1));
    }

    List<Ratio> far(Postman.Route route, Duration roundTrip) {
        int each = Math.max(1, (int) (options.far().toMillis() / (ROUND_TRIPS * roundTrip.toMillis())));
        Map<String, Measured> all = measure(route, options.far(), each * route.connections());
        print(roundTrip.toMillis() + " ms round trip, " + connections(route) + OF_PROCESS, all.values());
        List<Ratio> ratios = new ArrayList<>();
        String name = "mail-" + roundTrip.toMillis() + "ms-" + route.connections();
        if (all.containsKey(SOURCE)) {
            ratios.add(new Ratio(name + "-vs-smtp-source", perSecond(all, OURS) / perSecond(all, SOURCE), SOURCE_GOAL));
        }
        ratios.add(
                new Ratio(name + "-vs-simple-java-mail", perSecond(all, OURS) / perSecond(all, SIMPLE), SIMPLE_GOAL));
        return ratios;
    }

    private Map<String, Measured> measure(Postman.Route route, Duration time, int sourceMessages) {
        Map<String, Postman.Opening> openings = new LinkedHashMap<>();
        openings.put(OURS, Offices::ours);
        openings.put(TUNED, AngusLoop::prompt);
        openings.put("Angus loop", AngusLoop::plain);
        openings.put(SIMPLE, Offices::simpleJavaMail);
        openings.put("Vert.x mail client", to -> Offices.vertx(heavy.vertx(), to));
        openings.put("NioSmtpClient, pipelined", to -> PipelinedSession.office(heavy.sessions(), to));
        List<Contender> contenders = new ArrayList<>();
        openings.forEach(
                (name, opening) -> contenders.add(new TimedSends(name, mailing, route, time, opening, failures)));
        SmtpSource.ifInstalled(SOURCE, route, sourceMessages, bytes()).forEach(contenders::add);
        int warmUps = warm ? 1 : WARM_UPS;
        warm = true;
        Map<String, Measured> all = new LinkedHashMap<>();
        Rounds.measure(CpuClock.ofThisProcess(), warmUps, options.rounds(), contenders)
                .forEach(each -> all.put(each.name(), each));
        return all;
    }

    private static double perSecond(Map<String, Measured> all, String name) {
        return named(all, name).perSecond();
    }

    private static double cpuMicros(Map<String, Measured> all, String name) {
        return named(all, name).cpuMicros();
    }

    private static Measured named(Map<String, Measured> all, String name) {
        return Objects.requireNonNull(all.get(name), name);
    }

    private static String connections(Postman.Route route) {
        return route.connections() == 1 ? "1 connection" : route.connections() + " connections";
    }

    private void print(String title, Iterable<Measured> all) {
        out.println();
        out.println(title);
        out.println(Measured.HEAD);
        all.forEach(each -> out.println(each.line()));
        failures.forEach(out::println);
        failures.clear();
    }

    @Override
    public void close() {
        heavy.close();
    }
}
