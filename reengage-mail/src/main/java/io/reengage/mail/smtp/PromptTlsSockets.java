// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/** The host's own TLS sockets, over sockets that {@link PromptSockets} holds. */
final class PromptTlsSockets extends SSLSocketFactory {
    private final SSLSocketFactory inner;
    private final PromptSockets sockets;

    PromptTlsSockets(SSLSocketFactory inner, PromptSockets sockets) {
        this.inner = inner;
        this.sockets = sockets;
    }

    @Override
    public Socket createSocket(Socket under, String host, int port, boolean autoClose) throws IOException {
        return inner.createSocket(sockets.prompt(under), host, port, autoClose);
    }

    @Override
    public Socket createSocket() throws IOException {
        return sockets.prompt(inner.createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return sockets.prompt(inner.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return sockets.prompt(inner.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return sockets.prompt(inner.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return sockets.prompt(inner.createSocket(address, port, localAddress, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return inner.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return inner.getSupportedCipherSuites();
    }
}
