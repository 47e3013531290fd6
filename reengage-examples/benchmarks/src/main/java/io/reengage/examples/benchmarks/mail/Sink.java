// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.mail;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A mail server that takes everything and keeps nothing: Postfix's {@code smtp-sink}, or one of our own in its place. */
interface Sink extends AutoCloseable {

    int port();

    String description();

    @Override
    void close() throws IOException;

    static Sink start() throws IOException {
        Optional<Path> program = SmtpSource.find("smtp-sink");
        return program.isPresent() ? new Installed(program.get()) : new Own();
    }

    /** The program. */
    final class Installed implements Sink {
        private static final int TRIES = 200;

        private final Process process;
        private final int port;

        Installed(Path program) throws IOException {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            process = new ProcessBuilder(
                            program.toString(),
                            "-u",
                            System.getProperty("user.name").equals("root") ? "nobody" : System.getProperty("user.name"),
                            "-m",
                            "256",
                            "127.0.0.1:" + port,
                            "512")
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            for (int i = 0; i < TRIES && !answers(); i++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }

        private boolean answers() {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public String description() {
            return "Postfix smtp-sink";
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    /** In this process, which then pays for it. */
    final class Own implements Sink {
        private final ServerSocket socket = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "sink");
            thread.setDaemon(true);
            return thread;
        });

        Own() throws IOException {
            threads.execute(this::accept);
        }

        private void accept() {
            try {
                while (true) {
                    Socket connection = socket.accept();
                    connection.setTcpNoDelay(true);
                    threads.execute(() -> serve(connection));
                }
            } catch (IOException e) {
                threads.shutdown();
            }
        }

        private static void serve(Socket connection) {
            try (connection) {
                InputStream in = new BufferedInputStream(connection.getInputStream(), 1 << 16);
                OutputStream out = connection.getOutputStream();
                say(out, "220 sink ESMTP");
                boolean body = false;
                StringBuilder line = new StringBuilder();
                for (int c = in.read(); c >= 0; c = in.read()) {
                    if (c != '\n') {
                        line.append((char) c);
                        continue;
                    }
                    String text = line.toString().strip();
                    line.setLength(0);
                    if (body) {
                        body = !text.equals(".");
                        if (!body) {
                            say(out, "250 2.0.0 Ok");
                        }
                    } else {
                        body = text.equalsIgnoreCase("DATA");
                        say(out, answer(text.toUpperCase(Locale.ROOT)));
                        if (text.equalsIgnoreCase("QUIT")) {
                            return;
                        }
                    }
                }
            } catch (IOException e) {
                // the client went away
            }
        }

        private static String answer(String command) {
            if (command.startsWith("EHLO")) {
                return "250-sink\r\n250-PIPELINING\r\n250 8BITMIME";
            }
            return switch (command) {
                case "DATA" -> "354 go ahead";
                case "QUIT" -> "221 2.0.0 Bye";
                default -> "250 2.0.0 Ok";
            };
        }

        private static void say(OutputStream out, String words) throws IOException {
            out.write((words + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public int port() {
            return socket.getLocalPort();
        }

        @Override
        public String description() {
            return "a sink of our own (smtp-sink is not installed)";
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
