// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that fails on purpose: one script a connection, the last one for all that follow.
 *
 * <p>A script says what happens at a command ({@code BANNER}, {@code EHLO}, {@code MAIL}, {@code RCPT}, {@code DATA},
 * {@code BODY}, {@code DOT}): a reply, {@code DROP}, {@code RESET}, {@code SILENCE}, or a reply and then one of these after a
 * {@code |}.
 */
final class ScriptedServer implements AutoCloseable {
    private static final Map<String, String> GOOD = Map.of(
            "BANNER", "220 test ESMTP",
            "EHLO", "250-test\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME",
            "MAIL", "250 2.1.0 Ok",
            "RCPT", "250 2.1.5 Ok",
            "DATA", "354 go ahead",
            "DOT", "250 2.0.0 Ok: queued as 4F2A91",
            "RSET", "250 2.0.0 Ok",
            "QUIT", "221 2.0.0 Bye|DROP");

    private final List<Map<String, String>> scripts;
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    final List<String> commands = new CopyOnWriteArrayList<>();
    final List<Socket> connections = new CopyOnWriteArrayList<>();
    final List<String> bodies = new CopyOnWriteArrayList<>();

    /** The same script for every connection. */
    ScriptedServer(Map<String, String> script) throws IOException {
        this(script, script);
    }

    /** A script for the first connection, another one for those after it. */
    ScriptedServer(Map<String, String> first, Map<String, String> others) throws IOException {
        this.scripts = List.of(first, others);
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connections.add(connection);
                Map<String, String> script = scripts.get(Math.min(connections.size(), scripts.size()) - 1);
                threads.execute(() -> serve(connection, script));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket connection, Map<String, String> script) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            boolean open = act(connection, in, script, "BANNER");
            while (open) {
                String line = line(in);
                if (line == null) {
                    return;
                }
                commands.add(line);
                String verb = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
                open = act(connection, in, script, verb);
                if (open && verb.equals("DATA") && !script.containsKey("DATA")) {
                    open = body(connection, in, script);
                }
            }
        } catch (IOException e) {
            // the client went away
        }
    }

    private boolean body(Socket connection, InputStream in, Map<String, String> script) throws IOException {
        if (script.containsKey("BODY")) {
            in.readNBytes(1000);
            return act(connection, in, script, "BODY");
        }
        StringBuilder body = new StringBuilder();
        String line = line(in);
        while (line != null && !line.equals(".")) {
            body.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            line = line(in);
        }
        if (line == null) {
            return false;
        }
        bodies.add(body.toString());
        return act(connection, in, script, "DOT");
    }

    /** Does what the script says; answers whether the conversation goes on. */
    private static boolean act(Socket connection, InputStream in, Map<String, String> script, String at)
            throws IOException {
        for (String action : script.getOrDefault(at, GOOD.getOrDefault(at, "502 5.5.1 what?"))
                .split("\\|", -1)) {
            switch (action) {
                case "DROP" -> {
                    return false;
                }
                case "RESET" -> {
                    connection.setSoLinger(true, 0);
                    return false;
                }
                case "SILENCE" -> {
                    in.transferTo(OutputStream.nullOutputStream());
                    return false;
                }
                default -> {
                    String end = action.endsWith("~") ? "" : "\r\n";
                    connection
                            .getOutputStream()
                            .write((action.replace("~", "") + end).getBytes(StandardCharsets.US_ASCII));
                    connection.getOutputStream().flush();
                }
            }
        }
        return true;
    }

    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        while (c >= 0 && c != '\n') {
            line.append((char) c);
            c = in.read();
        }
        if (c < 0) {
            return null;
        }
        if (line.length() == 0 || line.charAt(line.length() - 1) != '\r') {
            throw new UncheckedIOException(new IOException("bare LF"));
        }
        line.setLength(line.length() - 1);
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : connections) {
            connection.close();
        }
        threads.shutdownNow();
    }
}
