// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the socket of one connection and keeps hold of it, so that its patience can be changed. Sends small segments at
 * once: waiting for an acknowledgement first costs some 40 ms a message.
 */
final class PromptSockets extends SocketFactory {
    private final SocketFactory inner;
    private volatile @Nullable Socket socket;
    /** The plain socket, be it under TLS; {@code null} if somebody else makes sockets. */
    private @Nullable HoldingSocket holding;

    PromptSockets(SocketFactory inner) {
        this.inner = inner;
    }

    @Override
    public Socket createSocket() throws IOException {
        return prompt(inner.equals(getDefault()) ? new HoldingSocket() : inner.createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return prompt(inner.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return prompt(inner.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return prompt(inner.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return prompt(inner.createSocket(address, port, localAddress, localPort));
    }

    /** Takes hold of a socket. */
    Socket prompt(Socket made) throws SocketException {
        made.setTcpNoDelay(true);
        socket = made;
        if (made instanceof HoldingSocket plain) {
            holding = plain;
        }
        return made;
    }

    /** Keeps what is written until {@link #release()}, where the socket is our own. */
    void hold() {
        if (holding != null) {
            holding.hold();
        }
    }

    /** Lets go what was kept. */
    void release() throws IOException {
        if (holding != null) {
            holding.release();
        }
    }

    /** How long to wait for anything from now on. */
    void waitAtMost(int millis) throws SocketException {
        Socket made = socket;
        if (made != null) {
            made.setSoTimeout(millis);
        }
    }
}
