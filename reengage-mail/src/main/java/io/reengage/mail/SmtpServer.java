// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

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
final class SmtpServer {
    private static final String PROTOCOL = "smtp";
    private static final String PROTOCOL_OVER_TLS = "smtps";

    private final Session model;
    private final String protocol;
    private final Timeouts timeouts;

    /**
     * How long to wait.
     *
     * @param connect for a connection
     * @param reply for an answer, and for a write to go out
     * @param accept for the answer to a whole message
     */
    record Timeouts(Duration connect, Duration reply, Duration accept) {

        /** Answers before the message itself: greeting, EHLO, STARTTLS, TLS, EHLO, AUTH in three, MAIL, RCPT, DATA, write. */
        private static final int REPLIES = 12;

        /** The longest a hand-over can take: waiting for a connection, a stale one, then every step at its slowest. */
        Duration inAll() {
            return connect.plus(reply.multipliedBy(REPLIES + 2L)).plus(accept);
        }
    }

    SmtpServer(Session model, Timeouts timeouts) {
        this.model = model;
        this.protocol =
                PROTOCOL_OVER_TLS.equals(model.getProperty("mail.transport.protocol")) ? PROTOCOL_OVER_TLS : PROTOCOL;
        this.timeouts = timeouts;
    }

    /** A session for a server of which only this is known. */
    static Session session(
            String host, int port, MailChannel.Security security, @Nullable PasswordAuthentication login) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", host);
        properties.setProperty("mail.smtp.port", String.valueOf(port));
        boolean startTls = security == MailChannel.Security.STARTTLS;
        properties.setProperty("mail.smtp.starttls.enable", String.valueOf(startTls));
        properties.setProperty("mail.smtp.starttls.required", String.valueOf(startTls));
        properties.setProperty("mail.smtp.ssl.enable", String.valueOf(security == MailChannel.Security.IMPLICIT_TLS));
        properties.setProperty("mail.smtp.auth", String.valueOf(login != null));
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

    /** A new connection, logged in. */
    PhasedTransport open() throws NoConnectionException {
        Properties properties = copy(model.getProperties());
        Object given = properties.get(name("socketFactory"));
        PromptSockets sockets =
                new PromptSockets(given instanceof SocketFactory factory ? factory : SocketFactory.getDefault());
        enforce(properties, sockets);
        Session session = Session.getInstance(properties, new Forwarding(model));
        PhasedTransport transport = new PhasedTransport(
                session,
                new URLName(protocol, null, -1, null, null, null),
                protocol.equals(PROTOCOL_OVER_TLS),
                sockets,
                timeouts.reply(),
                timeouts.accept());
        try {
            transport.connect();
            return transport;
        } catch (MessagingException | RuntimeException e) {
            throw new NoConnectionException(refusal(transport.ended().reply(), e), e);
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

        NoConnectionException(Receipt receipt, Exception cause) {
            super(cause);
            this.receipt = receipt;
        }

        Receipt receipt() {
            return receipt;
        }
    }
}
