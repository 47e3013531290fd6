// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was found out about a mail before many like it are sent: whether it is lawful, small enough, one click away from being
 * refused, and whether receivers will believe whom it is from.
 *
 * @param findings in the order they were looked at
 */
public record Preflight(List<Finding> findings) {

    public Preflight {
        findings = List.copyOf(findings);
    }

    /** How bad a finding is. */
    public enum Severity {
        /** As it should be. */
        FINE,
        /** Better changed, or not to be seen from here. */
        WARNING,
        /** Mails will be refused, or land among spam. */
        PROBLEM
    }

    /**
     * One thing that was looked at.
     *
     * @param about such as {@code spf}
     * @param words for people
     */
    public record Finding(Severity severity, String about, String words) {}

    /** Whether nothing is a problem; there may be warnings. */
    public boolean passed() {
        return findings.stream().noneMatch(finding -> finding.severity() == Severity.PROBLEM);
    }

    /** One line a finding. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-8s %-10s %s%n",
                    finding.severity().name().toLowerCase(Locale.ROOT),
                    finding.about(),
                    finding.words()));
        }
        return text.toString();
    }

    /** Collects findings about one thing. */
    static final class Findings {
        private final List<Finding> all = new ArrayList<>();

        void fine(String about, String words) {
            all.add(new Finding(Severity.FINE, about, words));
        }

        void warning(String about, String words) {
            all.add(new Finding(Severity.WARNING, about, words));
        }

        void problem(String about, String words) {
            all.add(new Finding(Severity.PROBLEM, about, words));
        }

        Preflight done() {
            return new Preflight(all);
        }
    }
}
