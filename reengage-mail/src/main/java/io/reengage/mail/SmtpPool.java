// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.channel.Receipt;
import io.reengage.mail.PhasedTransport.Ending;
import io.reengage.mail.PhasedTransport.Phase;
import io.reengage.mail.SmtpServer.NoConnectionException;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A few connections, kept open between messages. */
final class SmtpPool implements AutoCloseable {
    /** Small relays allow 10 to 100 messages a connection, large ones thousands. */
    static final int MOST_USES = 100;

    /** Servers hang up on idle connections after about 30 seconds. */
    static final Duration LONGEST_IDLE = Duration.ofSeconds(10);

    static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

    private static final Receipt NEEDS_SMTPUTF8 =
            Receipt.refusedForGood("the address needs SMTPUTF8, which the mail server does not offer");

    private final SmtpServer server;
    private final InstantSource clock;
    private final Semaphore slots;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    SmtpPool(SmtpServer server, int connections, InstantSource clock) {
        this.server = server;
        this.clock = clock;
        this.slots = new Semaphore(connections, true);
    }

    /** Hands a letter over on a connection that is free, or soon is. */
    Receipt send(Letter letter) {
        boolean mine = false;
        try {
            mine = slots.tryAcquire(server.timeouts().reply().toMillis(), TimeUnit.MILLISECONDS);
            return mine ? sendNow(letter) : Receipt.refusedForNow("all connections to the mail server are busy");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Receipt.refusedForNow("interrupted while waiting for a connection");
        } catch (NoConnectionException e) {
            return e.receipt();
        } finally {
            if (mine) {
                slots.release();
            }
        }
    }

    private Receipt sendNow(Letter letter) throws NoConnectionException {
        @Nullable Connection kept = takeIdle();
        if (kept != null && kept.transport.takes(letter)) {
            Ending ending = kept.hand(letter);
            giveBack(kept);
            if (!isStale(ending)) {
                return Reply.receipt(ending);
            }
        } else if (kept != null) {
            giveBack(kept);
            return NEEDS_SMTPUTF8;
        }
        if (isClosed()) {
            return Receipt.refusedForNow("the channel is closed");
        }
        Connection fresh = new Connection(server.open(), clock.instant());
        if (!fresh.transport.takes(letter)) {
            giveBack(fresh);
            return NEEDS_SMTPUTF8;
        }
        Ending ending = fresh.hand(letter);
        giveBack(fresh);
        return Reply.receipt(ending);
    }

    /** Whether a kept-open connection turned out dead before any of the message was sent: trying afresh is safe. */
    private static boolean isStale(Ending ending) {
        return ending.phase().compareTo(Phase.BODY) < 0
                && (!ending.reply().isFinal() || ending.reply().code() == Reply.CLOSING);
    }

    private @Nullable Connection takeIdle() {
        List<Connection> tired = new ArrayList<>();
        Connection found = null;
        synchronized (idle) {
            while (found == null && !idle.isEmpty()) {
                Connection candidate = idle.pop();
                if (candidate.isFresh(clock.instant())) {
                    found = candidate;
                } else {
                    tired.add(candidate);
                }
            }
        }
        tired.forEach(Connection::close);
        return found;
    }

    private void giveBack(Connection connection) {
        connection.idleSince = clock.instant();
        boolean kept = false;
        synchronized (idle) {
            if (!closed && connection.transport.isReusable() && connection.isFresh(connection.idleSince)) {
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

        boolean isFresh(Instant now) {
            return uses < MOST_USES
                    && !now.isAfter(idleSince.plus(LONGEST_IDLE))
                    && !now.isAfter(openedAt.plus(LONGEST_LIFE));
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
