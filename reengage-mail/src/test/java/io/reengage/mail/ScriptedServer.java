// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that fails on purpose: one script a connection, the last one for all that follow.
 *
 * <p>A script says what happens at a command ({@code BANNER}, {@code EHLO}, {@code STARTTLS}, {@code TLS} for the handshake,
 * {@code AUTH}, {@code MAIL}, {@code RCPT}, {@code DATA}, {@code BODY}, {@code DOT}, {@code QUIT}), or at its n-th time on the
 * connection ({@code EHLO#2}): a reply ({@code ~} leaves its line unfinished), {@code GOOD} for the usual one, {@code DROP},
 * {@code RESET}, {@code SILENCE}, {@code SLOW}, or several of these with a {@code |} between.
 */
final class ScriptedServer implements AutoCloseable {
    private static final Map<String, String> GOOD = Map.ofEntries(
            Map.entry("BANNER", "220 test ESMTP"),
            Map.entry("EHLO", "250-test\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME"),
            Map.entry("STARTTLS", "220 2.0.0 go ahead"),
            Map.entry("AUTH", "235 2.7.0 welcome"),
            Map.entry("MAIL", "250 2.1.0 Ok"),
            Map.entry("RCPT", "250 2.1.5 Ok"),
            Map.entry("DATA", "354 go ahead"),
            Map.entry("DOT", "250 2.0.0 Ok: queued as 4F2A91"),
            Map.entry("RSET", "250 2.0.0 Ok"),
            Map.entry("NOOP", "250 2.0.0 Ok"),
            Map.entry("QUIT", "221 2.0.0 Bye|DROP"));

    private static final String SUBMISSION =
            "250-test\r\n250-STARTTLS\r\n250-AUTH PLAIN LOGIN XOAUTH2\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME";

    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
    private static final int SMALL_BUFFER = 8_192;

    private final List<Map<String, String>> scripts;
    private final ServerSocket socket;
    private final @Nullable SSLContext tls;
    private volatile boolean pipelining;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    final List<String> commands = new CopyOnWriteArrayList<>();
    final List<Socket> connections = new CopyOnWriteArrayList<>();
    final List<String> bodies = new CopyOnWriteArrayList<>();
    /** What came after a go-ahead and was never ended. */
    final List<String> fragments = new CopyOnWriteArrayList<>();

    /** The same script for every connection. */
    ScriptedServer(Map<String, String> script) throws IOException {
        this(script, script);
    }

    /** A script for the first connection, another one for those after it. */
    ScriptedServer(Map<String, String> first, Map<String, String> others) throws IOException {
        this(first, others, null);
    }

    /** @param tls offers STARTTLS and logins; {@code null} for a server that offers neither */
    ScriptedServer(Map<String, String> first, Map<String, String> others, @Nullable SSLContext tls) throws IOException {
        this.scripts = List.of(first, others);
        this.tls = tls;
        this.socket = new ServerSocket();
        // so that a long body does not fit into buffers on the way
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        threads.execute(this::accept);
    }

    /** Announces that commands may be sent together (RFC 2920). */
    ScriptedServer pipelining() {
        pipelining = true;
        return this;
    }

    private String ehlo() {
        String usual = tls == null ? GOOD.getOrDefault("EHLO", "") : SUBMISSION;
        return pipelining ? usual.replaceFirst("\r\n", "\r\n250-PIPELINING\r\n") : usual;
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
                threads.execute(() -> new Conversation(connection, script).run());
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : connections) {
            connection.close();
        }
        threads.shutdownNow();
    }

    /** With one client. */
    private final class Conversation {
        private final Socket raw;
        private final Map<String, String> script;
        private final Map<String, Integer> times = new HashMap<>();
        private InputStream in;
        private OutputStream out;

        Conversation(Socket raw, Map<String, String> script) {
            this.raw = raw;
            this.script = script;
            try {
                this.in = new BufferedInputStream(raw.getInputStream());
                this.out = raw.getOutputStream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void run() {
            try (raw) {
                boolean open = act("BANNER");
                while (open) {
                    String line = line();
                    if (line == null) {
                        return;
                    }
                    commands.add(line);
                    open = answer(line.split(" ", -1)[0].toUpperCase(Locale.ROOT));
                }
            } catch (IOException | UncheckedIOException e) {
                // the client went away, perhaps in the middle of a line
            }
        }

        private boolean answer(String verb) throws IOException {
            boolean open = act(verb);
            if (open && verb.equals("STARTTLS") && isGood(verb)) {
                return startTls();
            }
            boolean begun = open && verb.equals("DATA") && isGood(verb);
            return begun ? body() : open;
        }

        private boolean isGood(String at) {
            String plan = plan(at);
            return plan.endsWith("GOOD") || plan.equals(GOOD.get(at));
        }

        private boolean startTls() throws IOException {
            if (script.containsKey("TLS") && !act("TLS")) {
                return false;
            }
            SSLSocket secured = (SSLSocket)
                    Objects.requireNonNull(tls, "tls").getSocketFactory().createSocket(raw, null, raw.getPort(), true);
            secured.setUseClientMode(false);
            secured.startHandshake();
            in = new BufferedInputStream(secured.getInputStream());
            out = secured.getOutputStream();
            return true;
        }

        private boolean body() throws IOException {
            StringBuilder body = new StringBuilder();
            if (script.containsKey("BODY")) {
                body.append(new String(in.readNBytes(1000), StandardCharsets.US_ASCII));
                if (!act("BODY")) {
                    return false;
                }
            }
            String line = line();
            while (line != null && !line.equals(".")) {
                body.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
                line = line();
            }
            if (line == null) {
                fragments.add(body.toString());
                return false;
            }
            bodies.add(body.toString());
            boolean answered = !script.getOrDefault("BODY", "GOOD").endsWith("GOOD");
            return answered || act("DOT");
        }

        private String plan(String at) {
            String usual = at.equals("EHLO") ? ehlo() : GOOD.getOrDefault(at, "502 5.5.1 what?");
            String nth = script.get(at + "#" + times.getOrDefault(at, 0));
            return (nth != null ? nth : script.getOrDefault(at, usual));
        }

        /** Does what the script says; answers whether the conversation goes on. */
        private boolean act(String at) throws IOException {
            times.merge(at, 1, Integer::sum);
            for (String action : plan(at).split("\\|", -1)) {
                switch (action) {
                    case "DROP" -> {
                        return false;
                    }
                    case "RESET" -> {
                        reset();
                        return false;
                    }
                    case "SILENCE" -> {
                        in.transferTo(OutputStream.nullOutputStream());
                        return false;
                    }
                    case "SLOW" -> LockSupport.parkNanos(SLOW_NANOS);
                    case "GOOD" -> say(at.equals("EHLO") ? ehlo() : GOOD.getOrDefault(at, ""));
                    default -> say(action);
                }
            }
            return true;
        }

        private void reset() throws SocketException {
            raw.setSoLinger(true, 0);
            try {
                raw.close();
            } catch (IOException e) {
                // gone already
            }
        }

        private void say(String words) throws IOException {
            for (String part : words.split("\\|", -1)) {
                if (!part.isEmpty() && !part.equals("DROP")) {
                    String end = part.endsWith("~") ? "" : "\r\n";
                    out.write((part.replace("~", "") + end).getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                }
            }
        }

        private @Nullable String line() throws IOException {
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
    }
}
