// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.ses;

import io.reengage.mail.ReturnPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The mail door of SES on this machine: takes mails and answers {@code 250 Ok <id>}, an id of its own. */
final class LocalSes implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final String cutOff;
    private final AtomicInteger count = new AtomicInteger();
    private final List<Taken> taken = new CopyOnWriteArrayList<>();

    /**
     * A mail that was taken.
     *
     * @param id what SES calls it from now on
     * @param headers those of ours that tell whose it is
     */
    record Taken(String id, String to, Map<String, String> headers) {}

    /** @param cutOff the address of somebody whose mail is taken, and the connection lost before the answer */
    LocalSes(String cutOff) throws IOException {
        this.cutOff = cutOff;
        start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    List<Taken> taken() {
        return List.copyOf(taken);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "local-ses");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                start(() -> serve(connection));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket connection) {
        try (connection;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1))) {
            OutputStream out = connection.getOutputStream();
            say(out, "220 email-smtp.local ESMTP");
            String to = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String verb = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "EHLO" -> say(out, "250-email-smtp.local\r\n250-8BITMIME\r\n250 Ok");
                    case "RCPT" -> {
                        to = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                        say(out, "250 Ok");
                    }
                    case "DATA" -> {
                        say(out, "354 End data with <CR><LF>.<CR><LF>");
                        String id = take(in, to);
                        if (to.equals(cutOff)) {
                            return;
                        }
                        say(out, "250 Ok " + id);
                    }
                    case "QUIT" -> {
                        say(out, "221 Bye");
                        return;
                    }
                    default -> say(out, "250 Ok");
                }
            }
        } catch (IOException e) {
            // the client went away
        }
    }

    private String take(BufferedReader in, String to) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            for (String name : List.of(SesEvents.OUR_HEADER, ReturnPath.HEADER)) {
                if (line.startsWith(name + ": ")) {
                    headers.putIfAbsent(name, line.substring(name.length() + 2));
                }
            }
        }
        String id = String.format(Locale.ROOT, "0102019a%08x-local-000000", count.incrementAndGet());
        taken.add(new Taken(id, to, headers));
        return id;
    }

    private static void say(OutputStream out, String words) throws IOException {
        out.write((words + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
