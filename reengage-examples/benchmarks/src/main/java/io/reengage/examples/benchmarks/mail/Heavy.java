// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.mail;

import com.hubspot.smtp.client.SmtpSessionFactory;
import com.hubspot.smtp.client.SmtpSessionFactoryConfig;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What an application has once, and no round should pay for: event loops. */
final class Heavy implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final Vertx vertx = Vertx.vertx();
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final SmtpSessionFactory sessions = new SmtpSessionFactory(SmtpSessionFactoryConfig.builder()
            .eventLoopGroup(loops)
            .executor(executor)
            .build());

    Vertx vertx() {
        return vertx;
    }

    SmtpSessionFactory sessions() {
        return sessions;
    }

    @Override
    public void close() {
        try {
            sessions.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        loops.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
        executor.shutdown();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
