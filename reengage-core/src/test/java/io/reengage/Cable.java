// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The way to a PostgreSQL server, which breaks now and then when told to. */
final class Cable implements AutoCloseable {
    /** What the server says when a transaction is committed. */
    private static final String COMMITTED = "COMMIT\0";

    private final int target;
    private final Random random;
    private final ServerSocket entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger lostAnswers = new AtomicInteger();
    private final AtomicInteger lostRequests = new AtomicInteger();
    private volatile boolean breaking;

    Cable(int target, long seed) throws IOException {
        this.target = target;
        this.random = new Random(seed);
        threads.execute(this::accept);
    }

    int port() {
        return entry.getLocalPort();
    }

    void breakOften(boolean often) {
        this.breaking = often;
    }

    /** How often a commit was done and its answer did not arrive. */
    int lostAnswers() {
        return lostAnswers.get();
    }

    /** How often something was asked and did not arrive. */
    int lostRequests() {
        return lostRequests.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entry.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                threads.execute(() -> pass(client, server, false));
                threads.execute(() -> pass(server, client, true));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (breaking && breaks(new String(buffer, 0, length, StandardCharsets.ISO_8859_1), answers)) {
                    return;
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            // the other direction broke
        }
    }

    private boolean breaks(String said, boolean answer) {
        if (answer) {
            return said.contains(COMMITTED) && strikes(4, lostAnswers);
        }
        return strikes(200, lostRequests);
    }

    private boolean strikes(int oneIn, AtomicInteger count) {
        boolean struck;
        synchronized (random) {
            struck = random.nextInt(oneIn) == 0;
        }
        if (struck) {
            count.incrementAndGet();
        }
        return struck;
    }

    @Override
    public void close() throws IOException {
        entry.close();
        threads.shutdownNow();
    }
}
