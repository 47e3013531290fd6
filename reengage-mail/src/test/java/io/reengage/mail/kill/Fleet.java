// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The workers: processes in a few places, each place with the name of the node that works there. */
final class Fleet implements AutoCloseable {
    static final int PLACES = 4;

    private final Launcher launcher;
    private final Path directory;
    private final String database;
    private final int mailPort;
    private final int perList;
    private final @Nullable Worker[] places = new @Nullable Worker[PLACES];
    private final int[] generations = new int[PLACES];
    private final Map<String, Worker> byInstance = new ConcurrentHashMap<>();
    private int started;

    Fleet(Launcher launcher, Path directory, String database, int mailPort, int perList) {
        this.launcher = launcher;
        this.directory = directory;
        this.database = database;
        this.mailPort = mailPort;
        this.perList = perList;
    }

    /** One process. */
    record Worker(String node, String instance, int place, Process process, Path journal) {

        boolean isWorking() {
            return process.isAlive() && !isIdle();
        }

        /** Whether it has never handed a message over. */
        boolean isIdle() {
            try {
                return !Files.exists(journal) || Files.size(journal) == 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Returns when it is dead. */
        void kill() {
            process.destroyForcibly();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void signal(String signal) {
            try {
                Postgres.kill(signal, process.pid());
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** All that live. */
    synchronized List<Worker> alive() {
        List<Worker> alive = new ArrayList<>();
        for (Worker each : places) {
            if (each != null && each.process().isAlive()) {
                alive.add(each);
            }
        }
        return alive;
    }

    synchronized List<Integer> free() {
        List<Integer> free = new ArrayList<>();
        for (int place = 0; place < PLACES; place++) {
            Worker worker = places[place];
            if (worker == null || !worker.process().isAlive()) {
                free.add(place);
            }
        }
        return free;
    }

    Optional<Worker> byInstance(String instance) {
        return Optional.ofNullable(byInstance.get(instance));
    }

    /**
     * Starts a worker.
     *
     * @param anew whether under a new name, so that it does not go on at once with what the one before it held
     */
    synchronized Worker start(int place, boolean anew) throws IOException {
        if (anew) {
            generations[place]++;
        }
        String node = "w" + place + (char) ('a' + generations[place] % 26) + generations[place];
        String instance = node + "-" + ++started;
        Path journal = directory.resolve(instance);
        Process process = launcher.start(
                directory.resolve(instance + ".log"),
                node,
                instance,
                database + "&ApplicationName=" + instance,
                String.valueOf(mailPort),
                String.valueOf(perList),
                journal.toString());
        Worker worker = new Worker(node, instance, place, process, journal);
        places[place] = worker;
        byInstance.put(instance, worker);
        return worker;
    }

    /** Names under which nobody works any more. */
    synchronized Set<String> dead() {
        Set<String> dead = byInstance.values().stream().map(Worker::node).collect(Collectors.toSet());
        alive().forEach(each -> dead.remove(each.node()));
        return dead;
    }

    /** Lets all finish what is at hand; whoever does not is killed. */
    List<Worker> stopAll() throws IOException, InterruptedException {
        List<Worker> stubborn = new ArrayList<>();
        for (Worker each : alive()) {
            each.process().getOutputStream().close();
        }
        for (Worker each : alive()) {
            if (!each.process().waitFor(60, TimeUnit.SECONDS)) {
                each.kill();
                stubborn.add(each);
            }
        }
        return stubborn;
    }

    List<Journal.Pull> pulls() {
        return byInstance.values().stream()
                .filter(each -> Files.exists(each.journal()))
                .flatMap(each -> Journal.read(each.journal()).stream())
                .toList();
    }

    @Override
    public void close() {
        alive().forEach(Worker::kill);
    }
}
