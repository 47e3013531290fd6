// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.server.SMTPServer;

/**
 * A mail server for this machine only. It keeps every mail it takes as one {@code .eml} file, safely on disk before it says
 * yes; it passes nothing on.
 *
 * <p>A file is named after the moment it arrived and the message's key, so that a message that arrived twice is two files.
 */
final class MailServer implements AutoCloseable {

    /** The header that carries the key of a message. */
    static final String KEY_HEADER = "X-Reengage-Key";

    private static final int LARGEST_MAIL = 1 << 20;
    private static final Pattern KEY =
            Pattern.compile("^" + KEY_HEADER + ": *(\\S+)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Path outbox;
    private final InstantSource clock;
    private final SMTPServer server;

    private MailServer(Path outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
        this.server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .maxMessageSize(LARGEST_MAIL)
                .insertReceivedHeaders(false)
                .messageHandler(this::keep)
                .build();
    }

    /** Starts one on a free port. */
    static MailServer start(Path outbox, InstantSource clock) {
        try {
            Files.createDirectories(outbox);
            MailServer server = new MailServer(outbox, clock);
            server.server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("the outbox " + outbox + " cannot be made", e);
        }
    }

    int port() {
        return server.getPortAllocated();
    }

    private synchronized void keep(MessageContext context, String from, String to, byte[] mail) {
        Instant now = clock.instant();
        String head = "Return-Path: <" + from + ">\r\nDelivered-To: " + to
                + "\r\nReceived: from localhost by localhost; " + STAMP.format(now) + "\r\n";
        try {
            write(free(NAME.format(now) + "-" + key(mail)), head.getBytes(StandardCharsets.UTF_8), mail);
        } catch (IOException e) {
            throw new UncheckedIOException("a mail could not be kept in " + outbox, e);
        }
    }

    private static String key(byte[] mail) {
        Matcher header = KEY.matcher(new String(mail, StandardCharsets.ISO_8859_1));
        return header.find() ? header.group(1).replaceAll("[^A-Za-z0-9-]", "_") : "without-key";
    }

    private Path free(String name) {
        Path file = outbox.resolve(name + ".eml");
        for (int arrival = 2; Files.exists(file); arrival++) {
            file = outbox.resolve(name + "." + arrival + ".eml");
        }
        return file;
    }

    /** All or nothing: a kill leaves a part file at most, which nobody reads. */
    private static void write(Path file, byte[] head, byte[] mail) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                part,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))) {
            ByteBuffer[] all = {ByteBuffer.wrap(head), ByteBuffer.wrap(mail)};
            while (all[1].hasRemaining()) {
                channel.write(all);
            }
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() {
        server.stop();
    }
}
