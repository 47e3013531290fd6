// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** Makes a server on this machine look far away: whatever passes is held for half a round trip each way. */
final class FarAway implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    private final int target;
    private final long halfNanos;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "far-away");
        thread.setDaemon(true);
        return thread;
    });

    /** Bytes and when they are due. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Chunk(long dueNanos, byte[] bytes) {}

    FarAway(int target, Duration roundTrip) throws IOException {
        this.target = target;
        this.halfNanos = roundTrip.toNanos() / 2;
        threads.execute(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = socket.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                carry(near, far);
                carry(far, near);
            }
        } catch (IOException e) {
            threads.shutdown();
        }
    }

    private void carry(Socket from, Socket to) {
        BlockingQueue<Chunk> way = new LinkedBlockingQueue<>();
        threads.execute(() -> load(from, way));
        threads.execute(() -> unload(way, to));
    }

    private void load(Socket from, BlockingQueue<Chunk> way) {
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                way.add(new Chunk(System.nanoTime() + halfNanos, Arrays.copyOf(buffer, read)));
            }
        } catch (IOException e) {
            // gone
        }
        way.add(new Chunk(0, new byte[0]));
    }

    private static void unload(BlockingQueue<Chunk> way, Socket to) {
        try (to) {
            OutputStream out = to.getOutputStream();
            for (Chunk chunk = way.take(); chunk.bytes().length > 0; chunk = way.take()) {
                long wait = chunk.dueNanos() - System.nanoTime();
                while (wait > 0) {
                    LockSupport.parkNanos(wait);
                    wait = chunk.dueNanos() - System.nanoTime();
                }
                out.write(chunk.bytes());
            }
        } catch (IOException e) {
            // gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
