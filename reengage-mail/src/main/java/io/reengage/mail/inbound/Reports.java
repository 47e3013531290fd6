// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The recipients of delivery reports (RFC 3464), with what the free text beside them adds. */
final class Reports {

    /** Where nothing else stands, the address may hold what ends one in a text. */
    private static final Pattern WHOLE = Pattern.compile(
            "(?:\"[^\"\\s@<>]{1,64}\"|[^\\s<>()\\[\\]:;,\"@]{1,64})@[a-z0-9](?:[a-z0-9-]|\\.(?=[a-z0-9])){0,252}",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NUMBERED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{1,6})}");
    private static final Pattern SUPPLEMENT = Pattern.compile("<.{0,300}? smtp; ?(.*)>", Pattern.CASE_INSENSITIVE);
    /** Of characters: RFC 5321 allows 64, a sign and 255 octets. */
    private static final int LONGEST_ADDRESS = 320;

    private Reports() {}

    /** What a report tells of each recipient; empty if it is none. */
    static List<Returned> read(String status, FreeText free) {
        Map<String, Returned> found = new LinkedHashMap<>();
        String reporter = "";
        for (Fields group : Fields.groups(status)) {
            boolean ofRecipient = group.has("final-recipient")
                    || group.has("original-recipient")
                    || group.has("action")
                    || group.has("x-actual-recipient");
            if (reporter.isEmpty()) {
                reporter = value(group.get("reporting-mta")).toLowerCase(Locale.ROOT);
            }
            if (ofRecipient) {
                Returned told = told(group);
                found.merge(told.recipient(), told, Reports::graver);
            }
        }
        if (found.size() > 1) {
            // some put the action among the fields that are about no recipient
            found.remove("");
        }
        List<Returned> all = new ArrayList<>();
        for (Returned each : found.values()) {
            boolean looked = all.size() < FreeText.MOST_RECIPIENTS;
            all.add(each.with(
                    looked ? free.mentioning(each.recipient()) : "",
                    looked ? around(each.recipient(), free, found.size()) : "",
                    reporter));
        }
        return all;
    }

    private static Returned graver(Returned one, Returned other) {
        return one.action().equals("failed") || !other.action().equals("failed") ? one : other;
    }

    private static Returned told(Fields group) {
        String recipient = address(group.get("final-recipient"));
        if (recipient.isEmpty()) {
            recipient = address(group.get("original-recipient"));
        }
        if (recipient.isEmpty()) {
            recipient = address(group.get("x-actual-recipient"));
        }
        String action = group.get("action").toLowerCase(Locale.ROOT).strip();
        String status = Codes.of(group.get("status")).status();
        String said = (diagnosis(group) + " " + group.get("x-powermta-bouncecategory")).strip();
        return new Returned(recipient, action.split("[^a-z]", 2)[0], status, said, "", "", "");
    }

    /** What the server said; some write it, in brackets and after its host, into a field of their own. */
    private static String diagnosis(Fields group) {
        String said = value(group.get("diagnostic-code"));
        String more = group.get("x-supplementary-info");
        Matcher brackets = SUPPLEMENT.matcher(more);
        return !said.isEmpty() || more.isEmpty() ? said : brackets.matches() ? brackets.group(1) : more;
    }

    /** The paragraph about a recipient; of a single one, all there is. */
    private static String around(String recipient, FreeText free, int recipients) {
        Map<String, String> paragraphs = new HashMap<>(free.paragraphs());
        String own = paragraphs.getOrDefault(recipient, "");
        return own.isEmpty() && recipients == 1 ? free.notice() : own;
    }

    private static String value(String typed) {
        int semicolon = typed.indexOf(';');
        return semicolon >= 0 && semicolon < 20 ? typed.substring(semicolon + 1).strip() : typed;
    }

    static String address(String typed) {
        if (typed.strip().toLowerCase(Locale.ROOT).startsWith("utf-8;")) {
            return international(value(typed.strip()));
        }
        String value = value(typed).strip();
        String bare = value.startsWith("<") && value.endsWith(">") ? value.substring(1, value.length() - 1) : value;
        if (WHOLE.matcher(bare).matches()) {
            return bare.toLowerCase(Locale.ROOT);
        }
        Matcher matcher = FreeText.ADDRESS.matcher(value);
        return matcher.find() ? matcher.group().toLowerCase(Locale.ROOT) : "";
    }

    /** An address as RFC 6533 writes it: any character as it is, or by its number. */
    private static String international(String written) {
        String address = NUMBERED.matcher(written)
                .replaceAll(each -> {
                    int number = Integer.parseInt(each.group(1), 16);
                    return Character.isValidCodePoint(number)
                            ? Matcher.quoteReplacement(Character.toString(number))
                            : "";
                })
                .replaceAll("[<>\\s]", "")
                .toLowerCase(Locale.ROOT);
        return address.indexOf('@') > 0 && address.length() <= LONGEST_ADDRESS ? address : "";
    }
}
