// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A mail server whose record is the truth: what it took is on record before it says so. Now and then it cuts a conversation
 * at a random phase, refuses, or stalls; and it can have a client killed at a phase of its conversation.
 */
final class MailSink implements AutoCloseable {

    /** How far a conversation has come. */
    enum Phase {
        /** The client said who it is, and nothing of any message: whose conversation it is, is not known yet. */
        GREETED,
        MAIL,
        RCPT,
        DATA,
        /** The head of the message was read. */
        BODY,
        /** The final dot was read; the message is not taken. */
        DOT,
        /** The message is taken and on record; the client does not know yet. */
        TAKEN
    }

    /** What becomes of a conversation at a phase. */
    enum Fault {
        NONE,
        /** The connection is cut. */
        CUT,
        /** Try again later. */
        REFUSED,
        /** No answer before the client gives up. */
        STALLED
    }

    /**
     * A message whose final dot was read, or whose conversation ended in a fault after its head was.
     *
     * @param subject campaign and step
     * @param instance whose conversation it was
     * @param mailNanos when the conversation about it began, on the steady clock
     * @param mailMillis the same on the wall clock
     * @param dot whether the final dot was read
     * @param taken whether it was taken
     * @param fault what was done to the conversation
     */
    record Mail(
            String to,
            String subject,
            String key,
            String instance,
            long mailNanos,
            long mailMillis,
            boolean dot,
            boolean taken,
            Fault fault) {}

    private record Trap(Phase phase, Consumer<String> killer) {}

    private final ServerSocket socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ConcurrentLinkedQueue<Mail> mails = new ConcurrentLinkedQueue<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicReference<@Nullable Trap> trap = new AtomicReference<>();
    private final Random random;
    private final PrintWriter log;
    private volatile double faults;

    MailSink(long seed, Path log) throws IOException {
        this.random = new Random(seed);
        this.log = new PrintWriter(Files.newBufferedWriter(log), true);
        threads.execute(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** How many messages were taken. */
    int taken() {
        return taken.get();
    }

    List<Mail> mails() {
        return List.copyOf(mails);
    }

    /** The share of conversations that go wrong from now on. */
    void faults(double share) {
        faults = share;
    }

    /** Hands the next client that gets to a phase over to the killer, and waits for it. */
    void killAt(Phase phase, Consumer<String> killer) {
        trap.set(new Trap(phase, killer));
    }

    /** Whether nobody has got into the trap yet; then it is taken away. */
    boolean disarm() {
        return trap.getAndSet(null) != null;
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                threads.execute(() -> new Conversation(connection).hold());
            }
        } catch (IOException e) {
            // closed
        }
    }

    private synchronized Fault draw(Phase phase) {
        if (random.nextDouble() >= faults / Phase.values().length) {
            return Fault.NONE;
        }
        return switch (phase) {
            case GREETED, BODY -> Fault.CUT;
            case MAIL, RCPT, DATA -> random.nextBoolean() ? Fault.CUT : Fault.REFUSED;
            case DOT -> List.of(Fault.CUT, Fault.REFUSED, Fault.STALLED).get(random.nextInt(3));
            case TAKEN -> random.nextBoolean() ? Fault.CUT : Fault.STALLED;
        };
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
        log.close();
    }

    /** One client. */
    private final class Conversation {
        private final Socket connection;
        private String instance = "";
        private String to = "";
        private String subject = "";
        private String key = "";
        private long mailNanos;
        private long mailMillis;

        private Conversation(Socket connection) {
            this.connection = connection;
        }

        void hold() {
            try (connection) {
                connection.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(connection.getInputStream());
                say("220 sink ESMTP");
                boolean open = true;
                while (open) {
                    String line = line(in);
                    open = line != null && answer(in, line);
                }
            } catch (IOException e) {
                // the client went away
            }
        }

        private boolean answer(InputStream in, String line) throws IOException {
            String verb = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
            switch (verb) {
                case "EHLO" -> {
                    return reach(Phase.GREETED, "250-sink\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME");
                }
                case "MAIL" -> {
                    mailNanos = System.nanoTime();
                    mailMillis = System.currentTimeMillis();
                    instance = within(line).replaceAll("@.*", "");
                    subject = "";
                    key = "";
                    return reach(Phase.MAIL, "250 2.1.0 Ok");
                }
                case "RCPT" -> {
                    to = within(line);
                    return reach(Phase.RCPT, "250 2.1.5 Ok");
                }
                case "DATA" -> {
                    return reach(Phase.DATA, "354 go ahead") && message(in);
                }
                case "QUIT" -> {
                    say("221 2.0.0 Bye");
                    return false;
                }
                default -> {
                    say("250 2.0.0 Ok");
                    return true;
                }
            }
        }

        /** Gets to a phase before the message; answers whether the conversation goes on as the client wants. */
        private boolean reach(Phase phase, String reply) throws IOException {
            spring(phase);
            Fault fault = draw(phase);
            if (fault == Fault.NONE) {
                say(reply);
                return true;
            }
            if (fault == Fault.REFUSED) {
                say("451 4.3.0 try again later");
                return phase != Phase.DATA;
            }
            return false;
        }

        private boolean message(InputStream in) throws IOException {
            String line = line(in);
            while (line != null && !line.isEmpty()) {
                note(line);
                line = line(in);
            }
            spring(Phase.BODY);
            if (line == null) {
                return false;
            }
            if (draw(Phase.BODY) == Fault.CUT) {
                record(false, false, Fault.CUT);
                return false;
            }
            while (line != null && !line.equals(".")) {
                line = line(in);
            }
            return line != null && end();
        }

        private void note(String header) {
            if (header.startsWith("X-Reengage-Key: ")) {
                key = header.substring("X-Reengage-Key: ".length());
            } else if (header.startsWith("Subject: ")) {
                subject = header.substring("Subject: ".length());
            }
        }

        private boolean end() throws IOException {
            spring(Phase.DOT);
            Fault before = draw(Phase.DOT);
            if (before != Fault.NONE) {
                record(true, false, before);
                return fail(before);
            }
            Fault after = draw(Phase.TAKEN);
            record(true, true, after);
            taken.incrementAndGet();
            spring(Phase.TAKEN);
            if (after != Fault.NONE) {
                return fail(after);
            }
            say("250 2.0.0 Ok: queued");
            return true;
        }

        private boolean fail(Fault fault) throws IOException {
            if (fault == Fault.REFUSED) {
                say("451 4.3.0 try again later");
                return true;
            }
            if (fault == Fault.STALLED) {
                LockSupport.parkNanos(
                        WorkerMain.ACCEPT_TIMEOUT.plus(Duration.ofSeconds(1)).toNanos());
            }
            return false;
        }

        private void record(boolean dot, boolean isTaken, Fault fault) {
            Mail mail = new Mail(to, subject, key, instance, mailNanos, mailMillis, dot, isTaken, fault);
            mails.add(mail);
            log.println(mail);
        }

        private void spring(Phase phase) {
            Trap set = trap.get();
            boolean known = phase == Phase.GREETED || !instance.isEmpty();
            if (set != null && set.phase() == phase && known && trap.compareAndSet(set, null)) {
                set.killer().accept(instance);
            }
        }

        private void say(String reply) throws IOException {
            connection.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String within(String command) {
        return command.substring(command.indexOf('<') + 1, command.indexOf('>'));
    }

    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        while (c >= 0 && c != '\n') {
            if (c != '\r') {
                line.append((char) c);
            }
            c = in.read();
        }
        return c < 0 ? null : line.toString();
    }
}
