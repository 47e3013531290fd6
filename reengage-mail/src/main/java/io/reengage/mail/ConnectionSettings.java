// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.mail.provider.ProviderGroups;
import io.reengage.mail.smtp.AccessTokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of a channel's builder that says how long connections are kept and waited for, and how fast mail goes.
 *
 * @param <B> the builder
 */
abstract class ConnectionSettings<B> {
    @Nullable
    AccessTokens tokens;

    ProviderGroups providers = ProviderGroups.known();
    InstantSource clock = InstantSource.system();
    int connections = MailChannel.DEFAULT_CONNECTIONS;
    int messages = MailChannel.DEFAULT_MESSAGES_PER_CONNECTION;
    Duration age = MailChannel.DEFAULT_CONNECTION_AGE;
    Duration idle = MailChannel.DEFAULT_CONNECTION_IDLE;
    Duration connect = MailChannel.DEFAULT_CONNECT_TIMEOUT;
    Duration reply = MailChannel.DEFAULT_REPLY_TIMEOUT;
    Duration accept = MailChannel.DEFAULT_ACCEPT_TIMEOUT;

    ConnectionSettings() {}

    abstract B self();

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
}
