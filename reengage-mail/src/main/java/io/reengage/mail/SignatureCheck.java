// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.mail.Preflight.Findings;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks at a mail's signatures, whoever made them: that they hold, fit the author, and cover the way out (RFC 8058 4). */
final class SignatureCheck {
    private static final List<String> MUST_COVER = List.of("from", "list-unsubscribe", "list-unsubscribe-post");

    private final DnsRecords dns;
    private final Findings findings;
    private final DomainCheck domains;

    SignatureCheck(DnsRecords dns, Findings findings, DomainCheck domains) {
        this.dns = dns;
        this.findings = findings;
        this.domains = domains;
    }

    /**
     * Checks the signatures of a mail.
     *
     * @param marketing whether the way out must be covered
     */
    void check(byte[] mail, boolean marketing) {
        DkimContent content = DkimContent.of(mail);
        int fit = 0;
        for (String header : content.headers()) {
            if (header.regionMatches(true, 0, "DKIM-Signature:", 0, 15)) {
                try {
                    fit += check(content, header, marketing) ? 1 : 0;
                } catch (IOException e) {
                    findings.warning("dkim", "not seen: " + e.getMessage());
                }
            }
        }
        if (fit == 0) {
            findings.problem("dkim", "no DKIM signature of the author's domain that covers what it must");
        }
    }

    /** Whether it is a signature that receivers count. */
    private boolean check(DkimContent content, String header, boolean marketing) throws IOException {
        Map<String, String> tags = DomainCheck.tags(header.substring(15));
        String domain = tags.getOrDefault("d", "");
        String who = "signature " + tags.getOrDefault("a", "") + " of " + tags.getOrDefault("s", "") + "._domainkey."
                + domain;
        List<String> names = List.of(tags.getOrDefault("h", "")
                .replaceAll("\\s", "")
                .toLowerCase(Locale.ROOT)
                .split(":", -1));
        List<String> uncovered = new ArrayList<>(marketing ? MUST_COVER : MUST_COVER.subList(0, 1));
        uncovered.removeAll(names);
        if (!uncovered.isEmpty()) {
            findings.problem("dkim", who + " does not cover " + String.join(", ", uncovered));
            return false;
        }
        boolean holds = holds(content, header, tags, names, who);
        boolean aligned = domains.isAligned(domain, "adkim");
        if (!aligned) {
            findings.warning("dkim", who + " does not fit the author's domain");
        }
        return holds && aligned;
    }

    private boolean holds(DkimContent content, String header, Map<String, String> tags, List<String> names, String who)
            throws IOException {
        String name = tags.getOrDefault("s", "") + "._domainkey." + tags.getOrDefault("d", "");
        List<String> records = dns.txt(name);
        if (records.size() != 1) {
            findings.problem("dkim", who + ": " + name + " publishes " + records.size() + " keys, not one");
            return false;
        }
        if (!tags.getOrDefault("c", "").equals("relaxed/relaxed")) {
            findings.warning(
                    "dkim", who + " is not of relaxed form: covered is what must be, the rest is not verified");
            return true;
        }
        Map<String, String> key = DomainCheck.tags(records.get(0));
        DkimAlgorithm algorithm =
                key.getOrDefault("k", "rsa").equals("ed25519") ? DkimAlgorithm.ED25519 : DkimAlgorithm.RSA;
        try {
            byte[] published = Base64.getMimeDecoder().decode(key.getOrDefault("p", ""));
            byte[] signature = Base64.getMimeDecoder().decode(tags.getOrDefault("b", ""));
            String unsigned = header.replaceFirst("([;\\s]b=)[^;]*", "$1");
            PublicKey publicKey = algorithm.publicKey(published);
            if (DkimAlgorithm.isTooShort(publicKey)) {
                findings.problem("dkim", who + ": receivers ignore RSA keys of less than 1024 bits");
                return false;
            }
            boolean holds = algorithm.verify(publicKey, content.signed(names, unsigned), signature)
                    && content.bodyHash().equals(tags.getOrDefault("bh", "").replaceAll("\\s", ""));
            if (holds) {
                findings.fine("dkim", who + " holds and covers the way out");
            } else {
                findings.problem("dkim", who + " does not hold: another key is published, or the mail was changed");
            }
            return holds;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            findings.problem("dkim", who + ": " + name + " publishes no usable key");
            return false;
        }
    }
}
