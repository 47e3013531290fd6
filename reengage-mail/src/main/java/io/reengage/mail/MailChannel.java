// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.channel.Channel;
import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.mail.smtp.SmtpPool;
import io.reengage.mail.smtp.SmtpServer;
import io.reengage.subscriber.Address;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * E-mail through the host's mail server.
 *
 * <p>A mail has a text and an HTML part, an unchanging Message-ID, and one-click unsubscribe (RFC 8058) if the message
 * brings the link. Receipts tell how far the conversation with the server came: whatever failed before the final dot was
 * certainly not sent; an answer after it decides; no answer after it is {@link Receipt.Unknown}. A fault of the connection,
 * the login or the sender is never held against a recipient. A provider that asks for less mail is left alone for a while and
 * then sent less at a time; what cannot go out at its pace is {@linkplain Receipt#heldBack held back}.
 *
 * <p>May be used by several threads; connections are kept open between messages and {@link #close()} lets go of them.
 */
public final class MailChannel implements Channel {

    /** What campaigns call it, unless the builder says otherwise. */
    public static final String NAME = "email";
    /** Connections at a time. */
    public static final int DEFAULT_CONNECTIONS = 2;
    /** Longest wait for a connection. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(30);
    /** Longest wait for an answer to a command, and for a write to go out. */
    public static final Duration DEFAULT_REPLY_TIMEOUT = Duration.ofSeconds(60);
    /**
     * Longest wait for the answer to a whole message: what RFC 5321 4.5.3.2.6 asks for, since servers may check a message
     * before they answer. A shorter one turns messages that were delivered into unknown ones.
     */
    public static final Duration DEFAULT_ACCEPT_TIMEOUT = Duration.ofMinutes(10);

    /** Messages over one connection: small relays allow 10 to 100, large ones thousands. */
    public static final int DEFAULT_MESSAGES_PER_CONNECTION = 100;
    /** How long a connection is kept. */
    public static final Duration DEFAULT_CONNECTION_AGE = Duration.ofMinutes(5);
    /** How long a connection is kept without a message: servers hang up after about 30 seconds. */
    public static final Duration DEFAULT_CONNECTION_IDLE = Duration.ofSeconds(10);

    private final ChannelSpec spec;
    private final Composer composer;
    private final SmtpPool pool;
    private final int connections;

    private MailChannel(Builder builder) {
        SmtpServer.Timeouts timeouts = new SmtpServer.Timeouts(builder.connect, builder.reply, builder.accept);
        this.spec = new ChannelSpec(
                        builder.name,
                        Address.EMAIL,
                        Set.of(Composer.SUBJECT, Composer.HTML),
                        builder.optionalFields(),
                        timeouts.inAll(builder.tokens == null ? 1 : 2))
                .typesetBy(new MailTypesetter())
                .withValues(builder.imprint.values());
        this.composer = new Composer(builder.name, builder.sender(), builder.dkim);
        this.connections = builder.connections;
        this.pool = new SmtpPool(
                new SmtpServer(builder.session(), timeouts, builder.tokens),
                new SmtpPool.Limits(connections, builder.messages, builder.age, builder.idle),
                builder.providers,
                builder.clock);
    }

    /**
     * Mail through this server. {@link Builder#build()} ends.
     *
     * @param host name of the server; its certificate must carry it
     * @param port 587 for submission, 465 for the same over {@link Security#IMPLICIT_TLS}
     */
    public static Builder smtp(String host, int port) {
        return new Builder(host, port, null);
    }

    /**
     * Mail through a Jakarta Mail session that the host has configured: server, login and TLS are as the session says;
     * timeouts are this builder's. The session itself is not changed.
     */
    public static Builder using(Session session) {
        return new Builder("", 0, session);
    }

    @Override
    public ChannelSpec spec() {
        return spec;
    }

    @Override
    public List<String> problems(Message message) {
        return composer.problems(message);
    }

    /**
     * Looks a message over as the mail it would be: duties, size, links, way out, signatures, and what is published about the
     * domains. Sends nothing.
     *
     * @param dns {@link DnsRecords#system()}, or the test's own
     */
    public Preflight preflight(Message message, DnsRecords dns) {
        return new PreflightCheck(composer, dns).outgoing(message);
    }

    /**
     * Looks over a mail of this channel as it arrived, headers and all: where the relay signs, only this shows that it covers
     * {@code List-Unsubscribe-Post}.
     *
     * @param mail the bytes as received
     */
    public Preflight arrived(byte[] mail, DnsRecords dns) {
        return new PreflightCheck(composer, dns).arrived(mail);
    }

    @Override
    public Receipt deliver(Message message) {
        try {
            return pool.send(composer.compose(message));
        } catch (UnmailableException e) {
            return Receipt.refusedForGood(String.valueOf(e.getMessage()));
        }
    }

    /** Sends over as many connections at once as the channel may have. */
    @Override
    public void deliverAll(Iterator<Message> due, BiConsumer<Message, Receipt> done) {
        new Workers(this, due, done).run(connections);
    }

    @Override
    public void close() {
        pool.close();
    }

    /** How a connection is kept from being read or changed on its way. */
    public enum Security {
        /** Not at all: for a server on this very machine only. */
        NONE_ON_LOOPBACK,
        /** TLS after a clear greeting; a server that does not offer it gets no mail. */
        STARTTLS,
        /** TLS from the first byte. */
        IMPLICIT_TLS
    }

    /** Collects how to send and as whom. */
    public static final class Builder extends ConnectionSettings<Builder> {
        private @Nullable MailAddress from;
        private String displayName = "";
        private @Nullable MailAddress replyTo;
        private @Nullable String listId;
        private @Nullable ReturnPath returnPath;
        private boolean bulk;
        private boolean autoReplies;
        private Imprint imprint = Imprint.NONE;
        private final Set<Law> laws = EnumSet.noneOf(Law.class);
        private final Set<String> optOutWords = new LinkedHashSet<>();
        private final Set<String> transactional = new LinkedHashSet<>();
        private String feedbackId = "";
        private String keyHeader = "";
        private final Set<String> templateHeaders = new LinkedHashSet<>();
        private @Nullable Dkim dkim;
        private String name = NAME;

        private Builder(String host, int port, @Nullable Session session) {
            super(host, port, session);
        }

        /**
         * Who writes; required.
         *
         * @param displayName shown beside the address; may be empty
         */
        public Builder from(String address, String displayName) {
            this.from = Checks.address(address);
            this.displayName = Checks.line(displayName, "display name").strip();
            return this;
        }

        /** Where answers go, if not to the author. */
        public Builder replyTo(String address) {
            this.replyTo = Checks.address(address);
            return this;
        }

        /**
         * Names the list, so that readers can filter by it (RFC 2919).
         *
         * @param id such as {@code newsletter}; letters, digits, {@code -}, {@code _} and dots
         * @param domain a domain of the host's own
         */
        public Builder listId(String id, String domain) {
            this.listId = Checks.listId(id, domain);
            return this;
        }

        /** Where mails come back to, if not to the author; {@link io.reengage.mail.inbound.Inbox} reads them. */
        public Builder returnPath(ReturnPath path) {
            this.returnPath = Objects.requireNonNull(path, "path");
            return this;
        }

        /** Says {@code Precedence: bulk}, which keeps many automatic answers away. */
        public Builder precedenceBulk() {
            this.bulk = true;
            return this;
        }

        /** Lets Exchange answer marketing mails by itself. If nothing is said, it is asked not to; bounces come back all the same. */
        public Builder automaticReplies() {
            this.autoReplies = true;
            return this;
        }

        /** Who answers for the mails; templates show it as {@code senderName}, {@code senderAddress}, {@code senderContact}. */
        public Builder imprint(Imprint imprint) {
            this.imprint = Objects.requireNonNull(imprint, "imprint");
            return this;
        }

        /**
         * Laws that every mail must satisfy, but for transactional ones: a campaign is not launched, and no mail goes out,
         * that lacks what they demand.
         *
         * @param optOutWords words of the host's templates that tell readers they can refuse, beside the link to do so; common
         *     ones of eight languages are known
         */
        public Builder lawsOf(Set<Law> laws, String... optOutWords) {
            this.laws.addAll(laws);
            this.optOutWords.addAll(List.of(optOutWords));
            return this;
        }

        /** Purposes whose mails nobody can refuse, such as receipts: without list headers, and no way out is owed. */
        public Builder transactional(String... purposes) {
            this.transactional.addAll(List.of(purposes));
            return this;
        }

        /**
         * Says {@code Feedback-ID}, by which Gmail counts complaints for purpose, language and channel apart.
         *
         * @param senderId 5 to 15 letters and digits, always the same
         */
        public Builder feedbackId(String senderId) {
            this.feedbackId = Checks.feedbackId(senderId);
            return this;
        }

        /**
         * A header that carries the message's key, for relays that recognise repeated messages by one, such as {@code
         * Resend-Idempotency-Key}.
         */
        public Builder idempotencyHeader(String name) {
            this.keyHeader = Checks.newHeader(name, templateHeaders);
            return this;
        }

        /**
         * Headers that templates may fill, such as {@code X-Offer}: a template {@code ask} does so by a file {@code
         * ask.X-Offer.mustache}. The value is one line; a blank one leaves the header out.
         *
         * @throws IllegalArgumentException for a header that is the channel's own, such as {@code Reply-To} or {@code List-Id}
         */
        public Builder templateHeaders(String... names) {
            for (String name : names) {
                Checks.newHeader(name, templateHeaders);
                Checks.newHeader(name, Set.of(keyHeader));
                templateHeaders.add(Checks.freeHeader(name));
            }
            return this;
        }

        /** Signs every mail; not needed where the relay does. */
        public Builder dkim(Dkim dkim) {
            this.dkim = dkim.complete();
            return this;
        }

        /** What campaigns call it; {@value #NAME} if nothing is said. */
        public Builder named(String name) {
            this.name = Checks.line(name, "channel name");
            return this;
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * The channel. Connects with the first message.
         *
         * @throws IllegalStateException if {@link #from} was not said, or both a password and a token to log in with
         */
        public MailChannel build() {
            if (login != null && tokens != null) {
                throw new IllegalStateException("credentials(...) or accessToken(...), not both");
            }
            return new MailChannel(this);
        }

        private Set<String> optionalFields() {
            Set<String> fields = new LinkedHashSet<>(templateHeaders);
            fields.add(Composer.TEXT);
            return fields;
        }

        private Sender sender() {
            if (from == null) {
                throw new IllegalStateException("from(address, displayName) is missing");
            }
            LegalCheck law = new LegalCheck(imprint, laws, optOutWords);
            Duties duties = new Duties(law, transactional, feedbackId, keyHeader);
            return new Sender(
                    from,
                    displayName,
                    replyTo,
                    listId,
                    bulk,
                    autoReplies,
                    duties,
                    returnPath,
                    List.copyOf(templateHeaders));
        }
    }
}
