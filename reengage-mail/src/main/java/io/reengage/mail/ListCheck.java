// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.mail.Preflight.Findings;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the headers by which readers filter a list and leave it, and by which providers tell its mails from others. */
final class ListCheck {
    /** RFC 2919 3. */
    private static final int LONGEST_ID = 255;

    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern ID = Pattern.compile(ATOM + "(?:\\." + ATOM + ")+");
    private static final Pattern ID_HEADER = Pattern.compile("[^<>]*<([^<>]*)>");

    private final Findings findings;
    private final DomainCheck domains;
    private final DkimContent mail;

    ListCheck(Findings findings, DomainCheck domains, byte[] mail) {
        this.findings = findings;
        this.domains = domains;
        this.mail = DkimContent.of(mail);
    }

    /** Whether this is an id as RFC 2919 defines it, such as {@code newsletter.shop.example}. */
    static boolean isId(String id) {
        return id.length() <= LONGEST_ID && ID.matcher(id).matches();
    }

    void names() {
        listId(mail.values("List-Id"));
        if (mail.values("Feedback-ID").size() == 1) {
            findings.fine("feedback", "Feedback-ID lets Gmail count complaints");
        } else {
            findings.warning(
                    "feedback", "not one Feedback-ID: Gmail does not tell of complaints; feedbackId(senderId)");
        }
    }

    private void listId(List<String> headers) {
        Matcher header = ID_HEADER.matcher(headers.isEmpty() ? "" : headers.get(0));
        if (headers.isEmpty()) {
            findings.warning("list-id", "no List-Id: readers cannot filter by it; listId(id, domain)");
        } else if (headers.size() > 1 || !header.matches() || !isId(header.group(1))) {
            findings.warning("list-id", "not one List-Id of the form <newsletter.shop.example> (RFC 2919)");
        } else {
            aligned(header.group(1));
        }
    }

    private void aligned(String id) {
        try {
            if (domains.isBelow(id)) {
                findings.fine("list-id", id + " fits the author's domain");
            } else {
                findings.warning(
                        "list-id", id + " is not under a domain that fits the author's: it names another's list");
            }
        } catch (IOException e) {
            findings.warning("list-id", "not seen: " + e.getMessage());
        }
    }

    /** RFC 8058, in a mail as it arrived: a relay may have taken it out, or put its own in its place. */
    void wayOut() {
        List<String> ways = mail.values("List-Unsubscribe");
        List<String> post = mail.values("List-Unsubscribe-Post");
        if (ways.size() != 1 || !ways.get(0).contains("<https:")) {
            findings.problem("one-click", "it did not arrive with one List-Unsubscribe over https");
        } else if (!post.equals(List.of("List-Unsubscribe=One-Click"))) {
            findings.problem("one-click", "it did not arrive with List-Unsubscribe-Post: List-Unsubscribe=One-Click");
        } else {
            findings.fine("one-click", "List-Unsubscribe and List-Unsubscribe-Post arrived");
        }
    }
}
