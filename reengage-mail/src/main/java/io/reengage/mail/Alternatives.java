// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;

/** The same content in several forms, the best last; parts carry their bytes, so that no handler is looked up. */
final class Alternatives extends MimeMultipart {
    /** Beyond one foreign byte in six, three characters for each cost more than four for every three. */
    private static final int FOREIGN_WORTH_BASE64 = 6;

    Alternatives(String boundary) {
        super("alternative");
        ParameterList parameters = new ParameterList();
        parameters.set("boundary", boundary);
        contentType = new ContentType("multipart", "alternative", parameters).toString();
    }

    void add(String type, String content) throws MessagingException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(bytes, type + "; charset=UTF-8")));
        part.setHeader("Content-Transfer-Encoding", encoding(bytes));
        addBodyPart(part);
    }

    /** The shorter of the two under which no line of content can look like a boundary. */
    private static String encoding(byte[] bytes) {
        int foreign = 0;
        for (byte each : bytes) {
            if (each < 0) {
                foreign++;
            }
        }
        return foreign * FOREIGN_WORTH_BASE64 > bytes.length ? "base64" : "quoted-printable";
    }

    @Override
    protected void updateHeaders() throws MessagingException {
        super.updateHeaders();
    }
}
