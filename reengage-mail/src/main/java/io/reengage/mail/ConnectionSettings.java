// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.mail.MailChannel.Security;
import io.reengage.mail.provider.ProviderGroups;
import io.reengage.mail.smtp.AccessTokens;
import io.reengage.mail.smtp.SmtpServer;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of a channel's builder that says which server takes the mail, how it is logged in to, how long connections are kept
 * and waited for, and how fast mail goes.
 *
 * @param <B> the builder
 */
abstract class ConnectionSettings<B> {
    private static final int IMPLICIT_TLS_PORT = 465;

    private final String host;
    private final int port;
    private final @Nullable Session session;

    @Nullable
    PasswordAuthentication login;

    @Nullable
    AccessTokens tokens;

    private @Nullable Security security;

    ProviderGroups providers = ProviderGroups.known();
    InstantSource clock = InstantSource.system();
    int connections = MailChannel.DEFAULT_CONNECTIONS;
    int messages = MailChannel.DEFAULT_MESSAGES_PER_CONNECTION;
    Duration age = MailChannel.DEFAULT_CONNECTION_AGE;
    Duration idle = MailChannel.DEFAULT_CONNECTION_IDLE;
    Duration connect = MailChannel.DEFAULT_CONNECT_TIMEOUT;
    Duration reply = MailChannel.DEFAULT_REPLY_TIMEOUT;
    Duration accept = MailChannel.DEFAULT_ACCEPT_TIMEOUT;

    ConnectionSettings(String host, int port, @Nullable Session session) {
        if (session == null && (host.isBlank() || port < 1 || port > 65_535)) {
            throw new IllegalArgumentException("not a server: " + host + ":" + port);
        }
        this.host = host;
        this.port = port;
        this.session = session;
    }

    abstract B self();

    /**
     * Logs in with these.
     *
     * @throws IllegalStateException if the host's session says how to log in
     */
    public B credentials(String user, String password) {
        checkOwnServer("the login");
        this.login =
                new PasswordAuthentication(Checks.line(user, "user"), Objects.requireNonNull(password, "password"));
        return self();
    }

    /**
     * If nothing is said, {@link Security#NONE_ON_LOOPBACK} where the server is on this machine; elsewhere {@link
     * Security#IMPLICIT_TLS} on port 465 (RFC 8314), else {@link Security#STARTTLS}.
     *
     * @throws IllegalArgumentException for {@code NONE_ON_LOOPBACK} with a server elsewhere
     * @throws IllegalStateException if the host's session says it
     */
    public B security(Security security) {
        checkOwnServer("TLS");
        if (security == Security.NONE_ON_LOOPBACK && !Checks.isLoopback(host)) {
            throw new IllegalArgumentException("mail must not go in the clear to " + host);
        }
        this.security = security;
        return self();
    }

    private void checkOwnServer(String what) {
        if (session != null) {
            throw new IllegalStateException(what + " is as the session says: set it there");
        }
    }

    /**
     * Logs in with an access token (XOAUTH2) instead of a password.
     *
     * @param token asked for a token that is valid now: for the first connection, and when the server has refused the one
     *     before. May block; what it throws is a refusal for now
     */
    public B accessToken(String user, Supplier<String> token) {
        this.tokens = new AccessTokens(Checks.line(user, "user"), Objects.requireNonNull(token, "token"));
        return self();
    }

    /** Whose mail goes how fast; {@link ProviderGroups#known()} if nothing is said. */
    public B providers(ProviderGroups groups) {
        this.providers = Objects.requireNonNull(groups, "groups");
        return self();
    }

    /** How many connections at a time; {@value MailChannel#DEFAULT_CONNECTIONS} if nothing is said. */
    public B connections(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("connections is not positive: " + most);
        }
        this.connections = most;
        return self();
    }

    /** Where the time comes from that decides how long connections are kept. */
    public B clock(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return self();
    }

    /** {@value MailChannel#DEFAULT_MESSAGES_PER_CONNECTION} if nothing is said; a server that ends sooner is heeded. */
    public B messagesPerConnection(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("messagesPerConnection is not positive: " + most);
        }
        this.messages = most;
        return self();
    }

    /** How long a connection is kept at the most; {@link MailChannel#DEFAULT_CONNECTION_AGE}. */
    public B connectionAge(Duration most) {
        this.age = Checks.timeout(most);
        return self();
    }

    /** How long a connection is kept without a message; {@link MailChannel#DEFAULT_CONNECTION_IDLE}. */
    public B connectionIdle(Duration most) {
        this.idle = Checks.timeout(most);
        return self();
    }

    /** Longest wait for a connection; {@link MailChannel#DEFAULT_CONNECT_TIMEOUT}. */
    public B connectTimeout(Duration longest) {
        this.connect = Checks.timeout(longest);
        return self();
    }

    /** Longest wait for an answer to a command; {@link MailChannel#DEFAULT_REPLY_TIMEOUT}. */
    public B replyTimeout(Duration longest) {
        this.reply = Checks.timeout(longest);
        return self();
    }

    /** Longest wait for the answer to a whole message; {@link MailChannel#DEFAULT_ACCEPT_TIMEOUT}, and better not shorter. */
    public B acceptTimeout(Duration longest) {
        this.accept = Checks.timeout(longest);
        return self();
    }

    Security chosen() {
        if (security != null) {
            return security;
        }
        if (Checks.isLoopback(host)) {
            return Security.NONE_ON_LOOPBACK;
        }
        return port == IMPLICIT_TLS_PORT ? Security.IMPLICIT_TLS : Security.STARTTLS;
    }

    Session session() {
        if (session != null) {
            return session;
        }
        Security chosen = chosen();
        return SmtpServer.session(host, port, chosen == Security.STARTTLS, chosen == Security.IMPLICIT_TLS, login);
    }
}
