// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.mail.Preflight.Findings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at what is published about the domains of a mail: SPF, DMARC, and whether they fit together. */
final class DomainCheck {
    private static final int MOST_LOOKUPS = 10;
    private static final int DEEPEST = 8;

    private final DnsRecords dns;
    private final Findings findings;
    private final String author;

    /**
     * For one author.
     *
     * @param author domain of the {@code From} header
     */
    DomainCheck(DnsRecords dns, Findings findings, String author) {
        this.dns = dns;
        this.findings = findings;
        this.author = author;
    }

    /** RFC 7208, for the domain where bounces go. */
    void spf(String returnPath) {
        try {
            List<String> records = records(returnPath, "v=spf1");
            if (records.size() != 1) {
                findings.problem(
                        "spf", returnPath + " publishes " + records.size() + " SPF records; exactly one counts");
                return;
            }
            String record = records.get(0);
            Set<String> silent = new LinkedHashSet<>();
            int lookups = lookups(record, 0, silent);
            if (record.contains("+all") || record.matches("(?i).*\\sall(\\s.*)?")) {
                findings.problem("spf", returnPath + " lets everybody send: its SPF record ends in +all");
            } else if (lookups > MOST_LOOKUPS) {
                findings.problem("spf", returnPath + " needs " + lookups + " lookups; beyond 10 SPF fails for all");
            } else if (!silent.isEmpty()) {
                findings.problem(
                        "spf",
                        returnPath + " includes " + String.join(", ", silent)
                                + ", which publishes no SPF record: SPF fails for all");
            } else {
                findings.fine("spf", returnPath + " publishes one record that needs " + lookups + " lookups");
            }
        } catch (IOException e) {
            findings.warning("spf", "not seen: " + e.getMessage());
        }
    }

    /**
     * How often receivers have to ask.
     *
     * @param silent takes the names that should have a record and have none
     */
    private int lookups(String record, int depth, Set<String> silent) throws IOException {
        int lookups = 0;
        for (String term : record.toLowerCase(Locale.ROOT).split("\\s+", -1)) {
            String mechanism = term.replaceFirst("^[-+~?]", "");
            if (mechanism.matches("(a|mx|ptr)([:/].*)?") || mechanism.startsWith("exists:")) {
                lookups++;
            } else if (mechanism.startsWith("include:") || mechanism.startsWith("redirect=")) {
                lookups++;
                String target = mechanism.substring(mechanism.startsWith("i") ? 8 : 9);
                if (depth < DEEPEST && !target.contains("%")) {
                    List<String> inner = records(target, "v=spf1");
                    if (inner.isEmpty()) {
                        silent.add(target);
                    }
                    for (String each : inner) {
                        lookups += lookups(each, depth + 1, silent);
                    }
                }
            }
        }
        return lookups;
    }

    /** RFC 7489, for the author's domain or the nearest one above that says something. */
    void dmarc() {
        try {
            @Nullable String holder = holder(author);
            if (holder == null) {
                findings.problem("dmarc", "no DMARC record for " + author + ": publish v=DMARC1; p=none at least");
            } else {
                String policy =
                        tags(records("_dmarc." + holder, "v=dmarc1").get(0)).getOrDefault("p", "none");
                findings.fine("dmarc", "_dmarc." + holder + " says p=" + policy);
            }
        } catch (IOException e) {
            findings.warning("dmarc", "not seen: " + e.getMessage());
        }
    }

    /** Whether the author's domain and another one belong together, so that DMARC counts it. */
    void aligned(String about, String other) {
        try {
            if (isAligned(other, "aspf")) {
                findings.fine("alignment", about + " of " + other + " fits the author's domain " + author);
            } else {
                findings.warning("alignment", about + " of " + other + " does not fit the author's domain " + author);
            }
        } catch (IOException e) {
            findings.warning("alignment", "not seen: " + e.getMessage());
        }
    }

    /**
     * Whether DMARC takes another domain for the author's.
     *
     * @param mode the tag by which the author's record may ask for the very same one
     */
    boolean isAligned(String other, String mode) throws IOException {
        return other.equalsIgnoreCase(author) || (!isStrict(mode) && isOfOneHouse(other));
    }

    private boolean isStrict(String mode) throws IOException {
        @Nullable String holder = holder(author);
        return holder != null
                && tags(records("_dmarc." + holder, "v=dmarc1").get(0))
                        .getOrDefault(mode, "r")
                        .equalsIgnoreCase("s");
    }

    /** Whether a name is the author's domain, one below, or one of the same house. */
    boolean isBelow(String name) throws IOException {
        return ("." + name).toLowerCase(Locale.ROOT).endsWith("." + author.toLowerCase(Locale.ROOT))
                || isOfOneHouse(name);
    }

    private boolean isOfOneHouse(String other) throws IOException {
        return organization(author).equals(organization(other));
    }

    /** The highest domain from here up that has a DMARC record, else the domain itself: how DMARC finds who is behind it. */
    private String organization(String domain) throws IOException {
        String found = domain;
        for (String each : upwards(domain)) {
            List<String> records = records("_dmarc." + each, "v=dmarc1");
            if (!records.isEmpty() && !"y".equals(tags(records.get(0)).get("psd"))) {
                found = each;
            }
        }
        return found;
    }

    private @Nullable String holder(String domain) throws IOException {
        for (String each : upwards(domain)) {
            if (!records("_dmarc." + each, "v=dmarc1").isEmpty()) {
                return each;
            }
        }
        return null;
    }

    private static List<String> upwards(String domain) {
        List<String> domains = new ArrayList<>();
        String rest = domain.toLowerCase(Locale.ROOT);
        while (rest.indexOf('.') > 0 && domains.size() < DEEPEST) {
            domains.add(rest);
            rest = rest.substring(rest.indexOf('.') + 1);
        }
        return domains;
    }

    private List<String> records(String name, String version) throws IOException {
        return dns.txt(name).stream()
                .filter(record ->
                        record.toLowerCase(Locale.ROOT).replace(" ", "").startsWith(version))
                .toList();
    }

    static Map<String, String> tags(String record) {
        Map<String, String> tags = new HashMap<>();
        for (String tag : record.split(";", -1)) {
            int equals = tag.indexOf('=');
            if (equals > 0) {
                tags.put(
                        tag.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        tag.substring(equals + 1).strip());
            }
        }
        return tags;
    }
}
