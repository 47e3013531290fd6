// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox on a server, read over IMAP or POP3. Unless told otherwise the connection is encrypted from its first byte, the server's
 * certificate must name the host, and every wait ends.
 *
 * <p>Over IMAP a mail that was dealt with moves to the folder {@code done}, {@code unproven} or {@code broken}, made when it is
 * needed, or is deleted if {@link #deletingWhatIsDone()}. Over POP3, which knows no folders, what is on record is deleted, and what
 * a person may want to look at stays and is passed over until the source is made anew. Either happens only after the mail is on
 * record: after a crash it is given out again, and known again.
 *
 * <p>Set it up in one thread; each call of {@link #source()} makes a source of its own, to be used by one thread and closed.
 */
public final class Mailbox {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String protocol;
    private final String host;
    private int port;
    private Privacy privacy = Privacy.TLS;
    private String user = "";
    private @Nullable Supplier<String> password;
    private boolean byToken;
    private String folder = "INBOX";
    private boolean deleting;
    private Duration patience = PATIENCE;
    private @Nullable SSLSocketFactory sockets;

    private Mailbox(String protocol, String host, int port) {
        if (host.isBlank()) {
            throw new IllegalArgumentException(
                    "host of the mailbox is blank: name the server, such as mail.shop.example");
        }
        this.protocol = protocol;
        this.host = host;
        this.port = port;
    }

    /** How the connection is kept private. */
    enum Privacy {
        TLS,
        START_TLS,
        NONE
    }

    record Settings(
            String protocol,
            String host,
            int port,
            Privacy privacy,
            String user,
            Supplier<String> password,
            boolean byToken,
            String folder,
            boolean deleting,
            Duration patience,
            @Nullable SSLSocketFactory sockets) {

        /** As the mail library takes them. */
        Properties properties() {
            String name = scheme();
            Properties all = new Properties();
            all.setProperty("mail.store.protocol", name);
            String prefix = "mail." + name + ".";
            all.setProperty(prefix + "host", host);
            all.setProperty(prefix + "port", String.valueOf(port));
            String millis = String.valueOf(patience.toMillis());
            all.setProperty(prefix + "connectiontimeout", millis);
            all.setProperty(prefix + "timeout", millis);
            all.setProperty(prefix + "writetimeout", millis);
            all.setProperty(prefix + "connectionpooltimeout", millis);
            all.setProperty(prefix + "ssl.checkserveridentity", "true");
            all.setProperty(prefix + "starttls.enable", String.valueOf(privacy == Privacy.START_TLS));
            all.setProperty(prefix + "starttls.required", String.valueOf(privacy == Privacy.START_TLS));
            all.setProperty(prefix + "peek", "true");
            all.setProperty(prefix + "fetchsize", String.valueOf(256 * 1024));
            if (byToken) {
                all.setProperty(prefix + "auth.mechanisms", "XOAUTH2");
            }
            if (sockets != null) {
                all.put(prefix + "ssl.socketFactory", sockets);
            }
            return all;
        }

        String scheme() {
            return privacy == Privacy.TLS ? protocol + "s" : protocol;
        }

        boolean isImap() {
            return protocol.equals("imap");
        }
    }

    /** Over IMAP, port 993. */
    public static Mailbox imap(String host) {
        return new Mailbox("imap", host, 993);
    }

    /** Over POP3, port 995. */
    public static Mailbox pop3(String host) {
        return new Mailbox("pop3", host, 995);
    }

    /** Whom to log in as. */
    public Mailbox login(String user, String password) {
        Objects.requireNonNull(password, "password");
        return as(user, () -> password, false);
    }

    /** Logs in with an access token (XOAUTH2), asked for anew at each connection. */
    public Mailbox token(String user, Supplier<String> token) {
        return as(user, Objects.requireNonNull(token, "token"), true);
    }

    private Mailbox as(String user, Supplier<String> password, boolean byToken) {
        this.user = user;
        this.password = password;
        this.byToken = byToken;
        return this;
    }

    /** Another port. */
    public Mailbox port(int number) {
        if (number < 1 || number > 65_535) {
            throw new IllegalArgumentException("port of the mailbox is " + number + ", it must be 1 to 65535");
        }
        port = number;
        return this;
    }

    /** Encrypts by STARTTLS, and fails if the server does not offer it. Usual ports are 143 and 110. */
    public Mailbox startTls() {
        return with(Privacy.START_TLS);
    }

    /** Does not encrypt, for a server on the same machine. */
    public Mailbox unencrypted() {
        return with(Privacy.NONE);
    }

    private Mailbox with(Privacy privacy) {
        this.privacy = privacy;
        return this;
    }

    /** Another folder than {@code INBOX}; IMAP only. */
    public Mailbox folder(String name) {
        folder = name;
        return this;
    }

    /** Deletes what is done instead of moving it to {@code done}; over POP3 that is so anyway. */
    public Mailbox deletingWhatIsDone() {
        deleting = true;
        return this;
    }

    /** How long to wait for the server, to connect and for each answer; a minute if not said. */
    public Mailbox patience(Duration longest) {
        if (longest.isNegative() || longest.isZero() || longest.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("patience is " + longest + ", it must be above 0 and an hour at most");
        }
        patience = longest;
        return this;
    }

    /** Trusts other certificates than those the Java runtime trusts; the host's name is checked all the same. */
    public Mailbox sockets(SSLSocketFactory factory) {
        sockets = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /**
     * The mails in it.
     *
     * @throws IllegalStateException if nobody is to log in
     */
    public MailboxSource source() {
        Supplier<String> secret = password;
        if (user.isEmpty() || secret == null) {
            throw new IllegalStateException(
                    "the mailbox has no login: call login(user, password) or token(user, token)");
        }
        return new MailboxSource(new Settings(
                protocol, host, port, privacy, user, secret, byToken, folder, deleting, patience, sockets));
    }
}
