// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.reengage.channel.Message;
import io.reengage.mail.Preflight.Findings;
import io.reengage.mail.smtp.Letter;
import java.util.List;

/** Looks mails over, before they leave or after they arrived. */
final class PreflightCheck {
    private final Composer composer;
    private final DnsRecords dns;
    private final Findings findings = new Findings();

    PreflightCheck(Composer composer, DnsRecords dns) {
        this.composer = composer;
        this.dns = dns;
    }

    Preflight outgoing(Message message) {
        Sender sender = composer.sender();
        boolean marketing = sender.duties().isMarketing(message);
        List<String> problems = composer.problems(message);
        problems.forEach(problem -> findings.problem("duties", problem));
        if (problems.isEmpty()) {
            findings.fine("duties", marketing ? "what the law and providers demand is there" : "transactional: none");
        }
        new ContentCheck(findings).check(message, marketing);
        DomainCheck domains = new DomainCheck(dns, findings, sender.from().domain());
        try {
            Letter letter = composer.compose(message);
            String returnPath = letter.from().substring(letter.from().lastIndexOf('@') + 1);
            domains.spf(returnPath);
            domains.aligned("return path", returnPath);
            domains.dmarc();
            if (marketing) {
                new ListCheck(findings, domains, letter.bytes()).names();
            }
            signatures(letter.bytes(), domains, marketing);
        } catch (UnmailableException e) {
            findings.problem("mail", "cannot be composed: " + e.getMessage());
        }
        return findings.done();
    }

    private void signatures(byte[] mail, DomainCheck domains, boolean marketing) {
        if (composer.signs()) {
            new SignatureCheck(dns, findings, domains).check(mail, marketing);
        } else {
            findings.warning(
                    "dkim",
                    "this channel does not sign: send a mail to yourself and give it to arrived(...), to see that the relay"
                            + " covers List-Unsubscribe-Post");
        }
    }

    Preflight arrived(byte[] mail) {
        byte[] wire = new String(mail, ISO_8859_1).replaceAll("\r?\n", "\r\n").getBytes(ISO_8859_1);
        DomainCheck domains =
                new DomainCheck(dns, findings, composer.sender().from().domain());
        domains.dmarc();
        ListCheck list = new ListCheck(findings, domains, wire);
        list.wayOut();
        list.names();
        new SignatureCheck(dns, findings, domains).check(wire, true);
        return findings.done();
    }
}
