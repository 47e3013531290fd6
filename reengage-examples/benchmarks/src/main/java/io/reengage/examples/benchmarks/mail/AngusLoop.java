// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Properties;
import javax.net.SocketFactory;

/** The loop people write over Jakarta Mail: one connection kept open, one message built after the other. */
final class AngusLoop implements Postman {
    private final Session session;
    private final Transport transport;

    private AngusLoop(Session session) throws MessagingException {
        this.session = session;
        this.transport = session.getTransport("smtp");
        transport.connect();
    }

    /** As it comes. */
    static Postman.Office plain(Postman.Route route) {
        return office(properties(route));
    }

    /** With the one option that matters. */
    static Postman.Office prompt(Postman.Route route) {
        Properties properties = properties(route);
        properties.put("mail.smtp.socketFactory", new NoDelay());
        return office(properties);
    }

    private static Postman.Office office(Properties properties) {
        Session session = Session.getInstance(properties);
        return () -> new AngusLoop(session);
    }

    private static Properties properties(Postman.Route route) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", route.host());
        properties.setProperty("mail.smtp.port", String.valueOf(route.port()));
        properties.setProperty("mail.smtp.localhost", "shop.example");
        return properties;
    }

    @Override
    public void send(Mailing.Mail mail) throws MessagingException, IOException {
        MimeMessage message = message(session, mail);
        transport.sendMessage(message, message.getAllRecipients());
    }

    static MimeMessage message(Session session, Mailing.Mail mail) throws MessagingException, IOException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(Mailing.FROM, "Shop"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to()));
        message.setSubject(mail.subject(), "UTF-8");
        message.setHeader("X-Key", mail.key());
        MimeBodyPart text = new MimeBodyPart();
        text.setText(mail.text(), "UTF-8");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(mail.html(), "UTF-8", "html");
        message.setContent(new MimeMultipart("alternative", text, html));
        message.saveChanges();
        return message;
    }

    @Override
    public void end() throws MessagingException {
        transport.close();
    }

    /** Sockets that send small segments at once. */
    private static final class NoDelay extends SocketFactory {

        @Override
        public Socket createSocket() throws IOException {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return prompt(new Socket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return prompt(new Socket(host, port, from, fromPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return prompt(new Socket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return prompt(new Socket(host, port, from, fromPort));
        }

        private static Socket prompt(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            return socket;
        }
    }
}
