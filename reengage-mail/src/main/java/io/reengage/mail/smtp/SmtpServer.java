// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.smtp;

import io.reengage.channel.Receipt;
import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.time.Duration;
import java.util.Properties;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** How connections to one mail server are made: from a Jakarta Mail session, with what this module depends on enforced. */
public final class SmtpServer {
    private static final String PROTOCOL = "smtp";
    private static final String PROTOCOL_OVER_TLS = "smtps";

    private static final int LOGIN_REFUSED = 535;
    /** A token that does not hold is answered with why, and more is asked for (RFC 7628 3.2.3); the library hangs up there. */
    private static final int MORE_WANTED = 334;

    private final Session model;
    private final String protocol;
    private final Timeouts timeouts;
    private final @Nullable AccessTokens tokens;

    /**
     * How long to wait.
     *
     * @param connect for a connection
     * @param reply for an answer, and for a write to go out
     * @param accept for the answer to a whole message
     */
    public record Timeouts(Duration connect, Duration reply, Duration accept) {

        /** Until logged in: greeting, EHLO, STARTTLS, TLS, EHLO, AUTH in three. */
        private static final int OPENING = 8;

        /** Up to the final dot: MAIL, RCPT, DATA, write. */
        private static final int ENVELOPE = 4;

        /**
         * The longest a hand-over can take: waiting for a connection, looking whether it is alive, finding that it is not, then
         * every step at its slowest.
         *
         * @param openings how often a connection may have to be opened
         */
        public Duration inAll(int openings) {
            return connect.plus(reply.multipliedBy(OPENING))
                    .multipliedBy(openings)
                    .plus(reply.multipliedBy(2L + ENVELOPE - 1 + ENVELOPE))
                    .plus(accept);
        }
    }

    /** @param tokens to log in with instead of a password; {@code null} if the session says all */
    public SmtpServer(Session model, Timeouts timeouts, @Nullable AccessTokens tokens) {
        this.model = model;
        this.tokens = tokens;
        this.protocol =
                PROTOCOL_OVER_TLS.equals(model.getProperty("mail.transport.protocol")) ? PROTOCOL_OVER_TLS : PROTOCOL;
        this.timeouts = timeouts;
    }

    /** A session for a server of which only this is known. */
    public static Session session(
            String host, int port, boolean startTls, boolean implicitTls, @Nullable PasswordAuthentication login) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", host);
        properties.setProperty("mail.smtp.port", String.valueOf(port));
        properties.setProperty("mail.smtp.starttls.enable", String.valueOf(startTls));
        properties.setProperty("mail.smtp.starttls.required", String.valueOf(startTls));
        properties.setProperty("mail.smtp.ssl.enable", String.valueOf(implicitTls));
        properties.setProperty("mail.smtp.auth", String.valueOf(login != null));
        // PLAIN first: it takes one round trip, LOGIN three
        properties.setProperty("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                return login;
            }
        });
    }

    Timeouts timeouts() {
        return timeouts;
    }

    /** A new connection, logged in. A token that is refused is asked for anew, once. */
    PhasedTransport open() throws NoConnectionException {
        if (tokens == null) {
            return open(null);
        }
        String token = tokens.current();
        try {
            return open(token);
        } catch (NoConnectionException e) {
            if (!e.isLoginRefused()) {
                throw e;
            }
            return open(tokens.insteadOf(token));
        }
    }

    private PhasedTransport open(@Nullable String token) throws NoConnectionException {
        Properties properties = copy(model.getProperties());
        Object given = properties.get(name("socketFactory"));
        PromptSockets sockets =
                new PromptSockets(given instanceof SocketFactory factory ? factory : SocketFactory.getDefault());
        enforce(properties, sockets);
        PhasedTransport transport = new PhasedTransport(
                Session.getInstance(properties, new Forwarding(model)),
                new URLName(protocol, null, -1, null, null, null),
                protocol.equals(PROTOCOL_OVER_TLS),
                sockets,
                timeouts.reply(),
                timeouts.accept());
        try {
            if (tokens == null) {
                transport.connect();
            } else {
                transport.connect(null, tokens.user(), token);
            }
            return transport;
        } catch (MessagingException | RuntimeException e) {
            Reply reply = transport.ended().reply();
            boolean refused = reply.code() == LOGIN_REFUSED || (tokens != null && reply.code() == MORE_WANTED);
            throw new NoConnectionException(refusal(reply, e), refused, e);
        }
    }

    private static Receipt refusal(Reply reply, Exception failure) {
        if (reply.isFinal() && reply.code() >= 400) {
            return Reply.receipt(new PhasedTransport.Ending(PhasedTransport.Phase.CONNECT, reply));
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Receipt.refusedForNow(
                "no connection to the mail server: " + cause.getClass().getSimpleName());
    }

    private void enforce(Properties properties, PromptSockets sockets) {
        properties.put(name("socketFactory"), sockets);
        properties.setProperty(name("socketFactory.fallback"), "false");
        if (properties.get(name("ssl.socketFactory")) instanceof SSLSocketFactory tls) {
            properties.put(name("ssl.socketFactory"), new PromptTlsSockets(tls, sockets));
        }
        properties.setProperty(name("connectiontimeout"), millis(timeouts.connect()));
        properties.setProperty(name("timeout"), millis(timeouts.reply()));
        properties.setProperty(name("writetimeout"), millis(timeouts.reply()));
        properties.setProperty(name("quitwait"), "false");
        properties.setProperty(name("sendpartial"), "false");
        properties.setProperty(name("reportsuccess"), "false");
        properties.setProperty(name("allow8bitmime"), "false");
        properties.setProperty(name("chunksize"), "-1");
        properties.setProperty("mail.mime.allowutf8", "false");
        properties.putIfAbsent(name("ssl.checkserveridentity"), "true");
        if (tokens != null) {
            properties.setProperty(name("auth"), "true");
            properties.setProperty(name("auth.mechanisms"), "XOAUTH2");
        }
    }

    private String name(String property) {
        return "mail." + protocol + "." + property;
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }

    /** Defaults included, which {@link Properties#putAll} leaves out. */
    private static Properties copy(Properties original) {
        Properties copy = new Properties();
        original.stringPropertyNames().forEach(name -> copy.setProperty(name, original.getProperty(name)));
        copy.putAll(original);
        return copy;
    }

    /** Passes questions for a password on to the session the host made. */
    private static final class Forwarding extends Authenticator {
        private final Session session;

        Forwarding(Session session) {
            this.session = session;
        }

        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            return session.requestPasswordAuthentication(
                    getRequestingSite(),
                    getRequestingPort(),
                    getRequestingProtocol(),
                    getRequestingPrompt(),
                    getDefaultUserName());
        }
    }

    /** Nothing was handed over, since there is no connection. */
    static final class NoConnectionException extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Receipt receipt;
        private final boolean loginRefused;

        NoConnectionException(Receipt receipt, boolean loginRefused, @Nullable Exception cause) {
            super(cause);
            this.receipt = receipt;
            this.loginRefused = loginRefused;
        }

        boolean isLoginRefused() {
            return loginRefused;
        }

        Receipt receipt() {
            return receipt;
        }
    }
}
