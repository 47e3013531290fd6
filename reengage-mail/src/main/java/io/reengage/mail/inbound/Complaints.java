// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Complaints: feedback reports (RFC 5965), and the older notices that come without one. */
final class Complaints {
    private static final Set<String> OPT_OUT = Set.of("opt-out", "opt-out-list");

    private Complaints() {}

    /** One verdict a recipient; empty if it is no complaint. */
    static List<Verdict> read(Parts parts, FreeText free, Fields sent) {
        if (!parts.feedback().isBlank()) {
            return reported(Fields.parse(parts.feedback().stripLeading()), sent);
        }
        String subject = parts.headers().text("subject").toLowerCase(Locale.ROOT);
        String from = parts.headers().get("from").toLowerCase(Locale.ROOT);
        boolean older = subject.startsWith("complaint about message from")
                || parts.headers().has("x-hmxmroriginalrecipient")
                || (subject.contains("abuse report") && from.contains("feedbackloop"));
        if (!older) {
            return List.of();
        }
        Set<String> recipients = new LinkedHashSet<>();
        MailReader.addAll(recipients, parts.headers().get("x-hmxmroriginalrecipient"));
        MailReader.addAll(recipients, sent.get("x-hmxmroriginalrecipient"));
        return complaints(recipients, sent, VerdictClass.COMPLAINT, "reported as spam, in a provider's own form");
    }

    private static List<Verdict> reported(Fields report, Fields sent) {
        Set<String> recipients = new LinkedHashSet<>();
        List.of("original-rcpt-to", "removal-recipient", "redacted-address")
                .forEach(name -> report.all(name).forEach(value -> MailReader.addAll(recipients, value)));
        String type = report.get("feedback-type").toLowerCase(Locale.ROOT).strip();
        if (type.equals("auth-failure")) {
            return complaints(recipients, sent, VerdictClass.AUTH_FAILURE, "a report that SPF, DKIM or DMARC failed");
        }
        if (type.equals("not-spam")) {
            return complaints(recipients, sent, VerdictClass.DELIVERED, "reported as no spam");
        }
        return OPT_OUT.contains(type)
                ? complaints(recipients, sent, VerdictClass.UNSUBSCRIBE, "the provider passes on an unsubscribe")
                : complaints(
                        recipients,
                        sent,
                        VerdictClass.COMPLAINT,
                        "reported as " + (type.isEmpty() ? "spam" : word(type)));
    }

    private static String word(String type) {
        return type.chars().allMatch(c -> c == '-' || (c < 128 && Character.isLetterOrDigit(c))) && type.length() < 30
                ? type
                : "spam";
    }

    private static List<Verdict> complaints(Set<String> recipients, Fields sent, VerdictClass verdict, String reason) {
        if (recipients.isEmpty()) {
            MailReader.addAll(recipients, sent.get("to"));
        }
        List<Verdict> verdicts = new ArrayList<>();
        recipients.forEach(each -> verdicts.add(new Verdict(each, verdict, "", reason)));
        return verdicts.isEmpty() ? List.of(new Verdict("", verdict, "", reason)) : verdicts;
    }
}
