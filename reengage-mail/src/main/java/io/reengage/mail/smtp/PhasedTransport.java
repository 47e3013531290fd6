// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.smtp;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with a mail server that always knows how far it came: exceptions of the library say so only sometimes,
 * and whether the final dot was on its way decides between "certainly not sent" and "nobody knows".
 *
 * <p>Where the server allows it, sender, recipient and {@code DATA} go out together (RFC 2920, PIPELINING): two round trips a
 * letter rather than four. The letter itself still waits until the server has agreed to all three.
 *
 * <p>Used by one thread at a time.
 */
final class PhasedTransport extends SMTPTransport {

    /** What was going on. */
    enum Phase {
        CONNECT,
        MAIL,
        RCPT,
        DATA,
        /** The server said go ahead; the final dot was not sent. */
        BODY,
        /** The final dot was sent, perhaps in vain. */
        DOT
    }

    /** RFC 6531. */
    private static final String SMTPUTF8 = "SMTPUTF8";

    private static final String DATA = "DATA";
    /** The answer to {@code DATA} of a server that wants the letter. */
    private static final int GO_AHEAD = 354;

    private final PromptSockets sockets;
    private final int replyMillis;
    private final int acceptMillis;
    private Phase phase = Phase.CONNECT;
    private Reply reply = Reply.NONE;
    private boolean broken;
    private String recipient = "";
    /** On the wire already, though the library has not come to them yet. */
    private final Deque<String> ahead = new ArrayDeque<>();

    PhasedTransport(
            Session session, URLName server, boolean tls, PromptSockets sockets, Duration reply, Duration accept) {
        super(session, server, server.getProtocol(), tls);
        this.sockets = sockets;
        this.replyMillis = Math.toIntExact(reply.toMillis());
        this.acceptMillis = Math.toIntExact(accept.toMillis());
    }

    /** Hands over one letter. Whatever happens, {@link #ended()} tells. */
    void hand(Letter letter) {
        InternetAddress to = address(letter.to());
        recipient = recipient(to);
        try {
            sendMessage(new Finished(session, letter), new Address[] {to});
        } catch (MessagingException | RuntimeException e) {
            broken |= !reply.isFinal();
        }
    }

    /** Whether the server offers what this letter's addresses need. */
    boolean takes(Letter letter) {
        return !letter.international() || supportsExtension(SMTPUTF8);
    }

    private static InternetAddress address(String wire) {
        InternetAddress address = new InternetAddress();
        address.setAddress(bytewise(wire));
        return address;
    }

    /** How the library will name the recipient. */
    private String recipient(InternetAddress to) {
        @Nullable String notify = session.getProperty("mail." + getURLName().getProtocol() + ".dsn.notify");
        return "RCPT TO:<" + to.getAddress() + ">"
                + (notify == null || !supportsExtension("DSN") ? "" : " NOTIFY=" + notify);
    }

    /** The library writes each character of a command as one byte. */
    private static String bytewise(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Whether the server still answers: one round trip. */
    boolean isAlive() {
        enter(Phase.CONNECT);
        return isConnected() && isReusable();
    }

    /** How far it came, and the server's first answer there. */
    Ending ended() {
        return new Ending(phase, reply);
    }

    /** Whether the next letter can go the same way. */
    boolean isReusable() {
        return !broken && reply.code() != Reply.CLOSING;
    }

    @Override
    protected void mailFrom() throws MessagingException {
        enter(Phase.MAIL);
        super.mailFrom();
    }

    @Override
    protected void rcptTo() throws MessagingException {
        enter(Phase.RCPT);
        super.rcptTo();
    }

    @Override
    protected OutputStream data() throws MessagingException {
        enter(Phase.DATA);
        OutputStream body = super.data();
        enter(Phase.BODY);
        return body;
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        sockets.waitAtMost(acceptMillis);
        enter(Phase.DOT);
        super.finishData();
    }

    private void enter(Phase next) {
        phase = next;
        reply = Reply.NONE;
    }

    /** Notes the first answer of each phase: what follows it is the answer to a reset. */
    @Override
    protected int readServerResponse() throws MessagingException {
        boolean answered = false;
        try {
            int code = super.readServerResponse();
            answered = code > 0;
            if (reply.equals(Reply.NONE) || phase == Phase.CONNECT) {
                reply = new Reply(code, String.valueOf(getLastServerResponse()));
            }
            if (phase == Phase.DOT) {
                sockets.waitAtMost(replyMillis);
            }
            return code;
        } catch (SocketException e) {
            throw new MessagingException("socket is closed", e);
        } finally {
            broken |= !answered;
        }
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        if (command.equals(ahead.peek())) {
            ahead.remove();
            return;
        }
        hearOut();
        if (phase == Phase.MAIL && command.startsWith("MAIL FROM:") && supportsExtension("PIPELINING")) {
            writeTogether(command, recipient, DATA);
            ahead.addAll(List.of(recipient, DATA));
        } else {
            write(command);
        }
    }

    private void writeTogether(String... commands) throws MessagingException {
        sockets.hold();
        for (String each : commands) {
            write(each);
        }
        try {
            sockets.release();
        } catch (IOException e) {
            broken = true;
            throw new MessagingException("the connection broke", e);
        }
    }

    /** Takes the answers to what went ahead in vain. */
    private void hearOut() throws MessagingException {
        while (!broken && !ahead.isEmpty()) {
            boolean toData = ahead.remove().equals(DATA);
            if (readServerResponse() == GO_AHEAD && toData) {
                // it waits for a letter to nobody, and would take commands for one (RFC 2920 3.1)
                broken = true;
                throw new MessagingException("go-ahead without a recipient");
            }
        }
        ahead.clear();
    }

    private void write(String command) throws MessagingException {
        boolean sent = false;
        try {
            super.sendCommand(command);
            sent = true;
        } finally {
            broken |= !sent;
        }
    }

    /**
     * How a hand-over ended.
     *
     * @param phase where
     * @param reply the server's answer there
     */
    record Ending(Phase phase, Reply reply) {}

    /** A message that is bytes already. */
    private static final class Finished extends SMTPMessage {
        private final byte[] bytes;

        Finished(Session session, Letter letter) {
            super(session);
            this.bytes = letter.bytes();
            setEnvelopeFrom(bytewise(letter.from()));
            if (letter.international()) {
                setMailExtension(SMTPUTF8);
            }
        }

        @Override
        public void writeTo(OutputStream out, String[] ignored) throws IOException {
            out.write(bytes);
        }
    }
}
