// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Postfix of a test's own, on a free port of this machine: a real queue, and delivery to a maildir. */
final class Postfix implements AutoCloseable {
    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(60);

    private final Tool postfix;
    private final Path home;
    private final int port;

    private Postfix(Tool postfix, Path home, int port) {
        this.postfix = postfix;
        this.home = home;
        this.port = port;
    }

    static Postfix start(Path directory) throws IOException, InterruptedException {
        return start(directory, "");
    }

    /** @param more lines of its configuration */
    static Postfix start(Path directory, String more) throws IOException, InterruptedException {
        Tool postfix = Tool.need("/usr/sbin/postfix", "postfix");
        assumeTrue(System.getProperty("user.name").equals("root"), "not run: Postfix is started by root only");
        Path home = Files.createDirectories(directory.resolve("postfix"));
        for (Path each = home; each != null && Files.isWritable(each); each = each.getParent()) {
            if (each.startsWith(directory)) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        int port = freePort();
        Path conf = Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("queue"));
        own("postfix", Files.createDirectories(home.resolve("data")));
        own("nobody", Files.createDirectories(home.resolve("mail")));
        Files.writeString(conf.resolve("main.cf"), mainConfiguration(home) + more);
        Files.writeString(conf.resolve("master.cf"), services(port));
        Postfix started = new Postfix(postfix, home, port);
        started.control("start");
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void own(String user, Path path) throws IOException {
        Files.setOwner(
                path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
    }

    private static String mainConfiguration(Path home) throws IOException {
        Object uid = Files.getAttribute(home.resolve("mail"), "unix:uid");
        return String.join(
                "\n",
                "compatibility_level = 3.6",
                "queue_directory = " + home.resolve("queue"),
                "data_directory = " + home.resolve("data"),
                "mail_owner = postfix",
                "setgid_group = postdrop",
                "inet_interfaces = 127.0.0.1",
                "inet_protocols = ipv4",
                "myhostname = mx.receiver.example",
                "mydestination =",
                "disable_dns_lookups = yes",
                "virtual_mailbox_domains = example.jp, docomo.ne.jp, xn--r8jz45g.jp",
                "virtual_mailbox_base = " + home.resolve("mail"),
                "virtual_mailbox_maps = static:box/",
                "virtual_uid_maps = static:" + uid,
                "virtual_gid_maps = static:" + uid,
                "virtual_minimum_uid = 100",
                "smtpd_data_restrictions = reject_unauth_pipelining",
                "smtpd_forbid_bare_newline = yes",
                "maillog_file = " + home.resolve("log"),
                "maillog_file_prefixes = /",
                "");
    }

    private static String services(int port) {
        return Stream.of(
                        "127.0.0.1:" + port + " inet n - n - - smtpd",
                        "cleanup unix n - n - 0 cleanup",
                        "qmgr unix n - n 300 1 qmgr",
                        "rewrite unix - - n - - trivial-rewrite",
                        "bounce unix - - n - 0 bounce",
                        "defer unix - - n - 0 bounce",
                        "trace unix - - n - 0 bounce",
                        "proxymap unix - - n - - proxymap",
                        "anvil unix - - n - 1 anvil",
                        "error unix - - n - - error",
                        "retry unix - - n - - error",
                        "smtp unix - - n - - smtp",
                        "virtual unix - n n - - virtual",
                        "postlog unix-dgram n - n - 1 postlogd")
                .collect(Collectors.joining("\n", "", "\n"));
    }

    int port() {
        return port;
    }

    String log() throws IOException {
        return Files.readString(home.resolve("log"), UTF_8);
    }

    /** What is in the maildir, once so many are. */
    List<Path> mails(int count) throws IOException {
        Path box = home.resolve("mail/box/new");
        long end = System.nanoTime() + LONGEST_DELIVERY.toNanos();
        List<Path> mails = List.of();
        while (mails.size() < count && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            mails = Files.isDirectory(box) ? ServersIT.files(box, "") : List.of();
        }
        return mails;
    }

    private void control(String command) throws IOException, InterruptedException {
        postfix.run(home, List.of("-c", home.resolve("conf").toString(), command));
    }

    @Override
    public void close() throws IOException {
        try {
            control("stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Postfix was not stopped", e);
        }
    }
}
