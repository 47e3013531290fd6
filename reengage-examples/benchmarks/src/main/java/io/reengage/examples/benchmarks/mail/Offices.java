// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.mail;

import io.reengage.channel.Receipt;
import io.reengage.mail.MailChannel;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.concurrent.TimeUnit;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/** Ours, and libraries that keep connections by themselves. */
final class Offices {
    private static final long PATIENCE_SECONDS = 10;

    private Offices() {}

    static Postman.Office ours(Postman.Route route) {
        MailChannel channel = MailChannel.smtp(route.host(), route.port())
                .from(Mailing.FROM, "Shop")
                .connections(route.connections())
                .messagesPerConnection(Integer.MAX_VALUE)
                .build();
        return new Postman.Office() {
            @Override
            public Postman postman() {
                return mail -> {
                    if (!(channel.deliver(mail.message()) instanceof Receipt.Accepted)) {
                        throw new IllegalStateException("not accepted");
                    }
                };
            }

            @Override
            public void end() {
                channel.close();
            }
        };
    }

    /**
     * As its manual says. Its pool is one for the whole program and takes its size from the first mailer, so it is always the
     * largest; how many connections are used is up to those who send.
     */
    static Postman.Office simpleJavaMail(Postman.Route route) {
        Mailer mailer = MailerBuilder.withSMTPServer(route.host(), route.port())
                .withTransportStrategy(TransportStrategy.SMTP)
                .withThreadPoolSize(route.connections())
                .withConnectionPoolCoreSize(0)
                .withConnectionPoolMaxSize(MailOptions.MOST_CONNECTIONS)
                .withConnectionPoolExpireAfterMillis(5_000)
                .withDebugLogging(false)
                .buildMailer();
        return new Postman.Office() {
            @Override
            public Postman postman() {
                return mail -> mailer.sendMail(email(mail), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }

            @Override
            public void end() throws Exception {
                mailer.shutdownConnectionPool().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                mailer.close();
            }
        };
    }

    private static Email email(Mailing.Mail mail) {
        return EmailBuilder.startingBlank()
                .from("Shop", Mailing.FROM)
                .to(mail.to())
                .withSubject(mail.subject())
                .withPlainText(mail.text())
                .withHTMLText(mail.html())
                .withHeader("X-Key", mail.key())
                .buildEmail();
    }

    static Postman.Office vertx(Vertx vertx, Postman.Route route) {
        MailClient client = MailClient.create(
                vertx,
                new MailConfig()
                        .setHostname(route.host())
                        .setPort(route.port())
                        .setOwnHostname("shop.example")
                        .setStarttls(StartTLSOptions.DISABLED)
                        .setMaxPoolSize(route.connections()));
        return new Postman.Office() {
            @Override
            public Postman postman() {
                return mail -> client.sendMail(vertxMail(mail))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }

            @Override
            public void end() throws Exception {
                client.close().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        };
    }

    private static MailMessage vertxMail(Mailing.Mail mail) {
        return new MailMessage(Mailing.FROM, mail.to(), mail.subject(), mail.text()).setHtml(mail.html());
    }
}
