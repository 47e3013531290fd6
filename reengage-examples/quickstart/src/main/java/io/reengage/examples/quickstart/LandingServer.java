// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reengage.link.LandingPages;
import io.reengage.link.LandingRequest;
import io.reengage.link.LandingResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Shows the landing pages on the JDK's own web server, to this machine only. */
final class LandingServer implements AutoCloseable {

    /** Below which path the pages are mounted. */
    static final String MOUNT = "/mail";

    static {
        // else every answer over a kept connection waits 40 ms for an acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    private LandingServer(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
    }

    /**
     * Takes a port; pages are shown from {@link #mount} on.
     *
     * @param port the port links in earlier mails lead to; another one is taken if it is 0 or in use
     */
    static LandingServer onPort(int port) {
        try {
            return new LandingServer(listen(port));
        } catch (IOException e) {
            throw new UncheckedIOException("no port of this machine could be opened for the landing pages", e);
        }
    }

    private static HttpServer listen(int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Where links have to lead. */
    URI base() {
        return URI.create("http://127.0.0.1:" + port() + MOUNT);
    }

    void mount(LandingPages pages) {
        server.createContext(MOUNT, exchange -> answer(exchange, pages));
        server.start();
    }

    /** All a host has to do: hand the request over and the response back. */
    private static void answer(HttpExchange exchange, LandingPages pages) throws IOException {
        try (exchange) {
            LandingRequest request = LandingRequest.of(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestHeaders(),
                    exchange.getRequestBody());
            LandingResponse response =
                    pages.respond(request.from(exchange.getRemoteAddress().getAddress()));
            byte[] body = response.bytes();
            response.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
