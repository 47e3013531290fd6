// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a mail that came back, or that somebody wrote in answer, and judges it: delivery reports (RFC 3464, 6533), what servers
 * write in their own words, complaints (RFC 5965), automatic answers (RFC 3834), unsubscribes, people.
 *
 * <p>Reads anything: what is no mail gets a verdict, too. Only the first {@value #MOST_BYTES} bytes are looked at, and kept in
 * memory.
 */
public final class MailReader {

    /** How much of a mail is read; reports stand before the mail they return. */
    public static final int MOST_BYTES = 2 * 1024 * 1024;

    private static final int LONGEST_NOTICE = 32 * 1024;
    /** So many recipients are judged by a text about all of them; nobody writes one about more. */
    private static final int MOST_BY_NOTICE = 20;

    private static final Pattern QUOTED = Pattern.compile("(?m)^> ?");

    /** Verdicts on mails that say nothing of a recipient by themselves. */
    private static final Set<VerdictClass> UNTELLING = Set.of(VerdictClass.UNKNOWN, VerdictClass.REPLY);

    /** How servers say in free text that they have not given up. */
    private static final Pattern GOES_ON = Pattern.compile("has not yet been delivered|delivery attempts will continue"
            + "|warning message only|only a temporary failure|(?:will|shall) (?:keep|continue) trying|will retry for"
            + "|(?:will|shall) be retried (?:for|until)|continue to (?:try|attempt)|delivery incomplete"
            + "|has been (?:delayed|postponed)|do not need to resend|no action is required on your part");

    private MailReader() {}

    /**
     * One verdict a recipient, at least one.
     *
     * @param mail read to its end or to {@value #MOST_BYTES} bytes, and left open
     * @throws IOException if the stream cannot be read
     */
    public static List<Verdict> read(InputStream mail) throws IOException {
        return read(mail.readNBytes(MOST_BYTES)).verdicts();
    }

    /**
     * The verdict on a recipient whom a server refused at once, in reply to {@code RCPT}.
     *
     * @param reply all its lines, such as {@code 550 5.1.1 no such user}; addresses in it do no harm
     */
    public static Verdict refusal(String reply) {
        String conversation = "(in reply to RCPT TO command)";
        return Judge.judge(new Returned("", "failed", "", reply, "", conversation, ""), conversation);
    }

    static Reading read(byte[] mail) {
        Parts parts = Parts.of(mail);
        Reading reading = read(parts);
        boolean reportInside = parts.status().isBlank() && parts.original().contains("message/delivery-status");
        if (!reportInside && !UNTELLING.contains(reading.verdicts().get(0).verdict())) {
            return reading;
        }
        // what came back came back to somebody who passed it on, such as the software of a list
        Parts inner = Parts.of(parts.original().getBytes(StandardCharsets.UTF_8));
        if (!Answers.isReturn(inner)) {
            return reading;
        }
        Reading inside = read(inner);
        return new Reading(inside.verdicts(), reading.messageId(), reading.deliveredTo(), inside.original());
    }

    private static Reading read(Parts parts) {
        FreeText free = FreeText.of(parts.text());
        String original = parts.original().isBlank() ? free.original() : parts.original();
        Fields sent = Fields.parse(original.stripLeading());
        List<Verdict> verdicts = verdicts(parts, free, sent);
        return new Reading(verdicts, parts.headers().get("message-id"), deliveredTo(parts.headers()), sent);
    }

    private static List<Verdict> verdicts(Parts parts, FreeText free, Fields sent) {
        List<Verdict> complaints = Complaints.read(parts, free, sent);
        if (!complaints.isEmpty()) {
            return complaints;
        }
        List<Returned> told = Reports.read(parts.status(), free);
        if (told.isEmpty()) {
            told = Reports.read(unquoted(parts.text()), free);
        }
        boolean report = !told.isEmpty();
        if (!report) {
            Verdict answer = Answers.read(parts, free);
            if (answer != null) {
                return List.of(answer);
            }
            told = freely(parts, free, sent);
        }
        List<Verdict> verdicts = new ArrayList<>();
        String notice = free.notice().substring(0, Math.min(free.notice().length(), LONGEST_NOTICE));
        for (Returned each : told) {
            if (!Set.of("delivered", "relayed", "expanded").contains(each.action())) {
                boolean looked = verdicts.size() < MOST_BY_NOTICE;
                verdicts.add(Judge.judge(
                        each, looked && (told.size() == 1 || each.around().isEmpty()) ? notice : ""));
            }
        }
        return verdicts.isEmpty()
                ? List.of(new Verdict(
                        told.get(0).recipient(),
                        VerdictClass.DELIVERED,
                        told.get(0).status(),
                        "a report that it was delivered or passed on"))
                : verdicts;
    }

    /** A report that somebody forwarded reads without its marks of quotation. */
    private static String unquoted(String text) {
        return text.contains("> Final-Recipient:") ? QUOTED.matcher(text).replaceAll("") : text;
    }

    /** The recipients of a notice in free text. */
    private static List<Returned> freely(Parts parts, FreeText free, Fields sent) {
        Set<String> recipients = new LinkedHashSet<>();
        parts.headers().all("x-failed-recipients").forEach(value -> addAll(recipients, value));
        Set<String> ours = ours(parts.headers());
        if (recipients.isEmpty()) {
            recipients.addAll(free.paragraphs().keySet());
            recipients.removeIf(each -> ours.contains(each) || isService(each));
        }
        if (recipients.isEmpty()) {
            recipients.addAll(free.addresses());
            recipients.removeIf(each -> ours.contains(each) || isService(each));
            while (recipients.size() > 1) {
                recipients.remove(List.copyOf(recipients).get(recipients.size() - 1));
            }
        }
        if (recipients.isEmpty()) {
            addAll(recipients, sent.get("to"));
        }
        String action = GOES_ON.matcher(Judge.plain(free.notice())).find() ? "delayed" : "";
        List<Returned> told = new ArrayList<>();
        for (String each : recipients) {
            String around = free.paragraphs().getOrDefault(each, "");
            String lines = told.size() < FreeText.MOST_RECIPIENTS ? free.mentioning(each) : "";
            told.add(new Returned(each, action, "", "", lines, around, ""));
        }
        return told.isEmpty() ? List.of(new Returned("", "", "", "", "", "", "")) : told;
    }

    private static boolean isService(String address) {
        return address.startsWith("postmaster@")
                || address.startsWith("mailer-daemon@")
                || address.startsWith("abuse@");
    }

    private static Set<String> ours(Fields headers) {
        Set<String> ours = new LinkedHashSet<>();
        List.of("to", "delivered-to", "x-original-to", "from", "reply-to", "cc")
                .forEach(name -> headers.all(name).forEach(value -> addAll(ours, value)));
        return ours;
    }

    private static List<String> deliveredTo(Fields headers) {
        Set<String> all = new LinkedHashSet<>();
        List.of("x-original-to", "delivered-to", "envelope-to", "x-envelope-to", "x-rcpt-to", "to")
                .forEach(name -> headers.all(name).forEach(value -> addAll(all, value)));
        return List.copyOf(all);
    }

    static void addAll(Set<String> to, String value) {
        Matcher matcher = FreeText.ADDRESS.matcher(value);
        while (matcher.find()) {
            to.add(matcher.group().toLowerCase(Locale.ROOT));
        }
    }
}
