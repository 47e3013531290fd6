// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.smtp;

import io.reengage.channel.Receipt;
import io.reengage.mail.provider.ProviderGroups;
import io.reengage.mail.smtp.PhasedTransport.Ending;
import io.reengage.mail.smtp.PhasedTransport.Phase;
import io.reengage.mail.smtp.SmtpServer.NoConnectionException;
import io.reengage.mail.smtp.Throttle.Sent;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A few connections, kept open between messages. */
public final class SmtpPool implements AutoCloseable {
    /** Idle for longer, a connection is first asked whether it is still alive. */
    static final Duration CHECKED_AFTER = Duration.ofSeconds(2);

    private static final Sent NEEDS_SMTPUTF8 =
            new Sent(Receipt.refusedForGood("the address needs SMTPUTF8, which the mail server does not offer"), null);

    private final SmtpServer server;
    private final InstantSource clock;
    private final Limits limits;
    private final Throttle throttle;
    private final Semaphore slots;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;
    /** How many messages the server has shown to take over one connection. */
    private volatile int learnedUses = Integer.MAX_VALUE;

    /**
     * How many connections there are, and how long they are kept.
     *
     * @param connections at a time
     * @param messages over one connection
     * @param age of a connection
     * @param idle without a message
     */
    public record Limits(int connections, int messages, Duration age, Duration idle) {}

    public SmtpPool(SmtpServer server, Limits limits, ProviderGroups providers, InstantSource clock) {
        this.server = server;
        this.limits = limits;
        this.throttle = new Throttle(providers, limits.connections(), clock);
        this.clock = clock;
        this.slots = new Semaphore(limits.connections(), true);
    }

    /** Hands a letter over on a connection that is free, or soon is, and at a pace its provider bears. */
    public Receipt send(Letter letter) {
        return throttle.send(letter.domain(), () -> sendInTurn(letter));
    }

    private Sent sendInTurn(Letter letter) {
        boolean mine = false;
        try {
            mine = slots.tryAcquire(server.timeouts().reply().toMillis(), TimeUnit.MILLISECONDS);
            return mine ? sendNow(letter) : refused("all connections to the mail server are busy");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refused("interrupted while waiting for a connection");
        } catch (NoConnectionException e) {
            return new Sent(e.receipt(), null);
        } finally {
            if (mine) {
                slots.release();
            }
        }
    }

    private static Sent refused(String why) {
        return new Sent(Receipt.refusedForNow(why), null);
    }

    private Sent sendNow(Letter letter) throws NoConnectionException {
        @Nullable Connection kept = takeIdle();
        if (kept != null) {
            Optional<Sent> sent = sendOver(kept, letter);
            if (sent.isPresent()) {
                return sent.get();
            }
        }
        if (isClosed()) {
            return refused("the channel is closed");
        }
        Connection fresh = new Connection(server.open(), clock.instant());
        if (!fresh.transport.takes(letter)) {
            giveBack(fresh);
            return NEEDS_SMTPUTF8;
        }
        Ending ending = fresh.hand(letter);
        giveBack(fresh);
        return sent(ending);
    }

    /** Over a connection that was kept open; empty if it turned out dead or used up before any of the message was sent. */
    private Optional<Sent> sendOver(Connection kept, Letter letter) {
        if (!kept.transport.takes(letter)) {
            giveBack(kept);
            return Optional.of(NEEDS_SMTPUTF8);
        }
        Ending ending = kept.hand(letter);
        if (!isStale(ending)) {
            giveBack(kept);
            return Optional.of(sent(ending));
        }
        if (ending.phase() == Phase.MAIL && ending.reply().isEndOfSession()) {
            learnedUses = Math.max(1, Math.min(learnedUses, kept.uses - 1));
        }
        kept.close();
        return Optional.empty();
    }

    private static Sent sent(Ending ending) {
        return new Sent(Reply.receipt(ending), ending);
    }

    /** Whether a kept-open connection turned out dead before any of the message was sent: trying afresh is safe. */
    private static boolean isStale(Ending ending) {
        return ending.phase().compareTo(Phase.BODY) < 0
                && (!ending.reply().isFinal() || ending.reply().isEndOfSession());
    }

    private @Nullable Connection takeIdle() {
        List<Connection> tired = new ArrayList<>();
        Connection found = null;
        synchronized (idle) {
            while (found == null && !idle.isEmpty()) {
                Connection candidate = idle.pop();
                if (isFresh(candidate, clock.instant())) {
                    found = candidate;
                } else {
                    tired.add(candidate);
                }
            }
        }
        tired.forEach(Connection::close);
        return found == null || isAlive(found) ? found : takeIdle();
    }

    private boolean isAlive(Connection connection) {
        if (!clock.instant().isAfter(connection.idleSince.plus(CHECKED_AFTER)) || connection.transport.isAlive()) {
            return true;
        }
        connection.close();
        return false;
    }

    private boolean isFresh(Connection connection, Instant now) {
        return connection.uses < Math.min(limits.messages(), learnedUses)
                && !now.isAfter(connection.idleSince.plus(limits.idle()))
                && !now.isAfter(connection.openedAt.plus(limits.age()));
    }

    private void giveBack(Connection connection) {
        connection.idleSince = clock.instant();
        boolean kept = false;
        synchronized (idle) {
            if (!closed && connection.transport.isReusable() && isFresh(connection, connection.idleSince)) {
                idle.push(connection);
                kept = true;
            }
        }
        if (!kept) {
            connection.close();
        }
    }

    private boolean isClosed() {
        synchronized (idle) {
            return closed;
        }
    }

    @Override
    public void close() {
        List<Connection> open;
        synchronized (idle) {
            closed = true;
            open = List.copyOf(idle);
            idle.clear();
        }
        open.forEach(Connection::close);
    }

    /** One connection and how worn it is. */
    private static final class Connection {
        private final PhasedTransport transport;
        private final Instant openedAt;
        private Instant idleSince;
        private int uses;

        Connection(PhasedTransport transport, Instant openedAt) {
            this.transport = transport;
            this.openedAt = openedAt;
            this.idleSince = openedAt;
        }

        Ending hand(Letter letter) {
            uses++;
            transport.hand(letter);
            return transport.ended();
        }

        void close() {
            try {
                transport.close();
            } catch (MessagingException e) {
                // gone already
            }
        }
    }
}
