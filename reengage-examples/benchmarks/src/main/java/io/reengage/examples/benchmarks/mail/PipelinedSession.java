// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.mail;

import com.google.common.io.ByteSource;
import com.hubspot.smtp.client.SmtpClientResponse;
import com.hubspot.smtp.client.SmtpSession;
import com.hubspot.smtp.client.SmtpSessionConfig;
import com.hubspot.smtp.client.SmtpSessionFactory;
import com.hubspot.smtp.messages.MessageContent;
import io.netty.handler.codec.smtp.DefaultSmtpRequest;
import io.netty.handler.codec.smtp.SmtpCommand;
import io.netty.handler.codec.smtp.SmtpRequest;
import io.netty.handler.codec.smtp.SmtpRequests;
import jakarta.mail.Session;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** HubSpot's NioSmtpClient: the body of one mail and the envelope of the next go out together, one round trip a mail. */
final class PipelinedSession implements Postman {
    private static final long PATIENCE_SECONDS = 10;
    private static final int OK = 400;

    private final Session mime = Session.getInstance(new Properties());
    private final SmtpSession session;
    private boolean begun;

    private PipelinedSession(SmtpSession session) {
        this.session = session;
    }

    /** @param factory closed by whoever made it */
    static Postman.Office office(SmtpSessionFactory factory, Postman.Route route) {
        SmtpSessionConfig config = SmtpSessionConfig.builder()
                .remoteAddress(new InetSocketAddress(route.host(), route.port()))
                .build();
        return () -> {
            SmtpSession session = waitFor(factory.connect(config)).getSession();
            waitFor(session.send(SmtpRequests.ehlo("shop.example")));
            return new PipelinedSession(session);
        };
    }

    @Override
    public void send(Mailing.Mail mail) throws Exception {
        if (!begun) {
            waitFor(session.sendPipelined(envelope(mail.to())));
            begun = true;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AngusLoop.message(mime, mail).writeTo(bytes);
        // whose mail comes next does not matter to the sink
        waitFor(session.sendPipelined(MessageContent.of(ByteSource.wrap(bytes.toByteArray())), envelope(mail.to())));
    }

    private static SmtpRequest[] envelope(String to) {
        return new SmtpRequest[] {
            SmtpRequests.mail(Mailing.FROM), SmtpRequests.rcpt(to), new DefaultSmtpRequest(SmtpCommand.DATA)
        };
    }

    private static SmtpClientResponse waitFor(CompletableFuture<SmtpClientResponse> answer) throws Exception {
        SmtpClientResponse response = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (response.getResponses().stream().anyMatch(each -> each.code() >= OK)) {
            throw new IllegalStateException("refused: " + response);
        }
        return response;
    }

    @Override
    public void end() throws Exception {
        session.close().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
